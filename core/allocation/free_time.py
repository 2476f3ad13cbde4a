"""The free time of some spots, made anew from their reservations within a transaction.

First the spots are locked, then whatever reservations are to change, then the free time: the locks
of a release, in its order. From then on no stay of these spots begins or ends by another's doing,
until the transaction is over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlalchemy import Connection

    from core.ids import GarageId, SpotId

# What each spot's rows should be: the rest of all time after its live reservations, in one piece
# where it is in one piece.
EXPECTED: Final = """
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
"""The rows that there should be, of all spots."""

_LOCK_SPOTS: Final = text("""
SELECT FROM spots WHERE id = ANY(:spot_ids) ORDER BY id FOR NO KEY UPDATE
""")
_LOCK: Final = "SELECT FROM free_intervals WHERE {rows} FOR UPDATE"
_COUNT: Final = "SELECT count(*) FROM free_intervals WHERE {rows}"
_FORGET: Final = "DELETE FROM free_intervals WHERE {rows}"
_WRITE: Final = text(f"""
INSERT INTO free_intervals
    (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
SELECT * FROM ({EXPECTED}) AS whole WHERE spot_id = ANY(:spot_ids)
""")  # noqa: S608 - only the texts above


class FreeTime:
    """The free time of these spots, in one transaction.

    Args:
        garage_id: where their rows are, which finds them by an index. None looks through the rows
            of all garages, because a hand in the database may have changed that, too.
    """

    def __init__(
        self, connection: Connection, spot_ids: Collection[SpotId], garage_id: GarageId | None
    ) -> None:
        self._connection = connection
        self._spots = {"spot_ids": sorted(spot_ids), "garage_id": garage_id}
        self._rows = "spot_id = ANY(:spot_ids)"
        if garage_id is not None:
            self._rows += " AND garage_id = :garage_id"

    def lock_spots(self) -> None:
        """Let nobody else give back or change one of the spots."""
        self._connection.execute(_LOCK_SPOTS, self._spots)

    def lock(self) -> None:
        """Let nobody take one of the spots, after ``lock_spots``."""
        # A claim that was waited for may have left a new row; look again until all there are, are
        # locked.
        lock, count = text(_LOCK.format(rows=self._rows)), text(_COUNT.format(rows=self._rows))
        locked = -1
        while locked != self._connection.execute(count, self._spots).scalar_one():
            locked = len(self._connection.execute(lock, self._spots).all())

    def write_anew(self) -> None:
        """Make it what the reservations leave, after ``lock``."""
        self._connection.execute(text(_FORGET.format(rows=self._rows)), self._spots)
        self._connection.execute(_WRITE, self._spots)
