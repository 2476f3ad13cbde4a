"""Ending what time has ended: holds nobody paid, and stays that are over.

Anybody may do it at any time, twice or never: a claim that finds nothing free ends expired holds
by itself, so no job has to run for the counts to be right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.release import ENDED_AND_LIVE, lock_spot, lock_spot_if_idle, release
from core.ids import ReservationId

if TYPE_CHECKING:
    from sqlalchemy import Connection, TextClause

    from core.db.database import Database
    from core.ids import GarageId

BATCH: Final = 200

_EXPIRED: Final = text("""
SELECT id FROM reservations
WHERE garage_id = :garage_id AND status = 'held' AND hold_expires_at <= now()
ORDER BY hold_expires_at LIMIT :batch
""")
_COMPLETE: Final = text("""
UPDATE reservations SET status = 'completed'
WHERE id IN (
    SELECT id FROM reservations
    WHERE garage_id = :garage_id AND status = 'paid' AND upper(period) <= now()
    ORDER BY upper(period) LIMIT :batch FOR UPDATE SKIP LOCKED
)
""")
# Free time that began in the past is free from always: which spot was left last no longer matters
# to the choice, only which is nearest. Rows that somebody is taking are left for the next time, and
# so are those of a stay that is over and not yet completed.
_FREE_FROM_ALWAYS: Final = text(f"""
UPDATE free_intervals SET lo = '-infinity'
WHERE ctid IN (
    SELECT ctid FROM free_intervals AS freed
    WHERE garage_id = :garage_id AND lo > '-infinity' AND lo <= now() AND hi > now()
        AND NOT {ENDED_AND_LIVE}
    LIMIT :batch FOR UPDATE SKIP LOCKED
)
""")  # noqa: S608 - only the texts above
_SWEEP: Final = text("""
DELETE FROM free_intervals
WHERE ctid IN (
    SELECT ctid FROM free_intervals
    WHERE garage_id = :garage_id AND hi <= now() LIMIT :batch FOR UPDATE SKIP LOCKED
)
""")


def expire_holds(database: Database, garage_id: GarageId, *, wait: bool = True) -> int:
    """End the garage's holds whose time is over; return how many this call ended.

    A payment extends its hold while it runs, so a hold never ends under a running payment. With
    ``wait`` false, a hold whose spot somebody is at work on is left for the next time.
    """
    ended, parameters = 0, {"garage_id": garage_id, "batch": BATCH}
    while True:
        ids = database.statement(lambda connection: connection.scalars(_EXPIRED, parameters).all())
        now_ended = sum(_expire(database, ReservationId(held), wait=wait) for held in ids)
        ended += now_ended
        if len(ids) < BATCH or not now_ended:
            return ended


def _expire(database: Database, reservation_id: ReservationId, *, wait: bool) -> bool:
    def work(connection: Connection) -> GarageId | None:
        if wait:
            lock_spot(connection, reservation_id)
        elif not lock_spot_if_idle(connection, reservation_id):
            return None
        return release(connection, reservation_id, "expired")

    return database.transaction(work) is not None


def complete_past(database: Database, garage_id: GarageId) -> int:
    """Complete paid stays that are over, so that history leaves the live indexes; tidy free time.

    Returns how many stays were completed. What somebody is at work on is left for the next time.
    """
    completed = _in_batches(database, _COMPLETE, garage_id)
    _in_batches(database, _FREE_FROM_ALWAYS, garage_id)
    _in_batches(database, _SWEEP, garage_id)
    return completed


def _in_batches(database: Database, statement: TextClause, garage_id: GarageId) -> int:
    """Let nobody wait long for rows of which there are many, for instance after an outage."""
    total, parameters = 0, {"garage_id": garage_id, "batch": BATCH}
    while True:
        count = database.statement(
            lambda connection: connection.execute(statement, parameters).rowcount
        )
        total += count
        if count < BATCH:
            return total
