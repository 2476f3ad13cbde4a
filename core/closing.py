"""Closing a garage that was not planned to be closed, and opening it again, while kiosks sell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.garage_store import announce

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage

_CLOSE: Final = text("""
INSERT INTO closures (garage_id, period, reason, planned)
VALUES (:garage_id, tstzrange(coalesce(CAST(:starts_at AS timestamptz), now()), :ends_at),
        :reason, false)
RETURNING lower(period) AS starts_at
""")
# A closure that began in this very transaction's moment would become empty.
_OPEN: Final = text("""
UPDATE closures SET period = tstzrange(lower(period), now())
WHERE garage_id = :garage_id AND period @> now() AND lower(period) < now()
""")
_STANDING: Final = text("""
SELECT count(*) FROM reservations
WHERE garage_id = :garage_id AND status IN ('held', 'paid')
    AND period && tstzrange(:starts_at, :ends_at) AND upper(period) > now()
""")
_NOTE: Final = text("""
INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, after)
VALUES ('operator', :actor, :action, 'garages', CAST(:garage_id AS text),
        CASE WHEN CAST(:reason AS text) IS NOT NULL
            THEN jsonb_build_object('reason', CAST(:reason AS text)) END)
""")


class NotInTheFutureError(ValueError):
    """The closure would be over already, or end before it begins; the message says so."""


def close_garage(
    database: Database,
    garage: Garage,
    *,
    starts_at: datetime | None,
    ends_at: datetime | None,
    reason: str,
    actor: str,
) -> int:
    """Sell no stay that overlaps this time; return how many stays are reserved in it already.

    These are kept: somebody may have to tell their drivers. Kiosks that run hear of it.

    Args:
        database: where.
        garage: which.
        starts_at: from when on; None is now.
        ends_at: until when; None is until ``open_garage``.
        reason: why, in a few words.
        actor: who closes it.

    Raises:
        NotInTheFutureError: if the end is not after the start, or in the past.
        DatabaseUnavailableError: if the outcome is unknown.
    """

    def work(connection: Connection) -> int:
        now: datetime = connection.scalar(text("SELECT now()"))
        if ends_at is not None and ends_at <= max(now, starts_at or now):
            raise NotInTheFutureError("The closure must end after now and after its begin.")
        closure = {"garage_id": garage.id, "starts_at": starts_at, "ends_at": ends_at}
        begin = connection.scalar(_CLOSE, {**closure, "reason": reason})
        note = {"garage_id": garage.id, "actor": actor, "action": "closed", "reason": reason}
        connection.execute(_NOTE, note)
        announce(connection, garage.id)
        return int(connection.scalar(_STANDING, {**closure, "starts_at": begin}))

    return database.transaction(work)


def open_garage(database: Database, garage: Garage, *, actor: str) -> int:
    """End every closure of this moment, also a planned one; return how many there were.

    Kiosks that run hear of it.

    Raises:
        DatabaseUnavailableError: if the outcome is unknown.
    """

    def work(connection: Connection) -> int:
        ended = connection.execute(_OPEN, {"garage_id": garage.id}).rowcount
        if ended:
            note = {"garage_id": garage.id, "actor": actor, "action": "opened", "reason": None}
            connection.execute(_NOTE, note)
            announce(connection, garage.id)
        return ended

    return database.transaction(work)
