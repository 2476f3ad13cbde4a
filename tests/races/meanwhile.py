"""Two at once: the second begins before the first is committed, and runs into it."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from core.db.database import Database

SOON_S: Final = 5
_WAITING: Final = text("""
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
""")


class LostError(Exception):
    """Rolls the first one back."""


def meanwhile(
    database: Database, work: Callable[[Connection], object], other: Callable[[], object]
) -> object:
    """Do the work; before its end, let the other begin and run into it; return what that got."""
    with ThreadPoolExecutor(1) as pool:
        rival: Future[object] | None = None

        def work_slowly(connection: Connection) -> None:
            nonlocal rival
            try:
                work(connection)
            finally:
                rival = pool.submit(other)
                wait_until_blocked(database, rival)

        with contextlib.suppress(LostError):
            database.transaction(work_slowly)
        assert rival is not None
        return rival.result(timeout=SOON_S)


def wait_until_blocked(database: Database, rival: Future[object]) -> None:
    """Wait until the rival waits for a lock, or is through without having waited."""
    until = time.monotonic() + SOON_S
    while not rival.done():
        if database.statement(lambda connection: connection.scalar(_WAITING)):
            return
        assert time.monotonic() < until, "it neither waits nor ends"
