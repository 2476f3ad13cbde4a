"""When a garage is open, and whether a stay fits that. Pure.

A stay begins and ends while the garage is open, and overlaps no closure. Through the night a car
may stand: that the garage is closed then does not matter. Hours are those of the wall clock: where
it skips an opening or a closing, that happens at the moment of the jump; where it shows one twice,
the garage opens the first time and closes the second.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, TypeAlias, assert_never

from core import wall_clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from zoneinfo import ZoneInfo

DAY_MINUTES: Final = 1440
_INSTANT: Final = timedelta(microseconds=1)
_DAYS_LOOKED_AT: Final = 15
"""Every week has an opening; on a daylight-saving night it may be skipped."""


@dataclass(frozen=True, slots=True, order=True)
class OpenTime:
    """One stretch of one weekday (ISO: 1 is Monday), in minutes since midnight.

    ``0 <= opens < closes <= 1440``. What is open after midnight is a stretch of the next day.
    """

    weekday: int
    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (1 <= self.weekday <= 7 and 0 <= self.opens < self.closes <= DAY_MINUTES):  # noqa: PLR2004 - ISO
            raise ValueError(f"{self} is no stretch of a weekday.")


@dataclass(frozen=True, slots=True)
class Closure:
    """A stretch of absolute time in which nobody may park; without an end it is not known yet."""

    starts_at: datetime
    ends_at: datetime | None
    reason: str

    def covers(self, moment: datetime) -> bool:
        """Tell whether the garage is closed by it at this moment."""
        return self.starts_at <= moment and (self.ends_at is None or moment < self.ends_at)

    def overlaps(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether somebody would be in the garage while it is closed by it."""
        return self.starts_at < ends_at and (self.ends_at is None or starts_at < self.ends_at)


@dataclass(frozen=True, slots=True)
class ClosedTime:
    """When the garage is closed: ``[starts_at, ends_at)``, without an end if it is not known."""

    starts_at: datetime
    ends_at: datetime | None


@dataclass(frozen=True, slots=True)
class ClosedAtStart:
    """The stay would begin while the garage is closed."""

    closed: ClosedTime


@dataclass(frozen=True, slots=True)
class ClosedAtEnd:
    """The stay would end while the garage is closed."""

    closed: ClosedTime


@dataclass(frozen=True, slots=True)
class ClosedDuring:
    """The stay would overlap a closure."""

    closed: ClosedTime


Obstacle: TypeAlias = ClosedAtStart | ClosedAtEnd | ClosedDuring


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """The hours of a garage on the wall clock of ``zone``; without a ``week`` it never closes.

    All moments are aware; all that are returned are in UTC.
    """

    zone: ZoneInfo
    week: tuple[OpenTime, ...] = ()
    closures: tuple[Closure, ...] = ()

    @property
    def never_close(self) -> bool:
        """Whether there is nothing to observe."""
        return not self.week and not self.closures

    def is_open(self, at: datetime) -> bool:
        """Tell whether a stay may begin at this moment."""
        return self._in_week(at) and not any(closure.covers(at) for closure in self.closures)

    def next_opening(self, at: datetime) -> datetime | None:
        """Return the first moment from ``at`` on at which the garage is open; ``at`` if it is.

        None if nobody knows when.
        """
        moment: datetime | None = at.astimezone(UTC)
        while moment is not None and not self.is_open(moment):
            closure = next((one for one in self.closures if one.covers(moment)), None)
            moment = closure.ends_at if closure else next(self._openings(moment), None)
        return moment

    def next_closing(self, at: datetime) -> datetime | None:
        """Return the first moment from ``at`` on at which it is closed; None if there is none."""
        if not self.is_open(at):
            return at.astimezone(UTC)
        moments = [one.starts_at for one in self.closures if one.starts_at > at]
        closing = self._closing(at)
        return min(moments if closing is None else [*moments, closing], default=None)

    def last_closing(self, at: datetime) -> datetime | None:
        """Return the last moment up to ``at`` at which the week's hours ended, if they do."""
        day = at.astimezone(self.zone).date()
        ends = (
            end
            for back in range(_DAYS_LOOKED_AT)
            for _, end in sorted(self._stretches(day - timedelta(days=back)), reverse=True)
        )
        return next((end for end in ends if end <= at and not self._in_week(end)), None)

    def obstacle(self, starts_at: datetime, ends_at: datetime) -> Obstacle | None:
        """Return why the stay between these moments does not fit, or None if it does."""
        for closure in self.closures:
            if closure.overlaps(starts_at, ends_at):
                # Another closure may follow, or the night.
                closed = ClosedTime(closure.starts_at, self.next_opening(closure.starts_at))
                begun = closure.covers(starts_at)
                return ClosedAtStart(closed) if begun else ClosedDuring(closed)
        if not self._in_week(starts_at):
            return ClosedAtStart(self._closed_around(starts_at))
        if not (self._in_week(ends_at) or self._in_week(ends_at - _INSTANT)):
            return ClosedAtEnd(self._closed_around(ends_at))
        return None

    def next_start(self, at: datetime, duration: timedelta) -> datetime | None:
        """Return the first moment from ``at`` on at which a stay of this length may begin.

        None if there is none in the two weeks after ``at`` and after each closure.
        """
        at = at.astimezone(UTC)
        moments = set[datetime]()
        # Either the garage opens, or a stay's end meets an opening: nothing else makes it possible.
        for base in (at, *(one.ends_at for one in self.closures if one.ends_at)):
            moments.update((base, *self._openings(base)))
            moments.update(edge - duration for edge in self._openings(base + duration))
        fitting = (
            one
            for one in sorted(moments)
            if one >= at and self.obstacle(one, one + duration) is None
        )
        return next(fitting, None)

    def more_steps(
        self, starts_at: datetime, step: timedelta, *, above: int, most: int
    ) -> int | None:
        """Return the next number of steps above that a stay from ``starts_at`` may last.

        None if there is none up to ``most``.
        """
        steps = above + 1
        while steps <= most:
            ends_at = starts_at + steps * step
            obstacle = self.obstacle(starts_at, ends_at)
            if obstacle is None:
                return steps
            opening = obstacle.closed.ends_at
            if not isinstance(obstacle, ClosedAtEnd) or opening is None:
                return None
            steps = max(steps + 1, -((starts_at - opening) // step))
        return None

    def fewer_steps(self, starts_at: datetime, step: timedelta, *, below: int) -> int | None:
        """Return the next number of steps below that a stay may last, or None if there is none."""
        steps = below - 1
        while steps > 0:
            obstacle = self.obstacle(starts_at, starts_at + steps * step)
            if obstacle is None:
                return steps
            steps = min(steps - 1, (obstacle.closed.starts_at - starts_at) // step)
        return None

    def _closed_around(self, at: datetime) -> ClosedTime:
        return ClosedTime(self.last_closing(at) or at.astimezone(UTC), self.next_opening(at))

    def _in_week(self, at: datetime) -> bool:
        if not self.week:
            return True
        day = at.astimezone(self.zone).date()
        return any(start <= at < end for start, end in self._stretches(day))

    def _openings(self, after: datetime) -> Iterator[datetime]:
        """Yield when the week's hours begin after a moment, for two weeks."""
        day = after.astimezone(self.zone).date()
        for ahead in range(_DAYS_LOOKED_AT):
            for start, _ in sorted(self._stretches(day + timedelta(days=ahead))):
                if start > after:
                    yield start

    def _closing(self, at: datetime) -> datetime | None:
        """Return when the week's hours next end; ``at`` is within them."""
        if not self.week:
            return None
        day = at.astimezone(self.zone).date()
        for ahead in range(_DAYS_LOOKED_AT):
            for _, end in sorted(self._stretches(day + timedelta(days=ahead))):
                if end > at and not self._in_week(end):
                    return end
        return None

    def _stretches(self, day: date) -> list[tuple[datetime, datetime]]:
        """Return the stretches of a day, in UTC; one that the clock skips is none."""
        stretches = [
            (
                wall_clock.begins_at(wall_clock.at_minute(day, one.opens), self.zone),
                wall_clock.ends_at(wall_clock.at_minute(day, one.closes), self.zone),
            )
            for one in self.week
            if one.weekday == day.isoweekday()
        ]
        return [(start, end) for start, end in stretches if start < end]


def sentence(obstacle: Obstacle, zone: ZoneInfo) -> str:
    """Say on the garage's clock when it is closed, and what to choose instead."""
    starts_at, ends_at = obstacle.closed.starts_at, obstacle.closed.ends_at
    overnight = ends_at is not None and ends_at - starts_at < timedelta(days=1)
    form = "%H:%M" if overnight else "%Y-%m-%d %H:%M"
    begin = starts_at.astimezone(zone).strftime(form)
    if ends_at is None:
        return f"The garage is closed from {begin} on; choose a stay that ends by then."
    end = ends_at.astimezone(zone).strftime(form)
    closed = f"The garage is closed from {begin} to {end}"
    match obstacle:
        case ClosedAtStart():
            return f"{closed}; choose a stay that begins then or later."
        case ClosedAtEnd():
            return f"{closed}; choose a stay that ends by {begin} or after {end}."
        case ClosedDuring():
            return f"{closed}; choose a stay that ends by {begin} or begins after {end}."
        case _:
            assert_never(obstacle)
