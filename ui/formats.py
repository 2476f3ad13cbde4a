"""How numbers, money, times and dates are written in the driver's language."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDate, QLocale

from core.money import decimals_of

if TYPE_CHECKING:
    from datetime import datetime
    from decimal import Decimal
    from zoneinfo import ZoneInfo

    from core.money import Currency, Money

_SYMBOLS: Final = {"EUR": "€", "GBP": "£", "JPY": "¥", "USD": "$"}
"""Only symbols that name one currency in any country; the others are written as their code."""

_NO_BREAK_SPACE: Final = "\u00a0"
_LOCALES: Final = {"en": QLocale("en_GB")}
"""English is written for everybody: the day before the month."""


_RIGHT_TO_LEFT: Final = frozenset({"ar", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
"""ISO 639-1. Written down: for its answer Qt would bring its largest namespace."""


def locale_of(language: str) -> QLocale:
    """Return the conventions of a language (ISO 639-1)."""
    return _LOCALES.get(language) or QLocale(language)


def reads_right_to_left(language: str) -> bool:
    """Tell whether the language is written from right to left."""
    return language in _RIGHT_TO_LEFT


def money_text(money: Money, language: str) -> str:
    """Write an amount with the currency's own decimals: ``3.00 €``, ``3,00 €``, ``500 ¥``."""
    return _amount(money.amount, decimals_of(money.currency), money.currency, language)


def rate_text(rate: Decimal, currency: Currency, language: str) -> str:
    """Write an hourly rate; one that is finer than the currency keeps its decimals."""
    exponent = rate.normalize().as_tuple().exponent
    finest = -exponent if isinstance(exponent, int) else 0
    return _amount(rate, max(decimals_of(currency), finest), currency, language)


def _amount(amount: Decimal, decimals: int, currency: Currency, language: str) -> str:
    # Exact: a chargeable amount has at most 8 digits, a double holds 15.
    number = locale_of(language).toString(float(amount), "f", decimals)
    return number + _NO_BREAK_SPACE + _SYMBOLS.get(currency, currency)


def clock_text(moment: datetime, zone: ZoneInfo) -> str:
    """Write a time of day on the garage's wall clock, in 24 hours: ``16:47``."""
    return moment.astimezone(zone).strftime("%H:%M")


def day_name(moment: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Say which day it is in the garage: ``today``, ``tomorrow`` or ``date``."""
    days = (moment.astimezone(zone).date() - now.astimezone(zone).date()).days
    return {0: "today", 1: "tomorrow"}.get(days, "date")


def date_text(moment: datetime, zone: ZoneInfo, language: str) -> str:
    """Write a day without its year, in the language's order: ``Tue 24 Nov``, ``Di. 24. Nov.``."""
    locale = locale_of(language)
    day = moment.astimezone(zone).date()
    pattern = locale.dateFormat(QLocale.FormatType.LongFormat)
    pattern = re.sub(r"[,'\s]*(?:'[^']*'\s*)?y+[^dM]*$|^[^dM]*y+[^dM]*", "", pattern)
    pattern = pattern.replace("dddd", "ddd").replace("MMMM", "MMM").replace("ddd,", "ddd")
    return locale.toString(QDate(day.year, day.month, day.day), pattern)


def soon_text(moment: datetime, now: datetime, zone: ZoneInfo, language: str) -> str:
    """Write a time, with its day unless it comes within 24 hours (``Tue 24 Nov 14:35``)."""
    time = clock_text(moment, zone)
    if now <= moment < now + timedelta(days=1):
        return time
    return f"{date_text(moment, zone, language)} {time}"


def offset_note(starts_at: datetime, ends_at: datetime, zone: ZoneInfo) -> str:
    """Return the end's offset from UTC if the clocks change during the stay, else nothing."""
    start, end = starts_at.astimezone(zone), ends_at.astimezone(zone)
    if start.utcoffset() == end.utcoffset():
        return ""
    return f"UTC{end:%z}"[:-2] + ":" + f"{end:%z}"[-2:]
