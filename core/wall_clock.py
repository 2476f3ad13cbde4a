"""When a zone's wall clock shows a time, also on the two nights when it is changed.

Where the clock skips a time, it is the moment of the jump. Where it shows a time twice, something
begins the first time and ends the second.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MINUTE: Final = timedelta(minutes=1)


def begins_at(local: datetime, zone: ZoneInfo) -> datetime:
    """Return when something begins that begins at this time on the clock.

    Args:
        local: what the clock shows, without a zone.
        zone: whose clock.
    """
    return _jump(local, zone) or _at(local, zone, fold=0)


def ends_at(local: datetime, zone: ZoneInfo) -> datetime:
    """Return when something ends that ends at this time on the clock.

    Args:
        local: what the clock shows, without a zone.
        zone: whose clock.
    """
    # By the minute before: a clock put back at 03:00 shows 02:59 twice, and 03:00 once.
    last = local - _MINUTE
    return _jump(last, zone) or _at(last, zone, fold=1) + _MINUTE


def at_minute(day: date, minute: int) -> datetime:
    """Return what the clock shows so many minutes after midnight, up to the next midnight."""
    return datetime.combine(day, time.min) + minute * _MINUTE


def _at(local: datetime, zone: ZoneInfo, *, fold: int) -> datetime:
    return local.replace(tzinfo=zone, fold=fold).astimezone(UTC)


def _jump(local: datetime, zone: ZoneInfo) -> datetime | None:
    """Return when the clock is put forward over this time, or None if it shows it."""
    early, late = (_at(local, zone, fold=fold) for fold in (1, 0))
    if early >= late:
        return None
    before = early.astimezone(zone).utcoffset()
    while early.astimezone(zone).utcoffset() == before:
        early += _MINUTE
    return early
