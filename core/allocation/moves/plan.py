"""The question and the answer of making room, in the words of the business."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.allocation.moves.board import Board
from core.allocation.moves.search import find_room

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from core.ids import ReservationId, SpotId
    from core.periods import Period
    from core.vehicles import VehicleType


@dataclass(frozen=True, slots=True)
class Wanted:
    """A stay that needs a spot."""

    period: Period
    vehicle_type: VehicleType


@dataclass(frozen=True, slots=True)
class Stay:
    """A live reservation on a spot. ``movable``: not promised, and not begun."""

    reservation_id: ReservationId
    spot_id: SpotId
    period: Period
    vehicle_type: VehicleType
    movable: bool


@dataclass(frozen=True, slots=True)
class Move:
    """One booking goes to another spot; its period stays."""

    reservation_id: ReservationId
    from_spot: SpotId
    to_spot: SpotId


@dataclass(frozen=True, slots=True)
class Plan:
    """When all ``moves`` are made, ``spot_id`` is free for the wanted stay.

    The moves are one change: bookings often change places with each other, so no order of single
    moves would keep them apart. Before and after all of them, no two stays overlap.
    """

    spot_id: SpotId
    moves: tuple[Move, ...]


def plan_moves(
    wanted: Wanted,
    spots: Mapping[SpotId, VehicleType],
    stays: Sequence[Stay],
    *,
    known: Period,
) -> Plan | None:
    """Find a spot for the wanted stay and the bookings that must make way, few where few will do.

    The work is bounded. A plan never moves a stay that is not movable.

    Args:
        wanted: The stay that found no free spot.
        spots: The spots that may be used and their types, the best for a driver first.
        stays: All live reservations on these spots that overlap ``known``; others do no harm.
        known: The time in which ``stays`` is complete. A stay that reaches out of it is not moved.

    Returns:
        The plan, or None: there is no room, or none was found within the bounds.

    Raises:
        ValueError: if the wanted period does not lie within ``known``.
    """
    if not known.starts_at <= wanted.period.starts_at < wanted.period.ends_at <= known.ends_at:
        raise ValueError("The wanted period must lie within the known time; read a longer time.")
    stays = [stay for stay in stays if _overlap(stay.period, known)]
    moments = sorted(_moments(wanted, stays, known))
    bit = {moment: 1 << place for place, moment in enumerate(moments)}
    begin, end = bit[known.starts_at], bit[known.ends_at]
    board = Board(
        wanted.vehicle_type.size,
        bit[wanted.period.ends_at] - bit[wanted.period.starts_at],
        tuple(vehicle_type.size for vehicle_type in spots.values()),
        len(moments) - 1,
    )
    place = {spot_id: at for at, spot_id in enumerate(spots)}
    for stay in stays:
        starts_at, ends_at = stay.period.starts_at, stay.period.ends_at
        inside = starts_at >= known.starts_at and ends_at <= known.ends_at
        board.put(
            place[stay.spot_id],
            stay.vehicle_type.size,
            bit.get(ends_at, end) - bit.get(starts_at, begin),
            fixed=not (stay.movable and inside),
        )
    found = find_room(board)
    if found is None:
        return None
    spot, moved = found
    spot_ids = tuple(spots)
    moves = (
        Move(stays[number].reservation_id, stays[number].spot_id, spot_ids[to])
        for number, to in moved.items()
    )
    return Plan(spot_ids[spot], tuple(moves))


def _moments(wanted: Wanted, stays: Iterable[Stay], known: Period) -> set[datetime]:
    moments = {wanted.period.starts_at, wanted.period.ends_at}
    for stay in stays:
        moments.add(stay.period.starts_at)
        moments.add(stay.period.ends_at)
    within = {moment for moment in moments if known.starts_at < moment < known.ends_at}
    return within | {known.starts_at, known.ends_at}


def _overlap(one: Period, other: Period) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at
