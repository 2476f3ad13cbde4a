"""Money: exact, in the units that each currency has."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.money import LARGEST_MINOR, Money, UnknownCurrencyError, currency, decimals_of


@pytest.mark.parametrize(
    ("code", "decimals", "written"),
    [("EUR", 2, "12.34 EUR"), ("JPY", 0, "1234 JPY"), ("KWD", 3, "1.234 KWD")],
)
def test_a_currency_has_its_decimals(code: str, decimals: int, written: str) -> None:
    assert decimals_of(currency(code)) == decimals
    assert str(Money(1234, currency(code))) == written


@pytest.mark.parametrize("code", ["EUR", "JPY", "KWD"])
@given(minor=st.integers(0, LARGEST_MINOR))
def test_an_amount_is_its_minor_units_exactly(code: str, minor: int) -> None:
    money = Money(minor, currency(code))

    assert money.amount.scaleb(decimals_of(money.currency)) == Decimal(minor)
    assert "E" not in str(money).removesuffix(code)


def test_a_currency_is_known_in_any_case() -> None:
    assert currency("eur") == "EUR"


@pytest.mark.parametrize("code", ["", "EURO", "XXX", "€"])
def test_an_unknown_currency_is_refused_with_those_that_are_known(code: str) -> None:
    with pytest.raises(UnknownCurrencyError, match="is no known currency; use one of AED, "):
        currency(code)
