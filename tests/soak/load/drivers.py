"""Drivers who come, pay, leave, book and cancel, as fast as they are served."""

from __future__ import annotations

import math
import random
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from core.availability import availability_now, day_curve, free_spots
from core.outcomes import Cancelled, Reserved, SoldOut
from core.periods import Period, stay
from core.vehicles import VehicleType
from tests.soak.load.false_none import free_all_the_while
from tests.soak.load.tally import Fault

if TYPE_CHECKING:
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import ReservationId
    from core.outcomes import ReserveOutcome
    from core.reservations import Reservations
    from tests.soak.load.garage_time import GarageTime
    from tests.soak.load.tally import Tally

KINDS: Final = list(VehicleType)
WEIGHTS: Final = (40, 45, 15)
"""Of a hundred vehicles, as many of each type as there are spots: chance fills up each type."""
LONGEST_STEPS: Final = 24
LATEST_STEPS: Final = 36
"""How far ahead a booking begins at most."""
FULL_FROM: Final = 0.90
FULL_TO: Final = 0.99
TIDE_S: Final = 20.0
"""The garage is between so full and so full, and it takes so long from the one to the other and
back: a whole number of times in a minute, so that each minute is like the other."""
BOOKED: Final = 0.25
"""Bookings that wait for their time, as a share of the spots."""
TIDY_EVERY: Final = 32
SOME_TIME: Final = timedelta(hours=2)


@dataclass(frozen=True, slots=True)
class Shop:
    """What a kiosk's drivers meet: one kiosk, and what books in advance."""

    database: Database
    garage: Garage
    walk_ins: Reservations
    bookings: Reservations
    time: GarageTime


class Drivers:
    """As many drivers as share these spots, one acting at a time.

    Args:
        spots: how many spots of the garage are theirs to fill.
        seed: of their dice.
    """

    def __init__(self, shop: Shop, tally: Tally, *, spots: float, seed: int) -> None:
        self._shop = shop
        self._tally = tally
        self._spots = spots
        self._dice = random.Random(seed)
        self._turns = 0
        self._parked: dict[ReservationId, datetime] = {}
        self._booked: dict[ReservationId, Period] = {}

    def turn(self) -> None:
        """Let one of them do something."""
        self._turns += 1
        if self._turns % TIDY_EVERY == 0:
            self._tidy()
        dice = self._dice.random()
        if dice < 0.05:
            self._look(dice)
        elif dice < 0.17 and len(self._booked) < BOOKED * self._spots:
            self._book()
        elif dice < 0.20 and self._booked:
            self._cancel_booking()
        elif len(self._parked) < self._full():
            self._walk_in()
        else:
            self._leave()

    def _full(self) -> float:
        tide = math.sin(2 * math.pi * time.monotonic() / TIDE_S)
        middle, height = (FULL_FROM + FULL_TO) / 2, (FULL_TO - FULL_FROM) / 2
        return self._spots * (middle + height * tide)

    def _walk_in(self) -> None:
        steps = self._dice.randint(1, LONGEST_STEPS)
        period = stay(self._shop.time.now(), steps * self._shop.garage.step)
        outcome = self._reserve(self._shop.walk_ins, period, promise_spot=True)
        if isinstance(outcome, SoldOut):
            self._leave()
            return
        hold, dice = outcome.hold, self._dice.random()
        if dice < 0.85:
            self._pay(hold.reservation_id, period, hold.expires_at)
        elif dice < 0.98:
            self._cancel(hold.reservation_id, hold.expires_at)
        # The others walk away; their holds run out.

    def _book(self) -> None:
        step, steps = self._shop.garage.step, self._dice.randint(1, LONGEST_STEPS)
        later = self._dice.randint(3, LATEST_STEPS) * step
        period = stay(self._shop.time.now() + later, steps * step)
        outcome = self._reserve(self._shop.bookings, period, promise_spot=False)
        if isinstance(outcome, Reserved):
            self._booked[outcome.hold.reservation_id] = period

    def _reserve(
        self, reservations: Reservations, period: Period, *, promise_spot: bool
    ) -> ReserveOutcome:
        kind = self._dice.choices(KINDS, WEIGHTS)[0]
        asked_at, began = datetime.now(UTC), time.perf_counter()
        outcome = reservations.reserve(self._shop.garage, kind, period, promise_spot=promise_spot)
        self._tally.reserved(time.perf_counter() - began)
        if isinstance(outcome, SoldOut):
            self._look_up(kind, period, asked_at)
        return outcome

    def _look_up(self, kind: VehicleType, period: Period, asked_at: datetime) -> None:
        self._tally.count("none free")
        shop = self._shop
        if free_all_the_while(shop.database, shop.garage, kind, period, asked_at=asked_at):
            self._tally.fault(Fault.FALSE_NONE)

    def _pay(self, reservation_id: ReservationId, period: Period, until: datetime) -> None:
        ticket = self._shop.walk_ins.waive(reservation_id, reason="soak")
        self._tally.count("waive")
        if ticket is not None:
            self._parked[reservation_id] = period.ends_at
        elif self._shop.time.now() < until:
            self._tally.fault(Fault.LOST_HOLD)

    def _cancel(self, reservation_id: ReservationId, until: datetime) -> None:
        outcome = self._shop.walk_ins.cancel(reservation_id)
        self._tally.count("cancel")
        if outcome != Cancelled() and self._shop.time.now() < until:
            self._tally.fault(Fault.LOST_HOLD)

    def _cancel_booking(self) -> None:
        reservation_id = self._dice.choice(list(self._booked))
        self._cancel(reservation_id, self._booked.pop(reservation_id).ends_at)

    def _leave(self) -> None:
        """Somebody leaves before the end of the stay."""
        if not self._parked:
            return
        reservation_id = self._dice.choice(list(self._parked))
        ends_at = self._parked.pop(reservation_id)
        left = self._shop.walk_ins.complete(reservation_id)
        self._tally.count("complete")
        if not left and self._shop.time.now() < ends_at:
            self._tally.fault(Fault.LOST_HOLD)

    def _look(self, dice: float) -> None:
        shop, now = self._shop, self._shop.time.now()
        if dice < 0.03:
            free_spots(shop.database, shop.garage, self._dice.choice(KINDS), stay(now, SOME_TIME))
            self._tally.count("free_spots")
        elif dice < 0.045:
            availability_now(shop.database, shop.garage)
            self._tally.count("availability_now")
        else:
            day_curve(shop.database, shop.garage, now)
            self._tally.count("day_curve")

    def _tidy(self) -> None:
        """Let those go whose time is over, and those come whose time has come."""
        now = self._shop.time.now()
        self._parked = {who: ends_at for who, ends_at in self._parked.items() if ends_at > now}
        arrived = [(who, period) for who, period in self._booked.items() if period.starts_at <= now]
        for who, period in arrived:
            del self._booked[who]
            if period.ends_at > now:
                self._pay(who, period, period.ends_at)
