"""Money, times and dates as each language writes them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from core.money import LARGEST_MINOR, Currency, Money
from ui.formats import (
    clock_text,
    date_text,
    day_name,
    money_text,
    offset_note,
    rate_text,
    reads_right_to_left,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 24, 11, 47, tzinfo=UTC)


@pytest.mark.parametrize(
    ("minor", "code", "language", "text"),
    [
        (300, "EUR", "en", "3.00 €"),
        (300, "EUR", "de", "3,00 €"),
        (123456, "EUR", "en", "1,234.56 €"),
        (123456, "EUR", "de", "1.234,56 €"),
        (500, "JPY", "en", "500 ¥"),
        (1250, "KWD", "de", "1,250 KWD"),
        (1200, "CHF", "de", "12,00 CHF"),
        (LARGEST_MINOR, "USD", "en", "999,999.99 $"),
    ],
)
def test_money_has_the_decimals_of_its_currency(
    minor: int, code: str, language: str, text: str
) -> None:
    assert money_text(Money(minor, Currency(code)), language) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("rate", "code", "text"),
    [("3", "EUR", "3.00 €"), ("2.505", "EUR", "2.505 €"), ("300.00", "JPY", "300 ¥")],
)
def test_a_rate_keeps_what_is_finer_than_the_currency(rate: str, code: str, text: str) -> None:
    assert rate_text(Decimal(rate), Currency(code), "en") == text.replace(" ", "\u00a0")


def test_times_are_the_garages_in_24_hours() -> None:
    assert clock_text(NOW + timedelta(hours=4), BERLIN) == "16:47"


@pytest.mark.parametrize(
    ("hours", "name"), [(0, "today"), (11, "today"), (12, "tomorrow"), (40, "date"), (-13, "date")]
)
def test_a_day_is_named_from_here(hours: int, name: str) -> None:
    assert day_name(NOW + timedelta(hours=hours), NOW, BERLIN) == name


@pytest.mark.parametrize(("language", "text"), [("en", "Tue 24 Nov"), ("de", "Di. 24. Nov.")])
def test_a_date_is_short_and_in_the_order_of_the_language(language: str, text: str) -> None:
    assert date_text(NOW, BERLIN, language) == text


def test_the_offset_is_told_only_when_the_clocks_change() -> None:
    saturday = datetime(2026, 10, 24, 20, tzinfo=UTC)

    assert offset_note(saturday, saturday + timedelta(hours=2), BERLIN) == ""
    assert offset_note(saturday, saturday + timedelta(hours=8), BERLIN) == "UTC+01:00"


def test_arabic_reads_from_right_to_left() -> None:
    assert reads_right_to_left("ar")
    assert not reads_right_to_left("de")
