"""Cars that come and go, and other kiosks that sell: so that the numbers on the screen move."""

from __future__ import annotations

import logging
import threading
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import complete_past
from core.db.errors import DatabaseUnavailableError
from core.ids import ReservationId
from core.outcomes import Reserved
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.demo.occupancy import SHARE, WAIVER, random_duration

if TYPE_CHECKING:
    import random
    from collections.abc import Sequence

    from core.db.database import Database
    from core.garages import Garage
    from core.reservations import Reservations

log = logging.getLogger(__name__)

EVERY_S: Final = 1.5
"""Mean time between two cars of one garage."""

_SOMEBODY: Final = text("""
SELECT id FROM reservations
WHERE garage_id = :garage_id AND status = 'paid' AND waiver = :waiver AND period @> now()
ORDER BY random() LIMIT 1
""")
_FILL: Final = text("""
SELECT (SELECT count(*) FROM reservations WHERE garage_id = :garage_id
        AND status IN ('held', 'paid') AND period @> now()) AS occupied,
    (SELECT count(*) FROM spots WHERE garage_id = :garage_id) AS spots
""")


class Traffic:
    """Arrivals and departures in some garages, from a thread of its own."""

    def __init__(
        self,
        database: Database,
        reservations: Reservations,
        garages: Sequence[Garage],
        *,
        dice: random.Random,
        every_s: float = EVERY_S,
    ) -> None:
        self._database = database
        self._reservations = reservations
        self._garages = garages
        self._dice = dice
        self._every_s = every_s
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="traffic", daemon=True)

    def start(self) -> None:
        """Let cars come and go."""
        self._thread.start()

    def close(self) -> None:
        """Stop them."""
        self._closed.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        mean = self._every_s / len(self._garages)
        moves = True
        while not self._closed.wait(self._dice.expovariate(1 / mean)):
            try:
                self._move(self._dice.choice(self._garages))
                moves = True
            except DatabaseUnavailableError as error:
                if moves:
                    log.warning("no traffic", extra={"reason": str(error)})
                moves = False

    def _move(self, garage: Garage) -> None:
        row = self._database.statement(
            lambda connection: connection.execute(_FILL, {"garage_id": garage.id}).one()
        )
        fill = row.occupied / max(row.spots, 1)
        complete_past(self._database, garage.id)
        # The fuller the garage, the likelier somebody leaves: it stays near its usual share.
        if self._dice.random() < fill / (2 * SHARE):
            self._depart(garage)
        else:
            self._arrive(garage)

    def _arrive(self, garage: Garage) -> None:
        steps = max(round(random_duration(self._dice) / garage.step), 1)
        period = stay(datetime.now(UTC), steps * garage.step)
        kind = self._dice.choices(list(VehicleType), weights=(5, 4, 1))[0]
        outcome = self._reservations.reserve(garage, kind, period)
        if isinstance(outcome, Reserved):
            self._reservations.waive(outcome.hold.reservation_id, reason=WAIVER)

    def _depart(self, garage: Garage) -> None:
        somebody = self._database.statement(
            lambda connection: connection.scalar(
                _SOMEBODY, {"garage_id": garage.id, "waiver": WAIVER}
            )
        )
        if somebody is not None:
            self._reservations.complete(ReservationId(somebody))
