"""When a zone's wall clock shows a minute of a day, also on the two nights when it is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

_MINUTE: Final = timedelta(minutes=1)


def first_showing(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the first moment of the day at which the clock shows this minute or a later one."""
    return _jump(day, minute, zone) or _at(day, minute, zone, fold=0)


def past_showing(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Return the end of the last moment of the day at which it shows less than this minute."""
    last = minute - 1
    return _jump(day, last, zone) or _at(day, last, zone, fold=1) + _MINUTE


def _at(day: date, minute: int, zone: ZoneInfo, *, fold: int) -> datetime:
    hours, minutes = divmod(minute, 60)
    local = datetime.combine(day, time(hours, minutes, fold=fold), zone)
    return local.astimezone(UTC)


def _jump(day: date, minute: int, zone: ZoneInfo) -> datetime | None:
    """Return when the clock is put forward over this minute, or None if it shows it."""
    early, late = (_at(day, minute, zone, fold=fold) for fold in (1, 0))
    if early >= late:
        return None
    before = early.astimezone(zone).utcoffset()
    while early.astimezone(zone).utcoffset() == before:
        early += _MINUTE
    return early
