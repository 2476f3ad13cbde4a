"""Periods and the rules of a stay, also on the two nights when the clocks change."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.opening_hours import OpeningHours
from core.periods import BadPeriodError, Period, check_stay, next_midnight, stay

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOON: Final = datetime(2030, 6, 1, 12, tzinfo=UTC)
STEP: Final = timedelta(minutes=30)
HOUR: Final = timedelta(hours=1)


def _check(period: Period, *, now: datetime = NOON, zone: ZoneInfo = BERLIN) -> None:
    check_stay(period, now=now, step=STEP, hours=OpeningHours(zone))


@pytest.mark.parametrize(
    "period",
    [
        stay(NOON, STEP),
        stay(NOON, HOUR),
        stay(NOON, timedelta(days=30)),
        stay(NOON - timedelta(minutes=5), HOUR),
        stay(NOON + timedelta(days=366), HOUR),
        Period(NOON + timedelta(minutes=7), datetime(2030, 6, 2, 0, tzinfo=BERLIN)),
    ],
    ids=["a step", "two steps", "30 days", "a slow touch", "a year ahead", "until midnight"],
)
def test_a_good_stay_passes(period: Period) -> None:
    _check(period)


@pytest.mark.parametrize(
    ("period", "sentence"),
    [
        (stay(NOON - timedelta(minutes=6), HOUR), "begins in the past; choose a start from now on"),
        (Period(NOON - timedelta(minutes=5), NOON), "ends in the past; choose a later end"),
        (
            stay(NOON + timedelta(days=366, minutes=1), HOUR),
            "more than a year from now; choose an earlier start",
        ),
        (stay(NOON, timedelta(days=30, minutes=30)), "30 days at most; choose an earlier end"),
        (stay(NOON, timedelta(minutes=31)), "30-minute steps; choose another length"),
        (stay(NOON, timedelta(seconds=1)), "30-minute steps; choose another length"),
    ],
    ids=["past", "over", "too far ahead", "too long", "between steps", "a second"],
)
def test_a_stay_that_breaks_a_rule_is_refused_with_the_rule(period: Period, sentence: str) -> None:
    with pytest.raises(BadPeriodError, match=sentence):
        check_stay(period, now=NOON, step=STEP, hours=OpeningHours(BERLIN))


@pytest.mark.parametrize("length", [timedelta(), -HOUR], ids=["empty", "negative"])
def test_a_stay_must_end_after_it_begins(length: timedelta) -> None:
    sentence = "must end after it begins; choose a later end"
    with pytest.raises(BadPeriodError, match=sentence):
        stay(NOON, length)
    with pytest.raises(BadPeriodError, match=sentence):
        Period(NOON, NOON + length)


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (NOON.replace(tzinfo=None), NOON + HOUR),
        (NOON, (NOON + HOUR).replace(tzinfo=None)),
    ],
    ids=["start", "end"],
)
def test_a_time_without_a_zone_is_refused(starts_at: datetime, ends_at: datetime) -> None:
    with pytest.raises(BadPeriodError, match="time zone"):
        Period(starts_at, ends_at)


def test_a_stay_without_a_zone_is_refused() -> None:
    with pytest.raises(BadPeriodError, match="time zone"):
        stay(NOON.replace(tzinfo=None), HOUR)


def test_a_stay_is_cut_to_the_minute_it_begins_in() -> None:
    assert stay(NOON.replace(second=59, microsecond=999_999), HOUR) == Period(NOON, NOON + HOUR)


@given(st.integers(-12, 14))
def test_a_period_is_the_same_in_every_zone(offset: int) -> None:
    zone = timezone(timedelta(hours=offset))

    assert Period(NOON.astimezone(zone), NOON + HOUR) == Period(NOON, NOON + HOUR)


@pytest.mark.parametrize(
    ("evening", "hours_to_midnight", "hours_to_the_next"),
    [
        (datetime(2030, 3, 30, 20, tzinfo=BERLIN), 4, 4 + 23),
        (datetime(2030, 10, 26, 20, tzinfo=BERLIN), 4, 4 + 25),
        (datetime(2030, 6, 1, 20, tzinfo=BERLIN), 4, 4 + 24),
    ],
    ids=["an hour is skipped", "an hour is repeated", "an ordinary night"],
)
def test_midnight_is_the_garages_midnight(
    evening: datetime, hours_to_midnight: int, hours_to_the_next: int
) -> None:
    first = next_midnight(evening, BERLIN)

    assert Period(evening, first).duration == hours_to_midnight * HOUR
    assert Period(evening, next_midnight(first, BERLIN)).duration == hours_to_the_next * HOUR


def test_the_repeated_hour_is_a_period_of_an_hour() -> None:
    first = datetime(2030, 10, 27, 2, 30, tzinfo=BERLIN)
    second = first.replace(fold=1)

    assert Period(first, second).duration == HOUR
    with pytest.raises(BadPeriodError):
        Period(second, first)


@pytest.mark.parametrize(
    "noon",
    [datetime(2030, 3, 30, 12, 7, tzinfo=BERLIN), datetime(2030, 10, 26, 12, 7, tzinfo=BERLIN)],
    ids=["an hour is skipped", "an hour is repeated"],
)
def test_a_stay_until_midnight_may_cross_a_clock_change(noon: datetime) -> None:
    end = next_midnight(next_midnight(noon, BERLIN), BERLIN)

    _check(Period(noon, end), now=noon)


@pytest.mark.parametrize(
    ("zone", "evening"),
    [
        ("America/Santiago", datetime(2025, 9, 6, 20, 7, tzinfo=ZoneInfo("America/Santiago"))),
        ("Africa/Cairo", datetime(2025, 4, 24, 20, 7, tzinfo=ZoneInfo("Africa/Cairo"))),
    ],
    ids=["Santiago", "Cairo"],
)
def test_a_stay_until_midnight_passes_where_that_midnight_is_skipped(
    zone: str, evening: datetime
) -> None:
    there = ZoneInfo(zone)
    end = next_midnight(evening, there)

    assert end.astimezone(there).hour == 1, "there is no midnight on this night"
    _check(Period(evening, end), now=evening, zone=there)


@given(
    st.integers(0, 10 * 365 * 24 * 60),
    st.sampled_from(["Europe/Berlin", "America/Santiago", "Asia/Kolkata", "Pacific/Apia"]),
)
def test_there_is_always_a_next_midnight_and_a_stay_may_end_there(minute: int, zone: str) -> None:
    there = ZoneInfo(zone)
    starts_at = NOON - timedelta(days=5 * 365) + timedelta(minutes=minute)
    end = next_midnight(starts_at, there)

    assert timedelta() < end - starts_at <= timedelta(hours=25)
    check_stay(
        Period(starts_at, end), now=starts_at, step=timedelta(hours=24), hours=OpeningHours(there)
    )
