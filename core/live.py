"""Live numbers: who changes something rings a bell, and every kiosk of the garage looks again.

The garage itself, its rates and its name, is read again when it is loaded, and now and then.

The bell is rung after the change is committed, in a transaction of its own: PostgreSQL lets only
one committing transaction with a notification through at a time, which would halve the speed of
reserving. Rings are gathered, so a rush of changes is one notification for all of them.
"""

from __future__ import annotations

import logging
import threading
import time
from typing import TYPE_CHECKING, Final, Protocol

from sqlalchemy import text

from core.availability import availability_now
from core.channels import FACTS, channel
from core.db.errors import DatabaseUnavailableError
from core.garage_store import find_garage

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from psycopg import Connection

    from core.db.database import Database
    from core.garages import Garage
    from core.ids import GarageId
    from core.outcomes import Availability

log = logging.getLogger(__name__)

GATHER_S: Final = 0.03
"""Rings within this time become one notification."""
REST_S: Final = 0.05
"""A kiosk looks again no more often than this."""
LONGEST_WAIT_S: Final = 0.5
"""How long a waiting thread may take to notice that it should end; costs no statement."""
GARAGE_EVERY_S: Final = 60.0
"""A garage that was changed without a ring is known after this time."""
BACK_OFF_S: Final = (0.25, 0.5, 1.0, 2.0, 5.0)

_RING: Final = text("SELECT pg_notify(:channel, '')")


class Bell(Protocol):
    """Tells everybody that a garage's spots have changed."""

    def ring(self, garage_id: GarageId) -> None:
        """Say so, soon, without waiting."""
        ...


class DatabaseBell:
    """Rings through PostgreSQL's NOTIFY, from a thread of its own.

    A ring that is lost with the connection costs nothing but time: a feed that reconnects looks.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._changed: set[GarageId] = set()
        self._lock = threading.Lock()
        self._rung = threading.Event()
        self._closed = threading.Event()
        self._thread: threading.Thread | None = None

    def ring(self, garage_id: GarageId) -> None:
        """Announce the change within a few hundredths of a second."""
        with self._lock:
            self._changed.add(garage_id)
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="bell", daemon=True)
                self._thread.start()
        self._rung.set()

    def close(self) -> None:
        """Send what was rung, and end the thread."""
        self._closed.set()
        self._rung.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not (self._closed.is_set() and not self._changed):
            self._rung.wait()
            self._closed.wait(GATHER_S)
            self._rung.clear()
            with self._lock:
                changed, self._changed = self._changed, set()
            for garage_id in changed:
                self._send(garage_id)

    def _send(self, garage_id: GarageId) -> None:
        try:
            self._database.statement(
                lambda connection: connection.execute(_RING, {"channel": channel(garage_id)})
            )
        except Exception as error:  # noqa: BLE001 - the bell must go on ringing for others
            log.warning("ring lost", extra={"garage": garage_id, "error": str(error)})


class LiveFeed:
    """Keeps one kiosk's counts true: looks when a bell rings, and when the clock frees a spot.

    ``on_change``, ``on_lost`` and ``on_garage`` are called from the feed's thread; ``on_lost`` once
    per loss, ``on_garage`` with the garage whenever it is another than before. ``also`` names other
    channels that are heard on the same connection, and who is told their messages.
    """

    def __init__(
        self,
        database: Database,
        garage: Garage,
        *,
        on_change: Callable[[Availability], None],
        on_lost: Callable[[str], None],
        on_garage: Callable[[Garage], None] = lambda _: None,
        also: Mapping[str, Callable[[str], None]] | None = None,
    ) -> None:
        self._database = database
        self._garage = garage
        self._on_change = on_change
        self._on_lost = on_lost
        self._on_garage = on_garage
        self._also = also or {}
        self._garage_due = 0.0
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="live-feed", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def close(self) -> None:
        """End the thread; no call back happens afterwards."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        failures = 0
        while not self._closed.is_set():
            try:
                with self._database.own_connection() as connection:
                    for name in (channel(self._garage.id), *self._also):
                        connection.execute(f"LISTEN {name}".encode())
                    failures = 0
                    self._garage_due = 0.0
                    self._follow(connection)
            except Exception as error:  # noqa: BLE001 - the numbers must come back by themselves
                if failures == 0:
                    self._lose(error)
                self._closed.wait(BACK_OFF_S[min(failures, len(BACK_OFF_S) - 1)])
                failures += 1

    def _lose(self, error: Exception) -> None:
        expected = isinstance(error, DatabaseUnavailableError)
        facts = {"garage": self._garage.id, "reason": str(error)}
        log.warning("feed lost", extra=facts, exc_info=None if expected else error)
        self._on_lost(str(error))

    def _follow(self, connection: Connection) -> None:
        while not self._closed.is_set():
            looked = time.monotonic()
            if looked >= self._garage_due:
                self._read_garage()
            availability, now = availability_now(self._database, self._garage)
            if self._closed.is_set():
                return
            self._on_change(availability)
            change = availability.next_change_at
            due = None if change is None else looked + (change - now).total_seconds()
            self._closed.wait(REST_S)
            self._wait(connection, due)

    def _read_garage(self) -> None:
        self._garage_due = time.monotonic() + GARAGE_EVERY_S
        garage = find_garage(self._database, self._garage.slug)
        if garage != self._garage and not self._closed.is_set():
            self._garage = garage
            self._on_garage(garage)

    def _wait(self, connection: Connection, due: float | None) -> None:
        """Return when a bell rang or ``due`` (on the monotonic clock) is reached."""
        due = self._garage_due if due is None else min(due, self._garage_due)
        while not self._closed.is_set():
            left = min(due - time.monotonic(), LONGEST_WAIT_S)
            if left <= 0:
                return
            rung = []
            for ring in connection.notifies(timeout=left, stop_after=1):
                if ring.channel in self._also:
                    self._also[ring.channel](ring.payload)
                else:
                    rung.append(ring)
            if any(ring.payload == FACTS for ring in rung):
                self._garage_due = 0.0
            if rung:
                return
