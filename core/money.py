"""Money as integer minor units with a currency; never a float.

The number of decimals of each currency is ISO 4217's, except where the card
networks' processor counts otherwise (Stripe, "Supported currencies").
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, NewType

Currency = NewType("Currency", str)
"""An ISO 4217 code in capitals, such as ``EUR``."""

LARGEST_MINOR: Final = 99_999_999
"""The largest amount that Stripe charges: eight digits of the minor unit."""

_WITHOUT_DECIMALS: Final = (
    "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA",
    "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF",
)  # fmt: skip
_WITH_TWO: Final = (
    "AED", "AUD", "BGN", "BRL", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD",
    "HUF", "ILS", "INR", "ISK", "MXN", "MYR", "NOK", "NZD", "PLN", "QAR", "RON",
    "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "ZAR",
)  # fmt: skip
_WITH_THREE: Final = ("BHD", "JOD", "KWD", "OMR", "TND")
_DECIMALS: Final[dict[str, int]] = {
    **dict.fromkeys(_WITHOUT_DECIMALS, 0),
    **dict.fromkeys(_WITH_TWO, 2),
    **dict.fromkeys(_WITH_THREE, 3),
}

_SMALLEST_MINOR: Final = {
    "AED": 200, "AUD": 50, "BGN": 100, "BRL": 50, "CAD": 50, "CHF": 50, "CZK": 1500, "DKK": 250,
    "EUR": 50, "GBP": 30, "HKD": 400, "HUF": 17500, "INR": 50, "JPY": 50, "MXN": 1000, "MYR": 200,
    "NOK": 300, "NZD": 50, "PLN": 200, "RON": 200, "SEK": 300, "SGD": 50, "THB": 1000, "USD": 50,
}  # fmt: skip
_WRITTEN: Final = re.compile(
    r"(?P<number>[+-]?[0-9]{1,12}(\.[0-9]{1,6})?)( +(?P<code>[A-Za-z]{3}))?"
)
_WHOLE_ONLY: Final = ("ISK",)
"""Written with two decimals that must be zero."""


class UnknownCurrencyError(ValueError):
    """The code names no currency that this program can count in."""


def currency(code: str) -> Currency:
    """Return the currency of an ISO 4217 code, in any case.

    Raises:
        UnknownCurrencyError: if this program does not know the code.
    """
    capitals = code.upper()
    if capitals not in _DECIMALS:
        known = ", ".join(sorted(_DECIMALS))
        raise UnknownCurrencyError(f"{code!r} is no known currency; use one of {known}.")
    return Currency(capitals)


class BadAmountError(ValueError):
    """The text is no amount; the message says how one is written."""


def decimals_of(code: Currency) -> int:
    """Return how many decimals the currency's amounts are written with: 0, 2 or 3."""
    return _DECIMALS[code]


def smallest_charge(code: Currency) -> int:
    """Return the smallest amount that Stripe charges, in minor units.

    Source: Stripe, "Minimum and maximum charge amounts". Where that names no amount for the
    currency, the account's own decides, which is not known here: then it is the smallest amount
    there is.
    """
    return _SMALLEST_MINOR.get(code, charge_step(code))


def charge_step(code: Currency) -> int:
    """Return what every charged amount must be a multiple of, in minor units.

    Source: Stripe, "Three-decimal currencies" and "Special cases".
    """
    if code in _WHOLE_ONLY:
        return 100
    return 10 if code in _WITH_THREE else 1


@dataclass(frozen=True, slots=True, order=False)
class Money:
    """An amount that moves: ``minor`` units (cents, yen, fils) of ``currency``."""

    minor: int
    currency: Currency

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact, with the currency's decimals."""
        return Decimal(self.minor).scaleb(-decimals_of(self.currency))

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"


def parse_money(written: str, default: Currency) -> Money:
    """Return the amount of a text such as ``3.00``, or ``3.00 EUR`` with its currency.

    Args:
        written: the text; a sign is allowed, digits are not grouped.
        default: the currency where the text names none.

    Raises:
        BadAmountError: if it is no amount, or finer than the currency's smallest coin.
    """
    read = _WRITTEN.fullmatch(written.strip())
    try:
        code = currency((read and read["code"]) or default)
    except UnknownCurrencyError:
        code, read = default, None
    if read is None:
        raise BadAmountError(
            f"'{written}' is no amount of money; write it like 3.00 or 3.00 {default}."
        )
    minor = Decimal(read["number"]).scaleb(decimals_of(code))
    if minor != int(minor):
        raise BadAmountError(f"{code} has no coin as small as '{written}' needs.")
    return Money(int(minor), code)
