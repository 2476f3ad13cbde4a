"""Making room for a stay that finds no free spot: bookings in advance are given other spots.

``scene`` reads, ``moves`` decides which bookings, and here they are moved in one transaction: all
of them and the new hold, or nothing. Only bookings move that have not begun and whose spot nobody
was told.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.claim import Look, take
from core.allocation.free_time import FreeTime
from core.allocation.scene import any_movable, see, see_again
from core.audit import Change, kiosk_itself, note

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from core.allocation.claim import Claim
    from core.allocation.moves import Plan
    from core.db.database import Database
    from core.ids import ReservationId
    from core.outcomes import Hold

TAKES: Final = 10
"""How often to take the spot made free: others may change, each time, one that looked better."""
_FAR: Final = timedelta(days=365_000)
"""Where bookings wait while others take their place: no stay is there."""

_LOCK: Final = text("""
SELECT FROM reservations WHERE id = ANY(:reservation_ids) ORDER BY id FOR UPDATE
""")
# The constraint looks at each row by itself, so bookings that change places are lifted first.
_LIFT: Final = text("""
UPDATE reservations SET period = tstzrange(lower(period) + :far, upper(period) + :far)
WHERE id = ANY(:reservation_ids)
""")
_PUT_DOWN: Final = text("""
UPDATE reservations
SET spot_id = to_spot, period = tstzrange(lower(period) - :far, upper(period) - :far)
FROM unnest(CAST(:reservation_ids AS bigint[]), CAST(:to_spots AS integer[])) AS move (id, to_spot)
WHERE reservations.id = move.id
""")


def make_room(database: Database, claim: Claim) -> Hold | None:
    """Move bookings so that a spot is free for the claim, and hold it; or return None.

    None means that no moves were found, within bounds of work, that make room. A garage without
    bookings that may move is asked one small question.

    Raises:
        DriftError: if the free intervals disagree with the reservations; nothing was changed.
        DatabaseUnavailableError: if the outcome is unknown; a hold taken nevertheless expires.
    """
    if not database.statement(lambda connection: any_movable(connection, claim)):
        return None
    # Kiosks should sell while one plans. But a plan may come too late twice; the last cannot.
    for attempt in (_plan_then_lock, _plan_then_lock, _lock_then_plan):
        with suppress(_ChangedError):
            return attempt(database, claim)
    return None


def _plan_then_lock(database: Database, claim: Claim) -> Hold | None:
    """Lock only what the plan touches.

    Raises:
        _ChangedError: if by then the spots of the plan are not as they were seen.
    """
    scene = database.statement(lambda connection: see(connection, claim))
    plan = scene.plan(claim)
    if plan is None:
        return None
    spot_ids = {plan.spot_id}.union(*({move.from_spot, move.to_spot} for move in plan.moves))
    seen = scene.of(spot_ids)

    def work(connection: Connection) -> Hold:
        free_time = FreeTime(connection, spot_ids, claim.garage_id)
        _lock(connection, free_time, [move.reservation_id for move in plan.moves])
        if see_again(connection, claim, spot_ids) != seen:
            raise _ChangedError
        return _carry_out(connection, claim, plan, free_time)

    return database.transaction(work)


def _lock_then_plan(database: Database, claim: Claim) -> Hold | None:
    """Lock all that a plan could touch, so that what it is made for cannot change.

    Raises:
        _ChangedError: if the spot that was made free could not be taken.
    """

    def work(connection: Connection) -> Hold | None:
        seen = see(connection, claim)
        free_time = FreeTime(connection, seen.spots, claim.garage_id)
        _lock(connection, free_time, seen.movable)
        # What was booked in between is not locked and may be getting its ticket.
        scene = see_again(connection, claim, seen.spots).moving_only(seen.movable)
        plan = scene.plan(claim)
        return None if plan is None else _carry_out(connection, claim, plan, free_time)

    return database.transaction(work)


def _lock(
    connection: Connection, free_time: FreeTime, reservation_ids: Collection[ReservationId]
) -> None:
    free_time.lock_spots()
    connection.execute(_LOCK, {"reservation_ids": list(reservation_ids)})
    free_time.lock()


def _carry_out(connection: Connection, claim: Claim, plan: Plan, free_time: FreeTime) -> Hold:
    """Make the plan's moves, whose spots and bookings are locked, and take the spot."""
    if plan.moves:
        moves = {
            "reservation_ids": [move.reservation_id for move in plan.moves],
            "to_spots": [move.to_spot for move in plan.moves],
            "far": _FAR,
        }
        connection.execute(_LIFT, moves)
        connection.execute(_PUT_DOWN, moves)
        changes = [
            Change(move.reservation_id, {"spot_id": move.from_spot}, {"spot_id": move.to_spot})
            for move in plan.moves
        ]
        actor = kiosk_itself(connection, claim.kiosk_id)
        note(connection, actor, "moved to another spot", "reservations", changes)
        free_time.write_anew()
    for _ in range(TAKES):
        hold = take(connection, claim, Look.ANY_TYPE)
        if hold is not None:
            return hold
    raise _ChangedError


class _ChangedError(Exception):
    """What the plan was made from is not so any more."""
