"""Calling an attendant: written down, rung, and true only when somebody has answered.

A call is a row of ``audit_log`` and a notification with its id. Whoever listens
(``core.attendants_desk``) answers with the same id once the call is shown, so a kiosk never has to
say that somebody was called whom nobody told.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

if TYPE_CHECKING:
    from psycopg import Connection

    from core.db.database import Database
    from core.ids import KioskId

CALLS: Final = "attendants"
"""The channel of the calls; the message is the call's id, or a question whether anybody listens."""
ANSWERS: Final = "attendants_answers"
"""The channel of the answers; the message is the one that is answered."""
QUESTION: Final = "who is there "
"""How a message begins that is no call, and is answered without being shown."""
CALLED: Final = "attendant called"
"""The action in ``audit_log``."""
ANSWER_WITHIN_S: Final = 2.0

_NOTE: Final = b"""
INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, kiosk_id)
SELECT 'driver', 'anonymous', %s, 'kiosks', CAST(id AS text), id FROM kiosks WHERE id = %s
RETURNING id
"""


def call_attendant(
    database: Database, kiosk_id: KioskId, *, within_s: float = ANSWER_WITHIN_S
) -> bool:
    """Ask an attendant to come to the kiosk; return whether somebody was told within that time.

    Raises:
        DatabaseUnavailableError: if nobody could be told.
    """
    with database.own_connection() as connection:
        connection.execute(f"LISTEN {ANSWERS}".encode())
        noted = connection.execute(_NOTE, [CALLED, kiosk_id]).fetchone()
        if noted is None:
            raise LookupError(f"There is no kiosk {kiosk_id}.")
        return _answered(connection, str(noted[0]), within_s)


def anybody_listens(database: Database, *, within_s: float = ANSWER_WITHIN_S) -> bool:
    """Ask whether a call would be heard, without calling.

    Raises:
        DatabaseUnavailableError: if nobody can be asked.
    """
    with database.own_connection() as connection:
        connection.execute(f"LISTEN {ANSWERS}".encode())
        return _answered(connection, f"{QUESTION}{uuid4()}", within_s)


def _answered(connection: Connection[Any], message: str, within_s: float) -> bool:
    connection.execute("SELECT pg_notify(%s, %s)", [CALLS, message])
    return any(answer.payload == message for answer in connection.notifies(timeout=within_s))
