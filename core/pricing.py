"""What a stay costs: the rate of the vehicle's type, times the hours begun. Nothing else."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Final

from core.money import LARGEST_MINOR, Money, decimals_of

if TYPE_CHECKING:
    from core.garages import Garage
    from core.periods import Period
    from core.vehicles import VehicleType

_HOUR_IN_MICROSECONDS: Final = 3_600_000_000


class PriceOverflowError(ValueError):
    """The price is larger than a card can be charged."""


def started_hours(period: Period) -> int:
    """Return the hours begun: one minute costs one hour, 60 minutes too, 61 cost two."""
    duration = period.duration
    microseconds = (duration.days * 86_400 + duration.seconds) * 1_000_000 + duration.microseconds
    return -(-microseconds // _HOUR_IN_MICROSECONDS)


def calculate_payment(garage: Garage, vehicle_type: VehicleType, period: Period) -> Money:
    """Return the price of a stay, exact to the minor unit of the garage's currency.

    The vehicle's own type sets the rate, also where it gets a larger spot. A rate finer than
    the minor unit is rounded once, half up, on the whole price.

    Raises:
        PriceOverflowError: if the price exceeds what a card can be charged.
    """
    price = garage.rates[vehicle_type] * started_hours(period)
    minor = int(
        price.scaleb(decimals_of(garage.currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP)
    )
    if minor > LARGEST_MINOR:
        raise PriceOverflowError(
            f"{price:f} {garage.currency} is more than a card can pay; choose a shorter stay."
        )
    return Money(minor, garage.currency)
