"""A spot goes in and out of service while drivers take and give back spots."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.allocation import claim
from core.clock import SystemClock
from core.outcomes import Reserved
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    import pytest

    from core.db.database import Database

DRIVERS: Final = 3
TURNS: Final = 8
LOOKS: Final = 4
"""How many reservations each driver makes while the spot is out of service."""


@dataclass(frozen=True)
class Got:
    """A driver got this spot between these two moments (s)."""

    number: int
    asked_at: float
    got_at: float


def test_a_spot_out_of_service_is_given_to_nobody(database: Database) -> None:
    assert _given_while_out(database) == 0
    assert drift(database) == []


def test_control_claims_that_do_not_ask_for_the_status_are_caught(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(claim, "statuses", lambda _: ("out_of_service", "in_service"))

    assert _given_while_out(database) > 0


def _given_while_out(database: Database) -> int:
    """Toggle the nearest spot while drivers come and go; count those who wrongly got it."""
    garage = open_garage(database, small_plan(compact=DRIVERS + 1, regular=0, large=0))
    reservations = Reservations(
        database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2)
    )
    got: list[Got] = []
    some_more = threading.Condition()
    done = threading.Event()

    def drive(seed: int) -> None:
        turn = seed
        while not done.is_set():
            turn += 1
            later = HOUR * (turn % 3)
            asked_at = time.monotonic()
            outcome = reservations.reserve(garage, VehicleType.COMPACT, from_now(later=later))
            if isinstance(outcome, Reserved):
                with some_more:
                    got.append(Got(outcome.hold.spot.number, asked_at, time.monotonic()))
                    some_more.notify_all()
                reservations.cancel(outcome.hold.reservation_id)

    def wait_for_more() -> None:
        with some_more:
            enough = len(got) + DRIVERS * LOOKS
            assert some_more.wait_for(lambda: len(got) >= enough, timeout=20)

    def set_status(status: SpotStatus) -> None:
        set_spot_status(database, SilentBell(), garage, Place(1, 1), status, actor="test")

    out: list[tuple[float, float]] = []
    with ThreadPoolExecutor(DRIVERS) as pool:
        driving = [pool.submit(drive, seed) for seed in range(DRIVERS)]
        try:
            for _ in range(TURNS):
                set_status(SpotStatus.OUT_OF_SERVICE)
                since = time.monotonic()
                wait_for_more()
                out.append((since, time.monotonic()))
                set_status(SpotStatus.IN_SERVICE)
                wait_for_more()
        finally:
            done.set()
        for one in driving:
            one.result(timeout=20)
    assert any(one.number == 1 for one in got), "nobody ever got the spot"
    return sum(
        one.number == 1 and since < one.asked_at and one.got_at < until
        for one in got
        for since, until in out
    )
