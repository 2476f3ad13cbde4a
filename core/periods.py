"""Periods: half-open stretches of absolute time, and the rules that a stay obeys."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from core import wall_clock
from core.opening_hours import sentence

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from core.opening_hours import OpeningHours

LONGEST_STAY: Final = timedelta(days=30)
LATEST_BOOKING: Final = timedelta(days=366)
"""How far ahead a stay may begin."""
LATE_BY: Final = timedelta(minutes=5)
"""How long ago a stay may have begun: the time between a driver's touch and the reservation."""
_INSTANT: Final = timedelta(microseconds=1)


class BadPeriodError(ValueError):
    """The period breaks a rule; the message says which and what to do instead."""


@dataclass(frozen=True, slots=True)
class Period:
    """``[starts_at, ends_at)``, both aware; equal to what PostgreSQL calls a ``tstzrange``.

    Raises:
        BadPeriodError: if a time has no zone, or the end is not after the start.
    """

    starts_at: datetime
    ends_at: datetime

    def __post_init__(self) -> None:
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise BadPeriodError("A period needs times with a time zone; add the zone.")
        # Comparing in UTC: two local times of one zone compare by the wall clock, which is wrong
        # on the night when an hour is repeated.
        object.__setattr__(self, "starts_at", self.starts_at.astimezone(UTC))
        object.__setattr__(self, "ends_at", self.ends_at.astimezone(UTC))
        if self.ends_at <= self.starts_at:
            raise BadPeriodError("The stay must end after it begins; choose a later end.")

    @property
    def duration(self) -> timedelta:
        """Elapsed time, which on daylight-saving nights differs from the wall clock's."""
        return self.ends_at - self.starts_at


def stay(starts_at: datetime, duration: timedelta) -> Period:
    """Return the period of ``duration`` that begins at ``starts_at``, cut to the whole minute.

    Raises:
        BadPeriodError: if the duration is not positive or the start has no zone.
    """
    if starts_at.tzinfo is None:
        raise BadPeriodError("A period needs times with a time zone; add the zone.")
    start = starts_at.astimezone(UTC).replace(second=0, microsecond=0)
    if duration <= timedelta():
        raise BadPeriodError("The stay must end after it begins; choose a later end.")
    return Period(start, start + duration)


def next_midnight(after: datetime, zone: ZoneInfo) -> datetime:
    """Return the first midnight after ``after`` on the garage's wall clock, in UTC.

    Where the clocks are put forward at midnight (Cairo, Santiago), the moment when they are.
    """
    tomorrow = after.astimezone(zone).date() + timedelta(days=1)
    return wall_clock.begins_at(wall_clock.at_minute(tomorrow, 0), zone)


def check_stay(period: Period, *, now: datetime, step: timedelta, hours: OpeningHours) -> None:
    """Check a stay against the rules that hold in every garage, and its opening hours.

    A stay lasts a whole number of steps, or ends at a midnight of the garage; it lasts 30 days
    at most, begins now or within the next 366 days, is not over, and fits the opening hours.

    Raises:
        BadPeriodError: naming the rule that is broken.
    """
    if period.starts_at < now - LATE_BY:
        raise BadPeriodError("The stay begins in the past; choose a start from now on.")
    if period.ends_at <= now:
        raise BadPeriodError("The stay ends in the past; choose a later end.")
    if period.starts_at > now + LATEST_BOOKING:
        raise BadPeriodError("The stay begins more than a year from now; choose an earlier start.")
    if period.duration > LONGEST_STAY:
        raise BadPeriodError("A stay lasts 30 days at most; choose an earlier end.")
    ends_at_midnight = period.ends_at == next_midnight(period.ends_at - _INSTANT, hours.zone)
    if period.duration % step and not ends_at_midnight:
        minutes = int(step.total_seconds() // 60)
        raise BadPeriodError(
            f"A stay lasts a whole number of {minutes}-minute steps; choose another length."
        )
    obstacle = hours.obstacle(period.starts_at, period.ends_at)
    if obstacle is not None:
        raise BadPeriodError(sentence(obstacle, hours.zone))
