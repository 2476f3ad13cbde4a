"""How long a stay may last: the presets, and one step more or less. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from core.periods import LONGEST_STAY, Period, next_midnight, stay
from core.pricing import PriceOverflowError, calculate_payment, started_hours

if TYPE_CHECKING:
    from datetime import datetime

    from core.garages import Garage
    from core.money import Money
    from core.vehicles import VehicleType


class Preset(StrEnum):
    """The durations that one touch chooses."""

    ONE_HOUR = "1h"
    TWO_HOURS = "2h"
    FOUR_HOURS = "4h"
    EIGHT_HOURS = "8h"
    MIDNIGHT = "midnight"
    DAY = "24h"


_DURATIONS: Final = {
    Preset.ONE_HOUR: timedelta(hours=1),
    Preset.TWO_HOURS: timedelta(hours=2),
    Preset.FOUR_HOURS: timedelta(hours=4),
    Preset.EIGHT_HOURS: timedelta(hours=8),
    Preset.DAY: timedelta(hours=24),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the driver asks for: elapsed time, or until midnight if ``duration`` is None."""

    duration: timedelta | None


UNTIL_MIDNIGHT: Final = Choice(None)


@dataclass(frozen=True, slots=True)
class Quote:
    """A stay that can be booked now, and what it costs."""

    period: Period
    price: Money
    billed_hours: int


def choice_of(preset: Preset) -> Choice:
    """Return what a preset stands for."""
    return UNTIL_MIDNIGHT if preset is Preset.MIDNIGHT else Choice(_DURATIONS[preset])


def period_of(choice: Choice, garage: Garage, now: datetime) -> Period:
    """Return the stay that begins in this minute.

    Midnight is the garage's; on a daylight-saving night it is an hour nearer or farther.
    """
    if choice.duration is not None:
        return stay(now, choice.duration)
    starts_at = stay(now, timedelta(minutes=1)).starts_at
    return Period(starts_at, next_midnight(starts_at, garage.zone))


def quote(choice: Choice, garage: Garage, vehicle_type: VehicleType, now: datetime) -> Quote | None:
    """Return the offer for a choice, or None where the garage cannot sell it.

    That is where it is shorter than a step, not a whole number of steps (unless it ends at
    midnight), longer than 30 days, not within the opening hours, or dearer than a card can be
    charged.
    """
    period = period_of(choice, garage, now)
    in_steps = choice.duration is None or not choice.duration % garage.step
    if not in_steps or not garage.step <= period.duration <= LONGEST_STAY:
        return None
    if garage.hours.obstacle(period.starts_at, period.ends_at) is not None:
        return None
    try:
        price = calculate_payment(garage, vehicle_type, period)
    except PriceOverflowError:
        return None
    return Quote(period, price, started_hours(period))


def same_price_until(
    choice: Choice, garage: Garage, vehicle_type: VehicleType, now: datetime
) -> datetime | None:
    """Return the end of the longest stay that costs no more, or None if the next step costs more.

    A started hour is paid as a whole, so that steps of less than an hour may cost nothing.
    """
    offer = quote(choice, garage, vehicle_type, now)
    if offer is None or offer.price.minor == 0:  # nobody asks until when nothing costs nothing
        return None
    steps = timedelta(hours=offer.billed_hours) // garage.step
    whole_hours = Choice((steps + 1) * garage.step)
    choice_at_most = shorter(whole_hours, garage, now)
    if choice_at_most is None:
        return None
    longest = quote(choice_at_most, garage, vehicle_type, now)
    if longest is None or longest.period.ends_at <= offer.period.ends_at:
        return None
    return longest.period.ends_at if longest.price == offer.price else None


def first_choice(garage: Garage, vehicle_type: VehicleType, now: datetime) -> Choice:
    """Return what a driver is offered first: two hours, or else what comes nearest.

    Less is nearer than more: a driver who comes shortly before the garage closes is not asked to
    stay the night. Where no stay can be sold, the shortest.
    """
    two_hours = choice_of(Preset.TWO_HOURS)
    choices = (two_hours, shorter(two_hours, garage, now), longer(two_hours, garage, now))
    sold = (one for one in choices if one and quote(one, garage, vehicle_type, now) is not None)
    return next(sold, Choice(garage.step))


def longer(choice: Choice, garage: Garage, now: datetime) -> Choice | None:
    """Return the next whole number of steps above the choice that may end when it does.

    None if there is none within 30 days, or before the garage closes for longer than a night.
    """
    period = period_of(choice, garage, now)
    steps = garage.hours.more_steps(
        period.starts_at,
        garage.step,
        above=period.duration // garage.step,
        most=LONGEST_STAY // garage.step,
    )
    return None if steps is None else Choice(steps * garage.step)


def shorter(choice: Choice, garage: Garage, now: datetime) -> Choice | None:
    """Return the next whole number of steps below the choice that may end when it does.

    None if there is none.
    """
    period = period_of(choice, garage, now)
    steps = garage.hours.fewer_steps(
        period.starts_at, garage.step, below=-(-period.duration // garage.step)
    )
    return None if steps is None else Choice(steps * garage.step)
