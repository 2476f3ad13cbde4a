"""One process per kiosk: whoever starts as a kiosk may clean up after its dead predecessor."""

from __future__ import annotations

import threading
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING, Final

from core.db.database import translated_errors
from core.db.errors import DatabaseUnavailableError

if TYPE_CHECKING:
    from core.db.database import Database
    from core.ids import KioskId

LOCK_SPACE: Final = 7_701
PATIENCE_S: Final = 3.0
"""How long PostgreSQL may take to notice that the predecessor is dead."""


class KioskTakenError(RuntimeError):
    """Another living process runs as this kiosk."""


class KioskLock:
    """Held from ``take`` until ``release`` or the process's death.

    PostgreSQL keeps it as long as the connection lives. It is not taken again after a restart of
    the server: it guards the start, not every moment.
    """

    def __init__(self, database: Database, kiosk_id: KioskId) -> None:
        self._database = database
        self._kiosk_id = kiosk_id
        self._held = ExitStack()

    def take(self) -> None:
        """Take the lock.

        Raises:
            KioskTakenError: if another process has it.
            DatabaseUnavailableError: if the database cannot be asked.
        """
        connection = self._held.enter_context(self._database.own_connection())
        give_up_at = time.monotonic() + PATIENCE_S
        query = "SELECT pg_try_advisory_lock(%s, %s)"
        while True:
            try:
                with translated_errors():
                    row = connection.execute(query, (LOCK_SPACE, self._kiosk_id)).fetchone()
            except DatabaseUnavailableError:
                self.release()
                raise
            if row is not None and row[0]:
                return
            if time.monotonic() > give_up_at:
                self.release()
                raise KioskTakenError(
                    "Another process runs as this kiosk; end it, or give this one another name."
                )
            threading.Event().wait(0.1)

    def release(self) -> None:
        """Let another process be this kiosk."""
        self._held.close()
