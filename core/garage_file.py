"""A garage described in a TOML file: read, checked, and every mistake named in a sentence.

``resources/garages/`` has examples with comments.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from core.hours_file import read_closures, read_week
from core.money import (
    LARGEST_MINOR,
    Currency,
    Money,
    UnknownCurrencyError,
    charge_step,
    currency,
    decimals_of,
    smallest_charge,
)
from core.vehicles import VehicleType
from core.written import Mistakes, read_tables

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.opening_hours import Closure, OpenTime

MOST_SPOTS: Final = 100_000
LARGEST_RATE: Final = Decimal(10) ** 7
_SLUG: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_TABLES: Final = {"garage", "rates", "hours", "closures", "kept_back", "floors"}
_KEYS: Final = {"slug", "name", "address", "zipcode", "time_zone", "currency", "step_minutes"}


class BadGarageFileError(ValueError):
    """The file describes no garage; one sentence for each mistake, one on each line."""


@dataclass(frozen=True, slots=True)
class PlannedSpot:
    """A spot as the file describes it."""

    floor: int
    number: int
    vehicle_type: VehicleType


@dataclass(frozen=True, slots=True)
class GaragePlan:
    """A checked garage file.

    Without a ``week`` the garage is always open. ``kept_back`` says how many spots of a type are
    kept back for attendants; a type that is not named stays as it is.
    """

    slug: str
    name: str
    address: str
    zipcode: str
    time_zone: str
    currency: Currency
    rates: Mapping[VehicleType, Decimal]
    step: timedelta
    spots: tuple[PlannedSpot, ...]
    week: tuple[OpenTime, ...] = ()
    closures: tuple[Closure, ...] = ()
    kept_back: Mapping[VehicleType, int] = field(default_factory=dict)

    @property
    def free_of_charge(self) -> tuple[VehicleType, ...]:
        """The vehicle types that park here without paying."""
        return tuple(kind for kind, rate in self.rates.items() if rate == 0)


def read_garage_file(path: Path) -> GaragePlan:
    """Read and check a garage file.

    Raises:
        BadGarageFileError: with one sentence for each mistake.
    """
    return _Description(read_tables(path, "garage file", BadGarageFileError)).plan()


class _Description:
    """A garage's tables, read key by key; what is wrong is collected meanwhile."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self._data = data
        self._mistakes = Mistakes()
        self._wrong = self._mistakes.add
        self._table = self._sub_table("garage")

    def plan(self) -> GaragePlan:
        self._mistakes.add_unknown("the file", self._data, _TABLES)
        self._mistakes.add_unknown("[garage]", self._table, _KEYS)
        code = self._currency()
        zone = self._time_zone()
        spots = self._spots()
        plan = GaragePlan(
            slug=self._slug(),
            name=self._text("name"),
            address=self._text("address"),
            zipcode=self._text("zipcode"),
            time_zone=zone.key,
            currency=code,
            rates=self._rates(code),
            step=self._step(),
            spots=spots,
            week=read_week(self._data.get("hours"), self._mistakes),
            closures=read_closures(self._data.get("closures"), zone, self._mistakes),
            kept_back=self._kept_back(spots),
        )
        self._mistakes.raise_as(BadGarageFileError)
        return plan

    def _sub_table(self, name: str) -> Mapping[str, object]:
        table = self._data.get(name)
        if isinstance(table, dict):
            return table
        self._wrong(f"The table [{name}] is missing; see the example garage for what goes in it.")
        return {}

    def _text(self, key: str) -> str:
        value = self._table.get(key)
        if isinstance(value, str) and value.strip().isprintable() and value.strip():
            return value.strip()
        self._wrong(f"garage.{key} must be a line of text that is not empty.")
        return ""

    def _slug(self) -> str:
        slug = self._text("slug")
        if slug and not _SLUG.fullmatch(slug):
            self._wrong("garage.slug may hold small letters, digits and hyphens only.")
        return slug

    def _time_zone(self) -> ZoneInfo:
        name = self._text("time_zone")
        if name:
            try:
                return ZoneInfo(name)
            except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder of zones
                self._wrong(f"garage.time_zone {name!r} is no known zone; 'Europe/Berlin' is one.")
        return ZoneInfo("UTC")

    def _currency(self) -> Currency:
        code = self._text("currency")
        try:
            return currency(code or "EUR")
        except UnknownCurrencyError as error:
            self._wrong(f"garage.currency: {error}")
            return Currency("EUR")

    def _step(self) -> timedelta:
        minutes = self._table.get("step_minutes", 30)
        if type(minutes) is not int or not 1 <= minutes <= 1440:  # noqa: PLR2004 - a day
            self._wrong("garage.step_minutes must be a whole number from 1 to 1440.")
            minutes = 30
        return timedelta(minutes=minutes)

    def _rates(self, code: Currency) -> dict[VehicleType, Decimal]:
        table = self._sub_table("rates")
        self._mistakes.add_unknown("[rates]", table, set(VehicleType))
        return {kind: self._rate(kind, table.get(kind), code) for kind in VehicleType}

    def _rate(self, kind: VehicleType, value: object, code: Currency) -> Decimal:
        decimals = decimals_of(code)
        try:
            rate = Decimal(
                value if isinstance(value, str | int) and not isinstance(value, bool) else ""
            )
        except InvalidOperation:
            self._wrong(f'rates.{kind} must be an amount in quotes, such as "3.00".')
            return Decimal(0)
        if not rate.is_finite() or not 0 <= rate < LARGEST_RATE:
            self._wrong(f"rates.{kind} must be from 0 to less than {LARGEST_RATE}.")
        elif round(rate, decimals) != rate:
            self._wrong(f"rates.{kind} has more than the {decimals} decimals that {code} has.")
        else:
            self._chargeable(kind, int(rate.scaleb(decimals)), code)
        return rate

    def _chargeable(self, kind: VehicleType, minor: int, code: Currency) -> None:
        """Check the price of the shortest stay, which is the rate, and so that of every other."""
        step, least = charge_step(code), smallest_charge(code)
        if minor % step:
            self._wrong(f"rates.{kind} must be a multiple of {Money(step, code)}, as all charges.")
        elif 0 < minor < least:
            self._wrong(
                f"rates.{kind} is less than a card can be charged; use {Money(least, code)} or "
                "more, or 0 for free of charge."
            )
        elif minor > LARGEST_MINOR:
            self._wrong(f"rates.{kind} is more than a card can be charged.")

    def _spots(self) -> tuple[PlannedSpot, ...]:
        floors = self._data.get("floors")
        if not isinstance(floors, list) or not floors:
            self._wrong("The file needs at least one [[floors]] table with the spots of a floor.")
            return ()
        listed = [spot for floor in floors for spot in self._floor(floor)]
        spots = {(spot.floor, spot.number): spot for spot in listed}
        self._listed_once(listed)
        if len(spots) > MOST_SPOTS:
            self._wrong(
                f"{len(spots)} spots are more than the {MOST_SPOTS} that a garage may have."
            )
        if not (spots or self._mistakes):  # a mistake elsewhere may be the reason
            self._wrong("No [[floors]] table has a spot; write such as compact = [1, 80].")
        return tuple(spots.values())

    def _kept_back(self, spots: tuple[PlannedSpot, ...]) -> dict[VehicleType, int]:
        table = self._data.get("kept_back", {})
        if not isinstance(table, dict):
            self._wrong("[kept_back] must be a table such as compact = 3.")
            return {}
        self._mistakes.add_unknown("[kept_back]", table, set(VehicleType))
        there = Counter(spot.vehicle_type for spot in spots)
        kept = {kind: table[kind] for kind in VehicleType if kind in table}
        for kind, count in kept.items():
            if type(count) is not int or count < 0:
                self._wrong(f"kept_back.{kind} must be a whole number of spots, 0 or more.")
            elif spots and count > there[kind]:
                self._wrong(f"kept_back.{kind} is more than the {there[kind]} spots of that type.")
        return kept

    def _listed_once(self, listed: list[PlannedSpot]) -> None:
        counted = Counter((spot.floor, spot.number) for spot in listed)
        twice = [place for place, count in counted.items() if count > 1]
        if twice:
            floor, number = twice[0]
            left = len(twice) - 1
            others = f"; so are {left} others" if left > 1 else "; so is 1 other" if left else ""
            self._wrong(f"Spot {number} on floor {floor} is listed twice{others}.")

    def _floor(self, table: object) -> list[PlannedSpot]:
        if not isinstance(table, dict):
            self._wrong("Each [[floors]] must be a table.")
            return []
        self._mistakes.add_unknown("[[floors]]", table, {"floors", *VehicleType})
        numbers = {kind: self._numbers(kind, table.get(kind, [])) for kind in VehicleType}
        floors = table.get("floors")
        if (
            not isinstance(floors, list)
            or not floors
            or not all(
                type(floor) is int and -100 <= floor <= 1000  # noqa: PLR2004 - built floors
                for floor in floors
            )
        ):
            self._wrong("floors must list the numbers of the floors that look like this: [1, 2].")
            return []
        return [
            PlannedSpot(floor, number, kind)
            for floor in floors
            for kind in VehicleType
            for number in numbers[kind]
        ]

    def _numbers(self, kind: VehicleType, span: object) -> range:
        match span:
            case []:
                return range(0)
            case [int(first), int(last)] if not isinstance(first, bool) and (
                1 <= first <= last <= 32_767  # noqa: PLR2004 - smallint
            ):
                return range(first, last + 1)
            case _:
                self._wrong(f"{kind} must be [first, last], the numbers of the spots on the floor.")
                return range(0)
