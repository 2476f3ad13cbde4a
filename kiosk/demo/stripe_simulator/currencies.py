"""Currencies that can be charged, and the smallest and largest amounts.

Source: https://docs.stripe.com/currencies (minimum amounts, zero- and three-decimal currencies).
"""

from __future__ import annotations

from kiosk.demo.stripe_simulator.errors import invalid

_KNOWN = (
    "aed", "afn", "all", "amd", "ang", "aoa", "ars", "aud", "awg", "azn", "bam", "bbd", "bdt",
    "bgn", "bhd", "bif", "bmd", "bnd", "bob", "brl", "bsd", "bwp", "byn", "bzd", "cad", "cdf",
    "chf", "clp", "cny", "cop", "crc", "cve", "czk", "djf", "dkk", "dop", "dzd", "egp", "etb",
    "eur", "fjd", "fkp", "gbp", "gel", "gip", "gmd", "gnf", "gtq", "gyd", "hkd", "hnl", "htg",
    "huf", "idr", "ils", "inr", "isk", "jmd", "jod", "jpy", "kes", "kgs", "khr", "kmf", "krw",
    "kwd", "kyd", "kzt", "lak", "lbp", "lkr", "lrd", "lsl", "mad", "mdl", "mga", "mkd", "mmk",
    "mnt", "mop", "mur", "mvr", "mwk", "mxn", "myr", "mzn", "nad", "ngn", "nio", "nok", "npr",
    "nzd", "omr", "pab", "pen", "pgk", "php", "pkr", "pln", "pyg", "qar", "ron", "rsd", "rub",
    "rwf", "sar", "sbd", "scr", "sek", "sgd", "shp", "sle", "sos", "srd", "std", "szl", "thb",
    "tjs", "tnd", "top", "try", "ttd", "twd", "tzs", "uah", "ugx", "usd", "uyu", "uzs", "vnd",
    "vuv", "wst", "xaf", "xcd", "xof", "xpf", "yer", "zar", "zmw",
)  # fmt: skip
_THREE_DECIMALS = frozenset({"bhd", "jod", "kwd", "omr", "tnd"})
_MINIMUM = {
    "aed": 200, "aud": 50, "bgn": 100, "brl": 50, "cad": 50, "chf": 50, "czk": 1500, "dkk": 250,
    "eur": 50, "gbp": 30, "hkd": 400, "huf": 17500, "inr": 50, "jpy": 50, "mxn": 1000, "myr": 200,
    "nok": 300, "nzd": 50, "pln": 200, "ron": 200, "sek": 300, "sgd": 50, "thb": 1000, "usd": 50,
}  # fmt: skip
_MAXIMUM = 99_999_999


def checked_currency(currency: str) -> str:
    """The currency in lower case.

    Raises:
        ApiError: Stripe does not know the currency.
    """
    lowered = currency.lower()
    if lowered not in _KNOWN:
        raise invalid(f"Invalid currency: {currency}.", param="currency")
    return lowered


def check_amount(amount: int, currency: str) -> None:
    """Refuses an amount (minor units) that cannot be charged in this currency.

    Raises:
        ApiError: Not positive, below the minimum, over eight digits, or with a third decimal that
            card networks do not carry.
    """
    if amount < 1:
        raise invalid(
            "This value must be greater than or equal to 1.",
            param="amount",
            code="parameter_invalid_integer",
        )
    if amount < _MINIMUM.get(currency, 1):
        raise invalid(
            f"Amount must be at least {_MINIMUM[currency]} in the smallest unit of {currency}.",
            param="amount",
            code="amount_too_small",
        )
    if amount > _MAXIMUM:
        raise invalid(
            f"Amount must be no more than {_MAXIMUM} in the smallest unit of {currency}.",
            param="amount",
            code="amount_too_large",
        )
    if currency in _THREE_DECIMALS and amount % 10:
        raise invalid(f"Amounts in {currency} must be evenly divisible by 10.", param="amount")
