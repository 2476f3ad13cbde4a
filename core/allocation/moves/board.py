"""Spots and stays as small integers, and periods and sets of spots as bits.

Spots and stays are known by their place in a list. Bit i of a period stands for the time between
the i-th and the next of all moments at which a stay starts or ends. So two periods overlap exactly
if they have a bit in common, and a spot is free for a stay if ``busy & bits`` is 0. Bit i of a set
of spots stands for the i-th spot: one ``&`` asks all spots at once.
"""

from __future__ import annotations

from functools import cached_property
from itertools import accumulate
from operator import xor
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Board:
    """All spots and the stays on them, before anything is moved."""

    def __init__(self, size: int, wanted: int, capacity: tuple[int, ...], moments: int) -> None:
        """A board without stays.

        Args:
            size: The size of the vehicle that wants a spot.
            wanted: The bits of its period.
            capacity: For each spot, the largest size that fits.
            moments: How many bits a period has.
        """
        self.size, self.wanted, self.capacity = size, wanted, capacity
        self._fitting = {
            size: sum(1 << spot for spot, largest in enumerate(capacity) if largest >= size)
            for size in range(max(capacity, default=0) + 1)
        }
        self._changing = [(1 << len(capacity)) - 1] + [0] * moments
        self.on: list[tuple[int, ...]] = [()] * len(capacity)
        self.busy = [0] * len(capacity)
        self.home: list[int] = []
        self.sizes: list[int] = []
        self.bits: list[int] = []
        self.fixed: list[bool] = []
        self.lent: list[int] = []

    def put(self, spot: int, size: int, bits: int, *, fixed: bool) -> None:
        """Add the next stay."""
        self.on[spot] += (len(self.home),)
        self.busy[spot] |= bits
        self.home.append(spot)
        self.sizes.append(size)
        self.bits.append(bits)
        self.fixed.append(fixed)
        if size < self.capacity[spot] and bits & self.wanted and not fixed:
            self.lent.append(len(self.home) - 1)
        for moment in ends(bits):
            self._changing[moment] ^= 1 << spot

    @cached_property
    def _free(self) -> list[int]:
        """The set of free spots at each moment."""
        return list(accumulate(self._changing, xor))

    def free_for(self, size: int, bits: int) -> int:
        """The set of spots that a vehicle fits and that are free for all of a period."""
        spots = self._fitting.get(size, 0)
        for moment in range(*ends(bits)):
            spots &= self._free[moment]
        return spots

    def has_room(self) -> bool:
        """Whether at every wanted moment there are spots enough, if all could change at any time.

        For each size up to the wanted one: of the spots of that size or larger, less those under a
        stay that cannot leave, one more is left than there are stays that need one. Necessary, and
        nearly always enough.
        """
        first, last = ends(self.wanted)
        for size in range(1, self.size + 1):
            change = [0] * (last + 1)
            for spot, capacity in enumerate(self.capacity):
                if capacity < size:
                    continue
                change[first] += 1
                for stay in self.on[spot]:
                    during = self.bits[stay] & self.wanted
                    if during and (self.sizes[stay] >= size or self.fixed[stay]):
                        start, end = ends(during)
                        change[start] -= 1
                        change[end] += 1
            if min(accumulate(change[first:last])) < 1:
                return False
        return True


def ends(bits: int) -> tuple[int, int]:
    """The first bit of a period, and the one after its last."""
    return lowest(bits).bit_length() - 1, bits.bit_length()


def lowest(bits: int) -> int:
    """The lowest bit alone; 0 if there is none."""
    return bits & -bits


def places(bits: int) -> Iterator[int]:
    """The places of all bits, from the lowest."""
    while bits:
        one = lowest(bits)
        yield one.bit_length() - 1
        bits ^= one
