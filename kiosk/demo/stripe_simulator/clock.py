"""What time it is for the simulated account: real time plus however far it was moved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.store import Store

Clock: TypeAlias = Callable[[], datetime]
"""Answers the current time as an aware datetime."""

_SETTING = "clock"


def utc_clock() -> datetime:
    """The machine's own time, in UTC."""
    return datetime.now(UTC)


def now_of(store: Store, clock: Clock) -> float:
    """The account's time in Unix seconds."""
    return clock().timestamp() + _ahead(store)


def advance(store: Store, seconds: float) -> None:
    """Moves the account's time; what falls due happens at the next request."""
    store.set_setting(_SETTING, {"ahead_seconds": _ahead(store) + seconds})
    store.mail.set()


def _ahead(store: Store) -> float:
    return float(store.setting(_SETTING, {}).get("ahead_seconds", 0.0))
