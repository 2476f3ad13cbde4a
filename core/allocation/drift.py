"""Drift: free intervals that are not what the reservations leave. Looked for, and put right.

Nothing in the program makes them drift; a hand in the database, or a restore, may. Too much free
time ends at the exclusion constraint as an error, too little is trade that is lost in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.ids import SpotId

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.db.database import Database


@dataclass(frozen=True, slots=True)
class DriftedSpot:
    """A spot whose free intervals, from now on, are not what its reservations leave."""

    id: SpotId
    garage: str
    floor: int
    number: int


# What each spot's rows should be: the rest of all time after its live reservations, in one piece
# where it is in one piece.
_EXPECTED: Final = """
    SELECT s.id AS spot_id, lower(free) AS lo, upper(free) AS hi, s.garage_id, s.vehicle_type,
        s.status, s.floor, s.number, s.distance
    FROM spots s
    LEFT JOIN LATERAL (
        SELECT range_agg(period) AS time FROM reservations
        WHERE spot_id = s.id AND status IN ('held', 'paid')
            AND int4range(spot_id, spot_id, '[]') && int4range(s.id, s.id, '[]')
    ) taken ON true
    CROSS JOIN unnest(
        tstzmultirange(tstzrange('-infinity', 'infinity')) - coalesce(taken.time, '{}')
    ) AS free
    WHERE upper(free) > now()
"""
_FROM_NOW: Final = (
    "spot_id, greatest(lo, now()), hi, garage_id, vehicle_type, status, floor, number"
)
_DRIFTED: Final = text(f"""
WITH expected AS (SELECT {_FROM_NOW}, distance FROM ({_EXPECTED}) AS whole),
written AS (
    SELECT {_FROM_NOW}, distance FROM free_intervals WHERE lo < hi AND hi > now()
), differing AS (
    (SELECT * FROM expected EXCEPT ALL SELECT * FROM written)
    UNION ALL
    (SELECT * FROM written EXCEPT ALL SELECT * FROM expected)
)
SELECT DISTINCT d.spot_id AS id, coalesce(g.slug, '?') AS garage,
    coalesce(s.floor, d.floor) AS floor, coalesce(s.number, d.number) AS number
FROM differing d LEFT JOIN spots s ON s.id = d.spot_id LEFT JOIN garages g ON g.id = s.garage_id
ORDER BY garage, floor, number
""")  # noqa: S608 - only the texts above
_LOCK_SPOT: Final = text("SELECT FROM spots WHERE id = :spot_id FOR NO KEY UPDATE")
_LOCK: Final = text("SELECT FROM free_intervals WHERE spot_id = :spot_id FOR UPDATE")
_COUNT: Final = text("SELECT count(*) FROM free_intervals WHERE spot_id = :spot_id")
_FORGET: Final = text("DELETE FROM free_intervals WHERE spot_id = :spot_id")
_WRITE: Final = text(f"""
INSERT INTO free_intervals
    (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
SELECT * FROM ({_EXPECTED}) AS whole WHERE spot_id = :spot_id
""")  # noqa: S608 - only the texts above


def find_drift(database: Database) -> list[DriftedSpot]:
    """Return the spots of all garages whose free intervals have drifted; mostly none.

    Looks at one moment, so it may run while kiosks sell.
    """
    rows = database.statement(lambda connection: connection.execute(_DRIFTED).all())
    return [DriftedSpot(SpotId(row.id), row.garage, row.floor, row.number) for row in rows]


def repair(database: Database, spot_id: SpotId) -> None:
    """Make a spot's free intervals anew from its reservations, while kiosks sell.

    Whoever is taking or giving back this spot is waited for; nobody else is.
    """
    database.transaction(lambda connection: _repair(connection, spot_id))


def _repair(connection: Connection, spot_id: SpotId) -> None:
    spot = {"spot_id": spot_id}
    # The locks of a release, in its order: then no reservation of this spot begins or ends. A claim
    # that was waited for may have left a new row; look again until all there are, are locked.
    connection.execute(_LOCK_SPOT, spot)
    locked = -1
    while locked != connection.execute(_COUNT, spot).scalar_one():
        locked = len(connection.execute(_LOCK, spot).all())
    connection.execute(_FORGET, spot)
    connection.execute(_WRITE, spot)
