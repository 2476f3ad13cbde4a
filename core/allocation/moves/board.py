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
        self.work = 0
        """What was looked at so far, in steps that take about as long as each other."""
        self._during: list[int] = []
        self._known: dict[tuple[int, int], int] = {}

    def put(self, spot: int, size: int, bits: int, *, fixed: bool) -> None:
        """Add the next stay."""
        self.on[spot] += (len(self.home),)
        self.busy[spot] |= bits
        self.home.append(spot)
        self.sizes.append(size)
        self.bits.append(bits)
        self.fixed.append(fixed)
        if bits & self.wanted:
            self._during.append(len(self.home) - 1)
            if size < self.capacity[spot] and not fixed:
                self.lent.append(len(self.home) - 1)
        for moment in ends(bits):
            self._changing[moment] ^= 1 << spot

    @cached_property
    def _free(self) -> list[int]:
        """The sets of spots that are free for a stretch of time, as a binary tree.

        The last half are the moments; each node before stands for the two at twice its place, so
        any stretch is the ``&`` of a few nodes.
        """
        moments = list(accumulate(self._changing, xor))
        free = [0] * len(moments) + moments
        for node in range(len(moments) - 1, 0, -1):
            free[node] = free[2 * node] & free[2 * node + 1]
        return free

    def free_for(self, size: int, bits: int) -> int:
        """The set of spots that a vehicle fits and that are free for all of a period."""
        known = self._known.get((size, bits))
        if known is not None:
            return known
        self.work += 5
        free, spots = self._free, self._fitting.get(size, 0)
        first, last = (len(free) // 2 + end for end in ends(bits))
        while first < last:
            if first & 1:
                spots &= free[first]
                first += 1
            if last & 1:
                last -= 1
                spots &= free[last]
            first, last = first // 2, last // 2
        self._known[size, bits] = spots
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
            change[first] = self._fitting.get(size, 0).bit_count()
            for stay in self._during:
                large = self.sizes[stay] >= size or self.fixed[stay]
                if large and self.capacity[self.home[stay]] >= size:
                    start, end = ends(self.bits[stay] & self.wanted)
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
