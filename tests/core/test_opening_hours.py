"""When a garage is open, beside an oracle that looks at every minute."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.opening_hours import (
    ClosedAtEnd,
    ClosedAtStart,
    ClosedDuring,
    ClosedTime,
    Closure,
    OpeningHours,
    OpenTime,
    sentence,
)
from core.periods import BadPeriodError, Period, check_stay

BERLIN: Final = ZoneInfo("Europe/Berlin")
MINUTE: Final = timedelta(minutes=1)
HOUR: Final = timedelta(hours=1)
STEP: Final = timedelta(minutes=30)
DAYTIME: Final = tuple(OpenTime(day, 6 * 60, 23 * 60) for day in range(1, 8))
SPRING: Final = datetime(2026, 3, 28, tzinfo=BERLIN)
"""Saturday; the next night has no hour from 02:00 to 03:00."""
AUTUMN: Final = datetime(2026, 10, 24, tzinfo=BERLIN)
"""Saturday; the next night has the hour from 02:00 to 03:00 twice."""
ORDINARY: Final = datetime(2026, 11, 24, tzinfo=BERLIN)
FIRST_DAYS: Final = [SPRING, AUTUMN, ORDINARY]


def berlin(day: str, clock: str = "00:00", *, fold: int = 0) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}").replace(tzinfo=BERLIN, fold=fold)


class Oracle:
    """Four days minute by minute; ``hours`` may only be asked within the middle two."""

    def __init__(self, hours: OpeningHours, first_day: datetime) -> None:
        begin = first_day.astimezone(UTC)
        self.minutes = [begin + count * MINUTE for count in range(4 * 24 * 60)]
        shown = [moment.astimezone(hours.zone) for moment in self.minutes]
        self.week = [not hours.week] * len(self.minutes)
        for day in {one.date() for one in shown}:
            indices = [index for index, one in enumerate(shown) if one.date() == day]
            for stretch in hours.week:
                if stretch.weekday != day.isoweekday():
                    continue
                clocks = {index: shown[index].hour * 60 + shown[index].minute for index in indices}
                first = min((i for i in indices if clocks[i] >= stretch.opens), default=None)
                last = max((i for i in indices if clocks[i] < stretch.closes), default=None)
                if first is not None and last is not None:
                    for index in range(first, last + 1):
                        self.week[index] = True
        self.open = [
            within and not any(one.covers(moment) for one in hours.closures)
            for within, moment in zip(self.week, self.minutes, strict=True)
        ]


@st.composite
def weeks(draw: st.DrawFn) -> tuple[OpenTime, ...]:
    stretches = []
    for weekday in range(1, 8):
        edges = draw(st.lists(st.integers(0, 96), max_size=4, unique=True).map(sorted))
        pairs = list(pairwise(edges))[::2]
        stretches += [OpenTime(weekday, 15 * a, 15 * b) for a, b in pairs]
    return tuple(stretches)


@st.composite
def hours_and_day(draw: st.DrawFn) -> tuple[OpeningHours, datetime]:
    first_day = draw(st.sampled_from(FIRST_DAYS))
    closures = []
    if draw(st.booleans()):
        begin = first_day + timedelta(minutes=draw(st.integers(0, 4 * 24 * 60)))
        length = draw(st.one_of(st.none(), st.integers(1, 40 * 60)))
        end = None if length is None else begin.astimezone(UTC) + length * MINUTE
        closures.append(Closure(begin.astimezone(UTC), end, "works"))
    return OpeningHours(BERLIN, draw(weeks()), tuple(closures)), first_day


@settings(max_examples=30, deadline=None)
@given(drawn=hours_and_day(), asked=st.integers(24 * 60, 3 * 24 * 60))
def test_the_hours_are_those_of_the_oracle(
    drawn: tuple[OpeningHours, datetime], asked: int
) -> None:
    hours, first_day = drawn
    oracle = Oracle(hours, first_day)
    at = oracle.minutes[asked]

    assert [hours.is_open(moment) for moment in oracle.minutes[asked : asked + 90]] == (
        oracle.open[asked : asked + 90]
    )
    opening = next((i for i in range(asked, len(oracle.open)) if oracle.open[i]), None)
    closing = next((i for i in range(asked, len(oracle.open)) if not oracle.open[i]), None)
    for found, expected in (
        (hours.next_opening(at), opening),
        (hours.next_closing(at), closing),
    ):
        if expected is not None:
            assert found == oracle.minutes[expected]
        else:
            assert found is None or found > oracle.minutes[-1]


@settings(max_examples=30, deadline=None)
@given(drawn=hours_and_day(), begin=st.integers(60, 2 * 24 * 60), length=st.integers(1, 36 * 60))
def test_a_stay_fits_where_the_oracle_is_open(
    drawn: tuple[OpeningHours, datetime], begin: int, length: int
) -> None:
    hours, first_day = drawn
    oracle = Oracle(hours, first_day)
    end = begin + length
    closed = any(one.overlaps(oracle.minutes[begin], oracle.minutes[end]) for one in hours.closures)
    fits = oracle.open[begin] and (oracle.week[end] or oracle.week[end - 1]) and not closed

    obstacle = hours.obstacle(oracle.minutes[begin], oracle.minutes[end])

    assert (obstacle is None) == fits
    if obstacle is not None and obstacle.closed.ends_at is not None:
        assert obstacle.closed.starts_at < obstacle.closed.ends_at


@settings(max_examples=30, deadline=None)
@given(drawn=hours_and_day(), begin=st.integers(60, 24 * 60), steps=st.integers(1, 30))
def test_a_stay_steps_over_what_does_not_fit(
    drawn: tuple[OpeningHours, datetime], begin: int, steps: int
) -> None:
    hours, first_day = drawn
    start = Oracle(hours, first_day).minutes[begin]

    def fits(count: int) -> bool:
        return hours.obstacle(start, start + count * STEP) is None

    more = hours.more_steps(start, STEP, above=steps, most=100)
    fewer = hours.fewer_steps(start, STEP, below=steps)

    assert more == next((count for count in range(steps + 1, 101) if fits(count)), None)
    assert fewer == next((count for count in range(steps - 1, 0, -1) if fits(count)), None)


@settings(max_examples=10, deadline=None)
@given(drawn=hours_and_day(), asked=st.integers(0, 24 * 60), quarters=st.integers(1, 60))
def test_the_next_start_is_the_first_minute_that_fits(
    drawn: tuple[OpeningHours, datetime], asked: int, quarters: int
) -> None:
    hours, first_day = drawn
    minutes = Oracle(hours, first_day).minutes
    length = quarters * 15 * MINUTE
    expected = next(
        (one for one in minutes[asked:] if hours.obstacle(one, one + length) is None), None
    )

    found = hours.next_start(minutes[asked], length)

    if expected is not None:
        assert found == expected
    else:
        assert found is None or found > minutes[-1]


def test_the_next_start_of_a_long_stay_is_the_first_that_fits() -> None:
    hours = OpeningHours(BERLIN, tuple(OpenTime(day, 8 * 60, 18 * 60) for day in range(1, 8)))
    morning = berlin("2026-11-24", "08:00")
    length = timedelta(days=20, hours=20)  # from eight it would end at four in the night

    assert hours.next_start(morning, length) == morning + 4 * HOUR


@pytest.mark.parametrize(
    ("stretch", "opens", "closes"),
    [
        (OpenTime(7, 150, 240), "2026-03-29T03:00:00+02:00", "2026-03-29T04:00:00+02:00"),
        (OpenTime(7, 60, 150), "2026-03-29T01:00:00+01:00", "2026-03-29T03:00:00+02:00"),
        (OpenTime(7, 150, 240), "2026-10-25T02:30:00+02:00", "2026-10-25T04:00:00+01:00"),
        (OpenTime(7, 60, 150), "2026-10-25T01:00:00+02:00", "2026-10-25T02:30:00+01:00"),
        (OpenTime(7, 60, 120), "2026-10-25T01:00:00+02:00", "2026-10-25T02:00:00+02:00"),
    ],
    ids=["skipped opening", "skipped closing", "first opening", "second closing", "just before"],
)
def test_in_a_daylight_saving_night_the_wall_clock_decides(
    stretch: OpenTime, opens: str, closes: str
) -> None:
    hours = OpeningHours(BERLIN, (stretch,))
    opening = datetime.fromisoformat(opens)

    assert hours.next_opening(opening - 2 * HOUR) == opening
    assert hours.next_closing(opening) == datetime.fromisoformat(closes)


def test_a_stretch_that_the_clock_skips_is_none() -> None:
    hours = OpeningHours(BERLIN, (OpenTime(7, 130, 170),))

    assert hours.next_opening(SPRING) == berlin("2026-04-05", "02:10")


def test_a_car_may_stay_through_the_night() -> None:
    hours = OpeningHours(BERLIN, DAYTIME)
    evening = berlin("2026-11-24", "22:00")

    assert hours.obstacle(evening, berlin("2026-11-24", "23:00")) is None
    assert hours.obstacle(evening, berlin("2026-11-25", "06:00")) is None
    assert isinstance(hours.obstacle(evening, berlin("2026-11-25", "05:59")), ClosedAtEnd)
    late = berlin("2026-11-24", "23:00")
    assert isinstance(hours.obstacle(late, late + 8 * HOUR), ClosedAtStart)


def test_nobody_parks_through_a_closure() -> None:
    closure = Closure(berlin("2026-12-24", "18:00"), berlin("2026-12-26", "08:00"), "Christmas")
    hours = OpeningHours(BERLIN, DAYTIME, (closure,))
    before, after = berlin("2026-12-24", "12:00"), berlin("2026-12-27", "12:00")

    assert hours.obstacle(before, closure.starts_at) is None
    assert isinstance(hours.obstacle(before, after), ClosedDuring)
    assert isinstance(hours.obstacle(closure.starts_at, after), ClosedAtStart)
    assert hours.next_opening(closure.starts_at) == closure.ends_at


def test_closures_that_follow_each_other_are_told_as_one() -> None:
    first = Closure(berlin("2026-12-24", "18:00"), berlin("2026-12-26", "08:00"), "Christmas")
    second = Closure(berlin("2026-12-25", "00:00"), berlin("2026-12-27", "02:00"), "works")
    hours = OpeningHours(BERLIN, DAYTIME, (first, second))
    evening = berlin("2026-12-24", "20:00")

    obstacle = hours.obstacle(evening, evening + HOUR)

    assert obstacle == ClosedAtStart(ClosedTime(first.starts_at, berlin("2026-12-27", "06:00")))


def test_a_garage_without_hours_never_closes() -> None:
    hours = OpeningHours(BERLIN)

    assert hours.never_close
    assert hours.next_opening(ORDINARY) == ORDINARY
    assert hours.next_closing(ORDINARY) is None


@pytest.mark.parametrize(
    ("ends", "words"),
    [
        (
            berlin("2026-11-25", "01:00"),
            (
                "The garage is closed from 23:00 to 06:00; choose a stay that ends by 23:00 or "
                "after 06:00."
            ),
        ),
        (
            berlin("2026-12-25", "12:00"),
            (
                "The garage is closed from 2026-12-24 18:00 to 2026-12-26 08:00; choose a stay "
                "that ends by 2026-12-24 18:00 or begins after 2026-12-26 08:00."
            ),
        ),
    ],
    ids=["at night", "at Christmas"],
)
def test_a_stay_that_does_not_fit_is_refused_with_what_would(ends: datetime, words: str) -> None:
    closure = Closure(berlin("2026-12-24", "18:00"), berlin("2026-12-26", "08:00"), "Christmas")
    hours = OpeningHours(BERLIN, DAYTIME, (closure,))
    period = Period(ends - 3 * HOUR if ends.month == 11 else ends - 20 * HOUR, ends)

    with pytest.raises(BadPeriodError) as caught:
        check_stay(period, now=period.starts_at, step=STEP, hours=hours)
    assert str(caught.value) == words


def test_a_stay_in_a_closure_without_an_end_is_refused_too() -> None:
    hours = OpeningHours(BERLIN, closures=(Closure(ORDINARY, None, "Water"),))
    obstacle = hours.obstacle(ORDINARY - HOUR, ORDINARY + HOUR)

    assert obstacle is not None
    assert sentence(obstacle, BERLIN) == (
        "The garage is closed from 2026-11-24 00:00 on; choose a stay that ends by then."
    )


@pytest.mark.parametrize("wrong", [(0, 0, 60), (8, 0, 60), (1, 60, 60), (1, 0, 1441)])
def test_what_is_no_stretch_of_a_weekday_is_refused(wrong: tuple[int, int, int]) -> None:
    with pytest.raises(ValueError, match="is no stretch of a weekday"):
        OpenTime(*wrong)
