"""Closing a garage that was not planned to be closed, and opening it again, while kiosks sell."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.audit import Actor, Change, note
from core.garage_store import announce

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage

# The garage first, as whoever loads it: triggers on its closures change it.
_LOCK: Final = text("SELECT now() FROM garages WHERE id = :garage_id FOR NO KEY UPDATE")
_CLOSE: Final = text("""
INSERT INTO closures (garage_id, period, reason, planned)
VALUES (:garage_id, tstzrange(coalesce(CAST(:starts_at AS timestamptz), now()), :ends_at),
        :reason, false)
RETURNING lower(period) AS starts_at
""")
# A closure that began in this very transaction's moment would become empty.
_END: Final = text("""
UPDATE closures SET period = tstzrange(lower(period), now())
WHERE garage_id = :garage_id AND period @> now() AND lower(period) < now()
RETURNING planned
""")
_TAKE_BACK: Final = text("""
DELETE FROM closures
WHERE garage_id = :garage_id AND period @> CAST(:at AS timestamptz) AND lower(period) > now()
RETURNING planned
""")
_STANDING: Final = text("""
SELECT count(*) FROM reservations
WHERE garage_id = :garage_id AND status IN ('held', 'paid')
    AND period && tstzrange(:starts_at, :ends_at) AND upper(period) > now()
""")


class NotInTheFutureError(ValueError):
    """The closure would be over already, or end before it begins; the message says so."""


@dataclass(frozen=True, slots=True)
class Opened:
    """How many closures were ended, and how many of these the garage's file still plans."""

    closures: int
    planned: int


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
        now: datetime = connection.scalar(_LOCK, {"garage_id": garage.id})
        if ends_at is not None and ends_at <= max(now, starts_at or now):
            raise NotInTheFutureError("The closure must end after now and after its begin.")
        closure = {"garage_id": garage.id, "starts_at": starts_at, "ends_at": ends_at}
        begin = connection.scalar(_CLOSE, {**closure, "reason": reason})
        change = Change(garage.id, {}, {"reason": reason})
        note(connection, Actor("operator", actor), "closed", "garages", [change])
        announce(connection, garage.id)
        return int(connection.scalar(_STANDING, {**closure, "starts_at": begin}))

    return database.transaction(work)


def open_garage(
    database: Database, garage: Garage, *, at: datetime | None = None, actor: str
) -> Opened:
    """End every closure of this moment, also a planned one. Kiosks that run hear of it.

    A file that still plans it closes the garage again when it is loaded.

    Args:
        database: where.
        garage: which.
        at: take back instead what has not begun yet and would be a closure at this time.
        actor: who opens it.

    Raises:
        DatabaseUnavailableError: if the outcome is unknown.
    """

    def work(connection: Connection) -> Opened:
        key = {"garage_id": garage.id}
        connection.execute(_LOCK, key)
        if at is None:
            planned = connection.scalars(_END, key).all()
        else:
            planned = connection.scalars(_TAKE_BACK, {**key, "at": at}).all()
        if planned:
            change = Change(garage.id, {}, {"closures": len(planned)})
            note(connection, Actor("operator", actor), "opened", "garages", [change])
            announce(connection, garage.id)
        return Opened(len(planned), sum(planned))

    return database.transaction(work)
