"""When the garage sells no stay: now, and next. Pure.

The first picture needs it, so little is imported here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.periods import LONGEST_STAY, stay

if TYPE_CHECKING:
    from datetime import datetime

    from core.garages import Garage

AHEAD: Final = timedelta(hours=24)
"""A closing later than this does not matter to who comes now."""


@dataclass(frozen=True, slots=True)
class Closed:
    """No stay is sold from ``since`` on; ``until`` is None if nobody knows."""

    since: datetime
    until: datetime | None


def closed_now(garage: Garage, now: datetime) -> Closed | None:
    """Return until when no stay can begin, or None if one can begin in this minute.

    That is while the garage is closed, and shortly before a closure, when not even the shortest
    stay is left.
    """
    hours = garage.hours
    if hours.never_close:
        return None
    start = stay(now, garage.step).starts_at
    most = LONGEST_STAY // garage.step
    if hours.is_open(now) and hours.more_steps(start, garage.step, above=0, most=most) is not None:
        return None
    since = hours.next_closing(now) or now
    return Closed(since, hours.next_opening(since))


def closes_next(garage: Garage, now: datetime) -> Closed | None:
    """Return when the garage, which is open, closes within the next 24 hours, if it does."""
    hours = garage.hours
    if hours.never_close:
        return None
    since = hours.next_closing(now)
    if since is None or since - now > AHEAD:
        return None
    return Closed(since, hours.next_opening(since))
