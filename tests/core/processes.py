"""Processes that begin with everything imported, so that a test can afford many of them."""

from __future__ import annotations

import multiprocessing
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

_PRELOADED: Final = [
    "tests.core.fixtures",
    # What the libraries would import in each process when they are first used.
    "encodings.idna",
    "requests",
    "psycopg",
    "psycopg.types.json",
    "sqlalchemy.dialects.postgresql.psycopg",
    "stripe._charge",
    "stripe._payment_intent_service",
    "stripe._stripe_client",
    "stripe._test_helpers",
    "stripe._terminal_service",
    "stripe.terminal._reader",
    "stripe.v2.core._event",
]


def processes() -> ForkServerContext:
    """Return where processes come from: forked from one that has no threads and no connections."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(_PRELOADED)
    return context
