"""Giving a spot back: the reservation ends, and its time is joined to the free time beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, Literal

from sqlalchemy import text

from core.ids import GarageId

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row, TextClause

    from core.ids import ReservationId

Ending = Literal["cancelled", "expired", "completed"]

# One release of a spot at a time. Claims do not take this lock: it is not FOR UPDATE, so the
# foreign key of a new reservation does not wait for it.
_LOCK_SPOT: Final = text("""
SELECT spots.id, reservations.spot_promised
FROM spots JOIN reservations ON reservations.spot_id = spots.id
WHERE reservations.id = :reservation_id FOR NO KEY UPDATE OF spots
""")
_LOCK_IF_IDLE: Final = text("""
SELECT spots.id FROM spots JOIN reservations ON reservations.spot_id = spots.id
WHERE reservations.id = :reservation_id
FOR NO KEY UPDATE OF spots SKIP LOCKED FOR UPDATE OF reservations SKIP LOCKED
""")
_FREED: Final = """
RETURNING spot_id, lower(period) AS starts_at, upper(period) AS ends_at,
    upper(period) > now() AS matters
"""
_END: Final = text(
    """
UPDATE reservations
SET status = CAST(:ending AS reservation_status), hold_expires_at = NULL
WHERE id = :reservation_id AND CASE CAST(:ending AS reservation_status)
    WHEN 'expired' THEN status = 'held' AND hold_expires_at <= now()
    WHEN 'completed' THEN status = 'paid'
    ELSE status = 'held' END
"""
    + _FREED
)
_END_PAID: Final = text(
    """
UPDATE reservations SET status = CASE
    WHEN lower(period) > now() THEN CAST('cancelled' AS reservation_status) ELSE 'completed' END
WHERE id = :reservation_id AND status = 'paid'
"""
    + _FREED
)
_SPOT: Final = text("""
SELECT garage_id, status, vehicle_type FROM spots WHERE id = :spot_id
""")
# The free row before the stay ends where the stay began, the row after it begins where it ended:
# one probe of each index.
_BESIDE: Final = """
FROM free_intervals WHERE (spot_id = :spot_id AND hi = :starts_at AND hi < 'infinity')
    OR (garage_id = :garage_id AND status = CAST(:status AS spot_status)
        AND vehicle_type = CAST(:vehicle_type AS vehicle_type)
        AND lo = :ends_at AND spot_id = :spot_id)
"""
_LOCK_BESIDE: Final = text("SELECT 1" + _BESIDE + "ORDER BY lo FOR UPDATE")
_COUNT_BESIDE: Final = text("SELECT count(*) AS beside" + _BESIDE)
# A stay may begin a little before it is claimed. Until the stay before it has left the constraint,
# the free time between them must say when it began.
ENDED_AND_LIVE: Final = """
    EXISTS (
        SELECT FROM reservations r
        WHERE int4range(r.spot_id, r.spot_id, '[]') && int4range(freed.spot_id, freed.spot_id, '[]')
            AND r.status IN ('held', 'paid') AND upper(r.period) <= freed.lo
    )
"""
"""Whether a stay of the spot is live that ended before the row ``freed`` of free time begins."""
_JOIN: Final = text(f"""
WITH beside AS (
    DELETE {_BESIDE} RETURNING lo, hi
), freed AS (
    SELECT CAST(:spot_id AS integer) AS spot_id,
        least(min(lo), :starts_at) AS lo, greatest(max(hi), :ends_at) AS hi
    FROM beside
)
INSERT INTO free_intervals
    (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
SELECT id, CASE WHEN freed.lo > now() OR {ENDED_AND_LIVE} THEN freed.lo ELSE '-infinity' END,
    freed.hi, garage_id, vehicle_type, status, floor, number, distance
FROM spots, freed WHERE id = :spot_id
""")  # noqa: S608 - only the texts above


def lock_spot(connection: Connection, reservation_id: ReservationId) -> None:
    """Let nobody else release the reservation's spot, or move it, until the transaction ends.

    Waits for whoever does. Locks are taken in one order everywhere: spot, reservation, payment.
    """
    # A reservation whose spot was not promised may have moved while its spot was waited for.
    before = None
    while True:
        locked = connection.execute(_LOCK_SPOT, {"reservation_id": reservation_id}).one_or_none()
        if locked is None or locked.spot_promised or locked == before:
            return
        before = locked


def lock_spot_if_idle(connection: Connection, reservation_id: ReservationId) -> bool:
    """Lock the spot and the reservation, unless somebody is at work on one of them."""
    locked = connection.execute(_LOCK_IF_IDLE, {"reservation_id": reservation_id})
    return locked.one_or_none() is not None


def release(
    connection: Connection, reservation_id: ReservationId, ending: Ending
) -> GarageId | None:
    """End a reservation whose spot is locked; return the garage if this call did it.

    Belongs to the transaction that has locked the spot. A hold ends as ``cancelled``, or as
    ``expired`` after its time; a paid stay as ``completed``, also before its time.
    """
    return _freed(connection, _END, {"reservation_id": reservation_id, "ending": ending})


def end_stay(connection: Connection, reservation_id: ReservationId) -> GarageId | None:
    """End a paid stay whose spot is locked; return the garage if this call did it.

    Belongs to the transaction that has locked the spot. It ends as ``cancelled`` if it has not
    begun, and as ``completed`` if it has.
    """
    return _freed(connection, _END_PAID, {"reservation_id": reservation_id})


def _freed(
    connection: Connection, end: TextClause, parameters: Mapping[str, object]
) -> GarageId | None:
    ended = connection.execute(end, parameters).one_or_none()
    if ended is None:
        return None
    spot = connection.execute(_SPOT, {"spot_id": ended.spot_id}).one()
    if ended.matters:
        _join(connection, ended, spot)
    return GarageId(spot.garage_id)


def _join(connection: Connection, ended: Row[Any], spot: Row[Any]) -> None:
    """Make one free interval of the freed time and its neighbours."""
    freed = {
        "spot_id": ended.spot_id,
        "starts_at": ended.starts_at,
        "ends_at": ended.ends_at,
        "garage_id": spot.garage_id,
        "status": spot.status,
        "vehicle_type": spot.vehicle_type,
    }
    # A claim may split a neighbour while this waits for its row, and the statement that waited
    # does not see the new piece. Look again until what is locked is all there is.
    locked = -1
    while locked != connection.execute(_COUNT_BESIDE, freed).one().beside:
        locked = len(connection.execute(_LOCK_BESIDE, freed).all())
    connection.execute(_JOIN, freed)
