"""Drift: free intervals that are not what the reservations leave. Looked for, and put right.

Nothing in the program makes them drift; a hand in the database, or a restore, may. Too much free
time ends at the exclusion constraint as an error, too little is trade that is lost in silence.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.free_time import EXPECTED, FreeTime
from core.ids import SpotId

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from core.db.database import Database


@dataclass(frozen=True, slots=True)
class DriftedSpot:
    """A spot whose free intervals, from now on, are not what its reservations leave."""

    id: SpotId
    garage: str
    floor: int
    number: int


_FROM_NOW: Final = (
    "spot_id, greatest(lo, now()), hi, garage_id, vehicle_type, status, floor, number"
)
_DRIFTED: Final = text(f"""
WITH expected AS (SELECT {_FROM_NOW}, distance FROM ({EXPECTED}) AS whole),
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


def find_drift(database: Database) -> list[DriftedSpot]:
    """Return the spots of all garages whose free intervals have drifted; mostly none.

    Looks at one moment, so it may run while kiosks sell.
    """
    rows = database.statement(lambda connection: connection.execute(_DRIFTED).all())
    return [DriftedSpot(SpotId(row.id), row.garage, row.floor, row.number) for row in rows]


def repair(database: Database, spot_ids: Collection[SpotId]) -> None:
    """Make the spots' free intervals anew from their reservations, while kiosks sell.

    All in one transaction, because one spot may have what is another's. Whoever is taking or giving
    back one of these spots is waited for; nobody else is.
    """
    database.transaction(lambda connection: _repair(connection, spot_ids))


def _repair(connection: Connection, spot_ids: Collection[SpotId]) -> None:
    free_time = FreeTime(connection, spot_ids, garage_id=None)
    free_time.lock_spots()
    free_time.lock()
    free_time.write_anew()
