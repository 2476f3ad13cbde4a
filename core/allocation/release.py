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
_JOIN: Final = text(
    "WITH beside AS (DELETE"  # noqa: S608 - only the texts above
    + _BESIDE
    + """
    RETURNING lo, hi
), joined AS (
    SELECT least(min(lo), :starts_at) AS lo, greatest(max(hi), :ends_at) AS hi FROM beside
)
INSERT INTO free_intervals
    (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
SELECT id, CASE WHEN joined.lo > now() THEN joined.lo ELSE '-infinity' END, joined.hi,
    garage_id, vehicle_type, status, floor, number, distance
FROM spots, joined WHERE id = :spot_id
"""
)


def lock_spot(connection: Connection, reservation_id: ReservationId) -> None:
    """Let nobody else release the reservation's spot, or move it, until the transaction ends.

    Locks are taken in one order everywhere: spot, reservation, payment.
    """
    # A reservation whose spot was not promised may have moved while its spot was waited for.
    before = None
    while True:
        locked = connection.execute(_LOCK_SPOT, {"reservation_id": reservation_id}).one_or_none()
        if locked is None or locked.spot_promised or locked == before:
            return
        before = locked


def release(
    connection: Connection, reservation_id: ReservationId, ending: Ending
) -> GarageId | None:
    """End a reservation within the caller's transaction; return the garage if this call did it.

    A hold ends as ``cancelled``, or as ``expired`` after its time; a paid stay as ``completed``,
    also before its time.
    """
    lock_spot(connection, reservation_id)
    return _freed(connection, _END, {"reservation_id": reservation_id, "ending": ending})


def end_stay(connection: Connection, reservation_id: ReservationId) -> GarageId | None:
    """End a paid stay within the caller's transaction; return the garage if this call did it.

    It ends as ``cancelled`` if it has not begun, and as ``completed`` if it has.
    """
    lock_spot(connection, reservation_id)
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
