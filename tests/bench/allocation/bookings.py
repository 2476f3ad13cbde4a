"""Advance bookings as they come in, and how many of them could be accepted at best."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

SHARES = {VehicleType.COMPACT: 0.40, VehicleType.REGULAR: 0.45, VehicleType.LARGE: 0.15}
"""Of the spots, and of the time that is asked for."""
SLOTS_A_DAY = 48
LONGEST = SLOTS_A_DAY
MEDIAN_SLOTS = 6
SPREAD = 0.7
"""The sigma of the logarithm of a stay's length."""


@dataclass(frozen=True, slots=True)
class Booking:
    """Half hours ``[first, past)`` for a vehicle."""

    kind: VehicleType
    first: int
    past: int

    @property
    def slots(self) -> int:
        return self.past - self.first

    @property
    def bits(self) -> int:
        """The half hours as a set of bits."""
        return (1 << self.past) - (1 << self.first)


@dataclass(frozen=True, slots=True)
class Demand:
    """As much spot-time is asked for as there is, of each type, any time of so many days."""

    spots: int
    days: int
    seed: int

    @property
    def slots(self) -> int:
        return self.days * SLOTS_A_DAY

    def kinds(self) -> tuple[VehicleType, ...]:
        """Return the spots' types, the nearest spot first."""
        compact, regular = (
            round(self.spots * SHARES[kind]) for kind in (VehicleType.COMPACT, VehicleType.REGULAR)
        )
        return (
            *[VehicleType.COMPACT] * compact,
            *[VehicleType.REGULAR] * regular,
            *[VehicleType.LARGE] * (self.spots - compact - regular),
        )

    def bookings(self) -> list[Booking]:
        """Return them in the order in which they are made, which has nothing to do with when."""
        dice, asked = Random(self.seed), []
        kinds = self.kinds()
        for kind in VehicleType:
            asked += self._of_kind(dice, kind, kinds.count(kind) * self.slots)
        dice.shuffle(asked)
        return asked

    def _of_kind(self, dice: Random, kind: VehicleType, time: int) -> Iterator[Booking]:
        while time > 0:
            length = round(MEDIAN_SLOTS * math.exp(dice.gauss(0, SPREAD)))
            length = max(1, min(LONGEST, length))
            first = dice.randrange(0, self.slots - length + 1)
            yield Booking(kind, first, first + length)
            time -= length


def optimum(demand: Demand, bookings: Sequence[Booking]) -> list[Booking]:
    """Return what is accepted if everybody may change spots at any moment, also in mid-stay.

    Whoever comes is accepted if at each moment, for each size up to theirs, there are more spots of
    that size or larger than vehicles that need one. No garage that re-assigns whole stays can do
    better with the same bookings before.
    """
    sizes = {kind.size for kind in VehicleType}
    spots = {size: sum(kind.size >= size for kind in demand.kinds()) for size in sizes}
    taken = {size: [0] * demand.slots for size in sizes}
    accepted = []
    for booking in bookings:
        touched = [
            (size, slot)
            for size in range(1, booking.kind.size + 1)
            for slot in range(booking.first, booking.past)
        ]
        if all(taken[size][slot] < spots[size] for size, slot in touched):
            accepted.append(booking)
            for size, slot in touched:
                taken[size][slot] += 1
    return accepted
