"""Calling an attendant: written down, and rung where attendants listen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage
    from core.ids import KioskId

_NOTE: Final = text("""
INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, kiosk_id)
SELECT 'driver', 'anonymous', 'attendant called', 'kiosks', CAST(id AS text), id
FROM kiosks WHERE id = :kiosk_id
""")
_RING: Final = text("SELECT pg_notify(:channel, CAST(:kiosk_id AS text))")


def call_attendant(database: Database, garage: Garage, kiosk_id: KioskId) -> None:
    """Ask an attendant to come to the kiosk.

    The call is in ``audit_log``, and announced as ``attendants_<garage id>`` with the kiosk's id.

    Raises:
        DatabaseUnavailableError: if nobody could be told.
    """

    def work(connection: Connection) -> None:
        connection.execute(_NOTE, {"kiosk_id": kiosk_id})
        connection.execute(_RING, {"channel": f"attendants_{garage.id}", "kiosk_id": kiosk_id})

    database.transaction(work)
