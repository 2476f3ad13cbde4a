"""What is known of a garage: where it is, what it charges, when it is open, how stays step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from core.opening_hours import OpeningHours

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from decimal import Decimal

    from core.ids import GarageId
    from core.money import Currency
    from core.opening_hours import Closure, OpenTime
    from core.vehicles import VehicleType


@dataclass(frozen=True, slots=True)
class Garage:
    """One garage as the driver meets it. Rates are per started hour, in major units.

    ``version`` grows with every change of what a stay costs or when it may be: a claim is refused
    where it is not the garage's own. Without a ``week`` the garage is always open; ``closures``
    holds those that are not over.
    """

    id: GarageId
    slug: str
    name: str
    address: str
    zipcode: str
    time_zone: str
    currency: Currency
    rates: Mapping[VehicleType, Decimal]
    step: timedelta
    version: int = 1
    week: tuple[OpenTime, ...] = ()
    closures: tuple[Closure, ...] = ()

    @property
    def zone(self) -> ZoneInfo:
        """The garage's time zone, for the edges where people read times."""
        return ZoneInfo(self.time_zone)

    @property
    def hours(self) -> OpeningHours:
        """When it is open, on its own wall clock."""
        return OpeningHours(self.zone, self.week, self.closures)
