"""Making room for a stay that finds no free spot: bookings in advance are given other spots.

``moves`` decides which bookings; here they are read, and moved in one transaction: all of them and
the new hold, or nothing. Only bookings move that have not begun and whose spot nobody was told.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from core.allocation.claim import Look, take
from core.allocation.free_time import FreeTime
from core.allocation.moves import Stay, Wanted, plan_moves
from core.ids import ReservationId, SpotId
from core.periods import Period
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from core.allocation.claim import Claim
    from core.allocation.moves import Plan
    from core.db.database import Database
    from core.outcomes import Hold

TRIES: Final = 3
"""How often to plan, if what was seen has changed before the locks were had."""
AROUND: Final = timedelta(hours=12)
"""How long before and after the stay others are looked at; what reaches beyond is not moved."""
_FAR: Final = timedelta(days=365_000)
"""Where bookings wait while others take their place: no stay is there."""

# The spots that moves may help with: those with free time during the stay, and those that a
# smaller vehicle could leave.
_WORTH_A_LOOK: Final = """
    SELECT spot_id FROM free_intervals
    WHERE garage_id = :garage_id AND status = 'in_service'
        AND lo < :ends_at AND hi > :starts_at AND lo < hi
    UNION
    SELECT r.spot_id FROM reservations r JOIN spots ON spots.id = r.spot_id
    WHERE r.garage_id = :garage_id AND NOT r.spot_promised AND r.status IN ('held', 'paid')
        AND lower(r.period) < :ends_at AND upper(r.period) > :starts_at AND lower(r.period) > now()
        AND r.vehicle_type < spots.vehicle_type
"""
# OFFSET 0 keeps the stays of each spot a question of its own, which the constraint's index answers.
_SEE: Final = """
SELECT s.id AS spot_id, s.vehicle_type AS spot_type, clock_timestamp() AS now,
    stay.id, stay.vehicle_type, stay.starts_at, stay.ends_at,
    NOT stay.spot_promised AND stay.starts_at > clock_timestamp() AS movable
FROM spots s
LEFT JOIN LATERAL (
    SELECT r.id, r.vehicle_type, r.spot_promised,
        lower(r.period) AS starts_at, upper(r.period) AS ends_at
    FROM reservations r
    WHERE r.spot_id = s.id AND r.status IN ('held', 'paid')
        AND int4range(r.spot_id, r.spot_id, '[]') && int4range(s.id, s.id, '[]')
        AND r.period && tstzrange(:known_from, :known_until)
    OFFSET 0
) stay ON true
WHERE s.status = 'in_service' AND s.id = ANY({spots})
ORDER BY s.distance, stay.starts_at
"""
_SEE_ALL: Final = text(_SEE.format(spots=f"ARRAY({_WORTH_A_LOOK})"))
_SEE_AGAIN: Final = text(_SEE.format(spots=":spot_ids"))
_ANY_MOVABLE: Final = text("""
SELECT EXISTS (
    SELECT FROM reservations
    WHERE garage_id = :garage_id AND NOT spot_promised AND status IN ('held', 'paid')
        AND lower(period) < :ends_at AND upper(period) > :starts_at AND lower(period) > now()
)
""")
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
_NOTE: Final = text("""
INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, before, after, kiosk_id)
SELECT 'kiosk', coalesce((SELECT name FROM kiosks WHERE id = :kiosk_id), 'none'),
    'moved to another spot', 'reservations', CAST(move.id AS text),
    jsonb_build_object('spot_id', from_spot), jsonb_build_object('spot_id', to_spot),
    CAST(:kiosk_id AS integer)
FROM unnest(
    CAST(:reservation_ids AS bigint[]), CAST(:from_spots AS integer[]), CAST(:to_spots AS integer[])
) AS move (id, from_spot, to_spot)
""")


@dataclass(frozen=True, slots=True)
class _Scene:
    """What a plan is made from: spots in service, the nearest first, and the stays on them."""

    spots: Mapping[SpotId, VehicleType]
    stays: tuple[Stay, ...]

    def of(self, spot_ids: Collection[SpotId]) -> _Scene:
        """The same of some spots only."""
        return _Scene(
            {spot_id: kind for spot_id, kind in self.spots.items() if spot_id in spot_ids},
            tuple(stay for stay in self.stays if stay.spot_id in spot_ids),
        )


def make_room(database: Database, claim: Claim) -> Hold | None:
    """Move bookings so that a spot is free for the claim, and hold it; or return None.

    None means that no moves were found, within bounds of work, that make room; or that others
    changed what was seen again and again. A garage without bookings that may move is asked one
    small question.

    Raises:
        DriftError: if the free intervals disagree with the reservations; nothing was changed.
        DatabaseUnavailableError: if the outcome is unknown; a hold taken nevertheless expires.
    """
    if not database.statement(
        lambda connection: connection.scalar(_ANY_MOVABLE, _parameters(claim))
    ):
        return None
    for _ in range(TRIES):
        with suppress(_ChangedError):
            return _plan_and_carry_out(database, claim)
    return None


def _plan_and_carry_out(database: Database, claim: Claim) -> Hold | None:
    scene, now = database.statement(lambda connection: _see(connection, claim))
    plan = None if now is None else _plan(claim, scene, now)
    if plan is None:
        return None
    return database.transaction(lambda connection: _carry_out(connection, claim, plan, scene))


def _plan(claim: Claim, scene: _Scene, now: datetime) -> Plan | None:
    wanted = Wanted(claim.period, claim.vehicle_type)
    return plan_moves(wanted, scene.spots, scene.stays, known=_known(claim), now=now)


def _carry_out(connection: Connection, claim: Claim, plan: Plan, scene: _Scene) -> Hold:
    """Make the plan's moves and take the spot.

    Raises:
        _ChangedError: if the spots of the plan are not as they were seen.
    """
    spot_ids = {plan.spot_id}.union(*({move.from_spot, move.to_spot} for move in plan.moves))
    moves = {
        "reservation_ids": [move.reservation_id for move in plan.moves],
        "from_spots": [move.from_spot for move in plan.moves],
        "to_spots": [move.to_spot for move in plan.moves],
        "kiosk_id": claim.kiosk_id,
        "far": _FAR,
    }
    free_time = FreeTime(connection, spot_ids, claim.garage_id)
    free_time.lock_spots()
    connection.execute(_LOCK, moves)
    free_time.lock()
    if _see_again(connection, claim, spot_ids) != scene.of(spot_ids):
        raise _ChangedError
    if plan.moves:
        for statement in (_LIFT, _PUT_DOWN, _NOTE):
            connection.execute(statement, moves)
        free_time.write_anew()
    hold = take(connection, claim, Look.ANY_TYPE)
    if hold is None:  # somebody took, at this moment, another spot that was free after all
        raise _ChangedError
    return hold


def _see(connection: Connection, claim: Claim) -> tuple[_Scene, datetime | None]:
    rows = connection.execute(_SEE_ALL, _parameters(claim)).all()
    return _scene(rows), rows[0].now if rows else None


def _see_again(connection: Connection, claim: Claim, spot_ids: Collection[SpotId]) -> _Scene:
    parameters = _parameters(claim) | {"spot_ids": list(spot_ids)}
    return _scene(connection.execute(_SEE_AGAIN, parameters).all())


def _scene(rows: Sequence[Row[Any]]) -> _Scene:
    spots = {SpotId(row.spot_id): VehicleType(row.spot_type) for row in rows}
    stays = tuple(
        Stay(
            ReservationId(row.id),
            SpotId(row.spot_id),
            Period(row.starts_at, row.ends_at),
            VehicleType(row.vehicle_type),
            row.movable,
        )
        for row in rows
        if row.id is not None
    )
    return _Scene(spots, stays)


def _known(claim: Claim) -> Period:
    return Period(claim.period.starts_at - AROUND, claim.period.ends_at + AROUND)


def _parameters(claim: Claim) -> dict[str, object]:
    known = _known(claim)
    return {
        "garage_id": claim.garage_id,
        "starts_at": claim.period.starts_at,
        "ends_at": claim.period.ends_at,
        "known_from": known.starts_at,
        "known_until": known.ends_at,
    }


class _ChangedError(Exception):
    """What the plan was made from is not so any more."""
