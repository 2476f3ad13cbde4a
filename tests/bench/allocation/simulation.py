"""A garage in memory that accepts bookings by a rule of choice, with or without moves."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from core.allocation.moves import SMALL, Stay, Wanted, plan_moves
from core.allocation.scene import AROUND
from core.ids import ReservationId, SpotId
from core.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from core.vehicles import VehicleType
    from tests.bench.allocation.bookings import Booking

ZERO = datetime(2030, 5, 1, tzinfo=UTC)
SLOT = timedelta(minutes=30)

Rule = "Callable[[int, int, Booking], tuple[float, ...]]"
"""From a spot's number, its busy half hours and the booking to a key: the smallest is chosen."""


def tightest(number: int, busy: int, booking: Booking) -> tuple[float, ...]:
    """The program's rule: the least unused before, then after, then the nearest."""
    before = (busy & ((1 << booking.first) - 1)).bit_length()
    after = busy >> booking.past
    return -before, (after & -after).bit_length() if after else float("inf"), number


def first_fit(number: int, _busy: int, _booking: Booking) -> tuple[float, ...]:
    """The nearest spot."""
    return (number,)


def at_random(seed: int) -> Callable[[int, int, Booking], tuple[float, ...]]:
    """Any spot."""
    dice = Random(seed)
    return lambda _number, _busy, _booking: (dice.random(),)


class Garage:
    """Spots, the nearest first; a smaller vehicle takes a larger spot if there is no other."""

    def __init__(
        self,
        kinds: Sequence[VehicleType],
        rule: Callable[[int, int, Booking], tuple[float, ...]],
        *,
        moves: bool = False,
    ) -> None:
        self._kinds, self._rule, self._may_move = kinds, rule, moves
        self._busy = [0] * len(kinds)
        self._on: list[dict[int, Booking]] = [{} for _ in kinds]
        self._asked = 0
        self.moved = 0

    def accepts(self, booking: Booking) -> bool:
        """Take a spot for the booking, if there is one or one can be made free."""
        self._asked += 1
        spot = self._choose(booking)
        if spot is None and self._may_move and self._make_room(booking):
            spot = self._choose(booking)
        if spot is None:
            return False
        self._put(spot, self._asked, booking)
        return True

    def _choose(self, booking: Booking) -> int | None:
        bits, size = booking.bits, booking.kind.size
        free = [
            spot
            for spot, kind in enumerate(self._kinds)
            if kind.size >= size and not self._busy[spot] & bits
        ]
        return min(
            free,
            key=lambda spot: (self._kinds[spot].size, *self._rule(spot, self._busy[spot], booking)),
            default=None,
        )

    def _put(self, spot: int, number: int, booking: Booking) -> None:
        self._on[spot][number] = booking
        self._busy[spot] |= booking.bits

    def _make_room(self, booking: Booking) -> bool:
        period = _period(booking)
        known = Period(period.starts_at - AROUND, period.ends_at + AROUND)
        spots = {
            SpotId(spot): kind
            for spot, kind in enumerate(self._kinds)
            if self._worth_a_look(spot, booking)
        }
        stays = [
            Stay(ReservationId(number), spot, _period(other), other.kind, movable=True)
            for spot in spots
            for number, other in sorted(self._on[spot].items(), key=lambda item: item[1].first)
        ]
        plan = plan_moves(Wanted(period, booking.kind), spots, stays, known=known)
        if plan is None:
            return False
        lifted = {move: self._on[move.from_spot].pop(move.reservation_id) for move in plan.moves}
        for move, other in lifted.items():
            self._busy[move.from_spot] &= ~other.bits
        for move, other in lifted.items():
            self._put(move.to_spot, move.reservation_id, other)
        self.moved += len(lifted)
        return True

    def _worth_a_look(self, spot: int, booking: Booking) -> bool:
        """As in the database: it has free time then, or a smaller vehicle that may leave."""
        return (
            len(self._kinds) <= SMALL
            or bool(~self._busy[spot] & booking.bits)
            or any(
                other.bits & booking.bits and other.kind.size < self._kinds[spot].size
                for other in self._on[spot].values()
            )
        )


def _period(booking: Booking) -> Period:
    return Period(ZERO + booking.first * SLOT, ZERO + booking.past * SLOT)
