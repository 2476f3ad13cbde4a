"""What a stay costs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.garages import Garage
from core.ids import GarageId
from core.money import LARGEST_MINOR, Money, currency
from core.periods import Period
from core.pricing import PriceOverflowError, calculate_payment, started_hours
from core.vehicles import VehicleType

BERLIN: Final = ZoneInfo("Europe/Berlin")
NOON: Final = datetime(2030, 6, 1, 12, tzinfo=UTC)


def _garage(rate: str, code: str = "EUR") -> Garage:
    return Garage(
        id=GarageId(1),
        slug="small",
        name="Small",
        address="1 Test Street",
        zipcode="20457",
        time_zone="Europe/Berlin",
        currency=currency(code),
        rates={
            VehicleType.COMPACT: Decimal(rate),
            VehicleType.REGULAR: Decimal(rate) * 2,
            VehicleType.LARGE: Decimal(rate) * 3,
        },
        step=timedelta(minutes=30),
    )


def _lasting(duration: timedelta) -> Period:
    return Period(NOON, NOON + duration)


@pytest.mark.parametrize(
    ("duration", "hours"),
    [
        (timedelta(microseconds=1), 1),
        (timedelta(minutes=1), 1),
        (timedelta(minutes=59, seconds=59), 1),
        (timedelta(hours=1), 1),
        (timedelta(hours=1, microseconds=1), 2),
        (timedelta(minutes=61), 2),
        (timedelta(hours=24), 24),
        (timedelta(days=30), 720),
    ],
    ids=str,
)
def test_every_hour_that_has_begun_counts(duration: timedelta, hours: int) -> None:
    assert started_hours(_lasting(duration)) == hours


@given(st.integers(1, 30 * 24 * 60))
def test_hours_are_the_minutes_over_sixty_rounded_up(minutes: int) -> None:
    hours = started_hours(_lasting(timedelta(minutes=minutes)))

    assert (hours - 1) * 60 < minutes <= hours * 60


@pytest.mark.parametrize(
    ("code", "rate", "price"),
    [
        ("EUR", "3.00", "9.00 EUR"),
        ("EUR", "0.10", "0.30 EUR"),
        ("JPY", "500", "1500 JPY"),
        ("KWD", "0.125", "0.375 KWD"),
        ("EUR", "0", "0.00 EUR"),
    ],
)
def test_the_price_is_exact_in_every_currency(code: str, rate: str, price: str) -> None:
    paid = calculate_payment(_garage(rate, code), VehicleType.COMPACT, _lasting(timedelta(hours=3)))

    assert str(paid) == price


@pytest.mark.parametrize(
    ("rate", "hours", "minor"),
    [("0.005", 1, 1), ("0.005", 2, 1), ("0.005", 3, 2), ("0.004", 1, 0), ("0.333", 3, 100)],
)
def test_a_rate_finer_than_a_cent_is_rounded_once_half_up(
    rate: str, hours: int, minor: int
) -> None:
    paid = calculate_payment(_garage(rate), VehicleType.COMPACT, _lasting(timedelta(hours=hours)))

    assert paid == Money(minor, currency("EUR"))


@pytest.mark.parametrize(("kind", "minor"), [("compact", 300), ("regular", 600), ("large", 900)])
def test_the_vehicles_own_type_sets_the_rate(kind: str, minor: int) -> None:
    paid = calculate_payment(_garage("3.00"), VehicleType(kind), _lasting(timedelta(hours=1)))

    assert paid.minor == minor


def test_the_largest_price_that_a_card_pays_is_quoted() -> None:
    paid = calculate_payment(
        _garage("999999.99"), VehicleType.COMPACT, _lasting(timedelta(hours=1))
    )

    assert paid.minor == LARGEST_MINOR


def test_a_price_that_no_card_pays_says_so() -> None:
    with pytest.raises(PriceOverflowError, match=r"1000000 EUR is more than a card can pay"):
        calculate_payment(_garage("1000000"), VehicleType.COMPACT, _lasting(timedelta(hours=1)))


@pytest.mark.parametrize(
    ("night", "hours"),
    [
        (datetime(2030, 3, 30, 22, tzinfo=BERLIN), 7),
        (datetime(2030, 10, 26, 22, tzinfo=BERLIN), 9),
    ],
    ids=["an hour is skipped", "an hour is repeated"],
)
def test_a_night_with_a_clock_change_costs_the_hours_that_pass(night: datetime, hours: int) -> None:
    six_on_the_wall = night + timedelta(hours=8)

    assert started_hours(Period(night, six_on_the_wall)) == hours
