"""A garage that is booked in advance, spot by spot and by the hour."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.clock import SystemClock
from core.outcomes import Reserved
from core.periods import Period
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, open_garage, small_plan

if TYPE_CHECKING:
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import KioskId, ReservationId
    from core.outcomes import ReserveOutcome

COMPACT: Final = VehicleType.COMPACT

_SPOTS: Final = text("""
SELECT r.id, s.number FROM reservations r JOIN spots s ON s.id = r.spot_id
WHERE r.status IN ('held', 'paid')
""")


@dataclass
class Book:
    """The reservations of a garage, by the hour from tomorrow on."""

    database: Database
    garage: Garage
    reservations: Reservations
    bell: SilentBell
    zero: datetime

    def during(self, first: float, last: float) -> Period:
        return Period(self.zero + first * HOUR, self.zero + last * HOUR)

    def ask(
        self,
        first: float,
        last: float,
        kind: VehicleType = COMPACT,
        *,
        promised: bool = False,
        kiosk_id: KioskId | None = None,
        for_attendant: bool = False,
    ) -> ReserveOutcome:
        return self.reservations.reserve(
            self.garage,
            kind,
            self.during(first, last),
            promise_spot=promised,
            kiosk_id=kiosk_id,
            for_attendant=for_attendant,
        )

    def put(
        self,
        number: int,
        first: float,
        last: float,
        kind: VehicleType = COMPACT,
        *,
        promised: bool = False,
    ) -> ReservationId:
        """Book that spot, by having no other."""
        others = [spot for spot in self.numbers() if spot != number]
        for other in others:
            self.set(other, SpotStatus.OUT_OF_SERVICE)
        outcome = self.ask(first, last, kind, promised=promised)
        for other in others:
            self.set(other, SpotStatus.IN_SERVICE)
        assert isinstance(outcome, Reserved)
        assert self.where()[outcome.hold.reservation_id] == number
        return outcome.hold.reservation_id

    def set(self, number: int, status: SpotStatus) -> None:
        set_spot_status(
            self.database, self.bell, self.garage, Place(1, number), status, actor="test"
        )

    def numbers(self) -> list[int]:
        numbers = text("SELECT number FROM spots ORDER BY number")
        return list(self.database.statement(lambda connection: connection.scalars(numbers).all()))

    def where(self) -> dict[ReservationId, int]:
        rows = self.database.statement(lambda connection: connection.execute(_SPOTS).all())
        return {row.id: row.number for row in rows}


def open_book(database: Database, **spots: int) -> Book:
    counts = {"compact": 0, "regular": 0, "large": 0} | spots
    bell = SilentBell()
    return Book(
        database,
        open_garage(database, small_plan(**counts)),
        Reservations(database, SystemClock(), bell, hold_for=timedelta(minutes=2)),
        bell,
        datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(days=1),
    )
