"""What is known of a garage: where it is, what it charges, which steps a stay comes in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import timedelta
    from decimal import Decimal

    from core.ids import GarageId
    from core.money import Currency
    from core.vehicles import VehicleType


@dataclass(frozen=True, slots=True)
class Garage:
    """One garage as the driver meets it. Rates are per started hour, in major units."""

    id: GarageId
    slug: str
    name: str
    address: str
    zipcode: str
    time_zone: str
    currency: Currency
    rates: Mapping[VehicleType, Decimal]
    step: timedelta

    @property
    def zone(self) -> ZoneInfo:
        """The garage's time zone, for the edges where people read times."""
        return ZoneInfo(self.time_zone)
