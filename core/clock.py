"""Where the time comes from, so that a test can say what time it is and how it passes."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from threading import Event


class Clock(Protocol):
    """Tells the current time, aware and in UTC."""

    def now(self) -> datetime:
        """Return the current time."""
        ...


class Timer(Clock, Protocol):
    """A clock that also measures time and lets it pass, for work that waits."""

    def monotonic(self) -> float:
        """Return seconds since some moment; never goes back, whoever sets the clock."""
        ...

    def wait(self, event: Event, seconds: float) -> bool:
        """Return as soon as the event is set, or after so long; whether it is set."""
        ...

    def pause(self, seconds: float) -> None:
        """Return after so long."""
        ...


class SystemClock:
    """The time of this machine. Decisions about holds use the database's own clock."""

    def now(self) -> datetime:
        """Return the machine's time in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds since the machine's start, or some other moment."""
        return time.monotonic()

    def wait(self, event: Event, seconds: float) -> bool:
        """Return as soon as the event is set, or after so long; whether it is set."""
        return event.wait(seconds)

    def pause(self, seconds: float) -> None:
        """Return after so long."""
        time.sleep(seconds)
