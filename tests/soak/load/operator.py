"""Somebody at the garage: takes spots out of service and back, and repairs what needs no repair."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import repair
from core.ids import SpotId
from core.spot_status import SpotStatus
from core.spots import Place
from kiosk.maintenance import repair_drift, set_status

if TYPE_CHECKING:
    from core.db.database import Database
    from tests.soak.load.tally import Tally

OUT: Final = 6
"""How many spots are not in service at a time."""
REPAIR_EVERY: Final = 20
"""All spots are looked at for drift after so many turns; one is made anew in each turn."""
_SPOTS: Final = text("SELECT id, floor, number FROM spots")


class Operator:
    """Changes and repairs spots, by the functions of the commands."""

    def __init__(self, database: Database, garage: str, tally: Tally, *, seed: int) -> None:
        self._database = database
        self._garage = garage
        self._tally = tally
        self._dice = random.Random(seed)
        self._turns = 0
        self._out: list[Place] = []
        rows = database.statement(lambda connection: connection.execute(_SPOTS).all())
        self._ids = [SpotId(row.id) for row in rows]
        self._places = [Place(row.floor, row.number) for row in rows]

    def turn(self) -> None:
        """Change a spot, and make the free time of another one anew."""
        self._turns += 1
        if len(self._out) < OUT:
            place = self._dice.choice([one for one in self._places if one not in self._out])
            self._out.append(place)
            self._set(place, self._dice.choice((SpotStatus.OUT_OF_SERVICE, SpotStatus.KEPT_BACK)))
        else:
            self._set(self._out.pop(0), SpotStatus.IN_SERVICE)
        repair(self._database, [self._dice.choice(self._ids)])
        self._tally.count("repair")
        if self._turns % REPAIR_EVERY == 0:
            list(repair_drift(self._database.url))
            self._tally.count("db repair")

    def _set(self, place: Place, status: SpotStatus) -> None:
        list(set_status(self._database.url, self._garage, place, status))
        self._tally.count("spot set")
