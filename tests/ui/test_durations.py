"""Presets, steps and prices, also on the nights when the clocks change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest

from core.money import Currency, Money
from core.periods import LONGEST_STAY
from core.vehicles import VehicleType
from tests.shots.samples import EVENING, GARAGE, NIGHT, NOW, OPEN_BY_DAY, SHUT, SHUT_TONIGHT
from ui.closed import Closed, closed_now, closes_next
from ui.durations import (
    UNTIL_MIDNIGHT,
    Choice,
    Preset,
    choice_of,
    first_choice,
    longer,
    period_of,
    quote,
    same_price_until,
    shorter,
)

if TYPE_CHECKING:
    from core.garages import Garage

BERLIN = ZoneInfo("Europe/Berlin")
COMPACT = VehicleType.COMPACT
HOUR = timedelta(hours=1)


def berlin(month: int, day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=BERLIN)


@pytest.mark.parametrize(
    ("preset", "cents"),
    [
        (Preset.ONE_HOUR, 300),
        (Preset.TWO_HOURS, 600),
        (Preset.FOUR_HOURS, 1200),
        (Preset.EIGHT_HOURS, 2400),
        (Preset.MIDNIGHT, 3600),  # from 12:47: twelve hours begun
        (Preset.DAY, 7200),
    ],
)
def test_each_preset_has_its_price(preset: Preset, cents: int) -> None:
    offer = quote(choice_of(preset), GARAGE, COMPACT, NOW)

    assert offer is not None
    assert offer.price == Money(cents, Currency("EUR"))


def test_a_stay_begins_in_the_minute_that_is_shown() -> None:
    assert period_of(Choice(HOUR), GARAGE, NOW).starts_at == NOW.replace(second=0)


@pytest.mark.parametrize(
    ("now", "hours"),
    [
        pytest.param(berlin(11, 24, 20), 4, id="an ordinary evening"),
        pytest.param(berlin(10, 25, 0), 25, id="the day with an hour twice"),
        pytest.param(berlin(3, 29, 0), 23, id="the day with an hour less"),
        pytest.param(berlin(11, 24, 0), 24, id="midnight sharp"),
    ],
)
def test_midnight_is_the_garages(now: datetime, hours: int) -> None:
    period = period_of(UNTIL_MIDNIGHT, GARAGE, now)

    assert period.duration == hours * HOUR
    assert period.ends_at.astimezone(BERLIN).time() == datetime.min.time()


def test_eight_hours_are_eight_hours_while_the_clocks_change() -> None:
    ends_at = period_of(Choice(8 * HOUR), GARAGE, berlin(10, 24, 22)).ends_at

    assert ends_at.astimezone(BERLIN).hour == 5


@pytest.mark.parametrize(
    "choice",
    [
        pytest.param(Choice(LONGEST_STAY + GARAGE.step), id="longer than 30 days"),
        pytest.param(Choice(timedelta(minutes=10)), id="shorter than a step"),
        pytest.param(Choice(timedelta(minutes=45)), id="not in steps"),
    ],
)
def test_what_the_garage_does_not_sell_has_no_offer(choice: Choice) -> None:
    assert quote(choice, GARAGE, COMPACT, NOW) is None


def test_midnight_is_not_sold_when_it_is_nearer_than_a_step() -> None:
    assert quote(UNTIL_MIDNIGHT, GARAGE, COMPACT, berlin(11, 24, 23, 45)) is None


def test_a_price_that_no_card_can_pay_is_no_offer() -> None:
    dear = replace(GARAGE, rates=dict.fromkeys(VehicleType, Decimal(999_999)))

    assert quote(Choice(HOUR), dear, COMPACT, NOW) is not None
    assert quote(Choice(2 * HOUR), dear, COMPACT, NOW) is None


@pytest.mark.parametrize(
    ("choice", "less", "more"),
    [
        pytest.param(Choice(2 * HOUR), 1.5 * HOUR, 2.5 * HOUR, id="whole steps"),
        pytest.param(Choice(GARAGE.step), None, HOUR, id="the shortest stay"),
        pytest.param(UNTIL_MIDNIGHT, 11 * HOUR, 11.5 * HOUR, id="midnight, 11 h 13 min away"),
    ],
)
def test_one_step_leads_to_the_next_whole_number_of_steps(
    choice: Choice, less: timedelta | None, more: timedelta
) -> None:
    assert shorter(choice, GARAGE, NOW) == (less and Choice(less))
    assert longer(choice, GARAGE, NOW) == Choice(more)


@pytest.mark.parametrize(
    ("choice", "until"),
    [
        pytest.param(Choice(2 * HOUR), None, id="the next step costs more"),
        pytest.param(Choice(1.5 * HOUR), 2 * HOUR, id="half past"),
        pytest.param(UNTIL_MIDNIGHT, 12 * HOUR, id="midnight, 11 h 13 min away"),
        pytest.param(Choice(timedelta(minutes=10)), None, id="not sold"),
    ],
)
def test_the_rest_of_a_started_hour_costs_nothing(choice: Choice, until: timedelta | None) -> None:
    same = same_price_until(choice, GARAGE, COMPACT, NOW)

    assert same == (until and NOW.replace(second=0) + until)


def test_what_is_free_or_cannot_be_stepped_to_is_no_same_price() -> None:
    free = replace(GARAGE, rates=dict.fromkeys(VehicleType, Decimal(0)))
    three_quarters = replace(GARAGE, step=timedelta(minutes=45))

    assert same_price_until(Choice(1.5 * HOUR), free, COMPACT, NOW) is None
    assert same_price_until(Choice(1.5 * HOUR), three_quarters, COMPACT, NOW) is None


def test_a_driver_is_offered_two_hours_first() -> None:
    assert first_choice(GARAGE, COMPACT, NOW) == Choice(2 * HOUR)


def test_a_garage_that_has_no_two_hours_offers_its_step() -> None:
    by_the_day = replace(GARAGE, step=timedelta(days=1))

    assert first_choice(by_the_day, COMPACT, NOW) == Choice(timedelta(days=1))


# Opening hours: 06:00 to 23:00


@pytest.mark.parametrize(
    "preset", [Preset.TWO_HOURS, Preset.FOUR_HOURS, Preset.EIGHT_HOURS, Preset.MIDNIGHT]
)
def test_a_stay_that_ends_while_the_garage_is_closed_is_not_offered(preset: Preset) -> None:
    assert quote(choice_of(preset), OPEN_BY_DAY, COMPACT, EVENING) is None


@pytest.mark.parametrize("preset", [Preset.ONE_HOUR, Preset.DAY])
def test_a_stay_that_ends_while_it_is_open_is_offered_also_over_night(preset: Preset) -> None:
    assert quote(choice_of(preset), OPEN_BY_DAY, COMPACT, EVENING) is not None


def test_a_step_leads_over_the_night_and_back() -> None:
    last_tonight, first_tomorrow = Choice(HOUR), Choice(8.5 * HOUR)

    assert longer(last_tonight, OPEN_BY_DAY, EVENING) == first_tomorrow
    assert shorter(first_tomorrow, OPEN_BY_DAY, EVENING) == last_tonight


def test_what_is_offered_first_is_sold_before_the_night_if_it_can_be() -> None:
    at_half_past = EVENING.replace(hour=21, minute=50)

    assert first_choice(OPEN_BY_DAY, COMPACT, EVENING) == Choice(HOUR)
    assert first_choice(OPEN_BY_DAY, COMPACT, at_half_past) == Choice(7.5 * HOUR)


def test_the_same_price_is_promised_until_the_garage_closes_only() -> None:
    closing_soon = EVENING.replace(hour=21, minute=20)  # 22:20 in Berlin, and half an hour is left

    assert same_price_until(Choice(HOUR / 2), GARAGE, COMPACT, closing_soon) is not None
    assert same_price_until(Choice(HOUR / 2), OPEN_BY_DAY, COMPACT, closing_soon) is None


def test_nothing_is_longer_than_what_ends_with_a_closure() -> None:
    assert longer(Choice(HOUR / 2), SHUT_TONIGHT, NOW.replace(hour=20)) == Choice(HOUR)
    assert longer(Choice(HOUR), SHUT_TONIGHT, NOW.replace(hour=20)) is None


@pytest.mark.parametrize(
    ("garage", "now", "closed"),
    [
        (GARAGE, NIGHT, None),
        (OPEN_BY_DAY, EVENING, None),
        (OPEN_BY_DAY, NIGHT, Closed(NIGHT, berlin(11, 25, 6))),
        (SHUT, NOW, Closed(NOW, None)),
        # A quarter of an hour is less than a step.
        (
            SHUT_TONIGHT,
            NOW.replace(hour=21, minute=46),
            Closed(NOW.replace(hour=22, minute=0), NOW + timedelta(days=3)),
        ),
    ],
    ids=["always open", "open", "at night", "until further notice", "just before a closure"],
)
def test_no_stay_can_begin_while_the_garage_is_closed(
    garage: Garage, now: datetime, closed: Closed | None
) -> None:
    assert closed_now(garage, now) == closed


def test_a_closing_is_told_a_day_before() -> None:
    assert closes_next(OPEN_BY_DAY, EVENING) == Closed(berlin(11, 24, 23), berlin(11, 25, 6))
    assert closes_next(GARAGE, EVENING) is None
    assert closes_next(SHUT_TONIGHT, NOW - timedelta(days=2)) is None
