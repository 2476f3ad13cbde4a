"""A short form of the mixed load, and that nothing that may go wrong in it is overlooked."""

from __future__ import annotations

import shutil
import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core import reservations
from core.clock import SystemClock
from core.db.database import Database
from core.garage_store import find_garage
from core.outcomes import Reserved, SoldOut
from core.reservations import Reservations
from core.vehicles import VehicleType
from kiosk.demo.embedded_postgres import EmbeddedPostgres
from tests.core.small_garage import SilentBell, from_now
from tests.postgres import folder_for_servers
from tests.soak.load.drivers import Drivers, Shop
from tests.soak.load.false_none import free_all_the_while
from tests.soak.load.garage_time import GarageTime
from tests.soak.load.gauges import read_gauges
from tests.soak.load.mixed import GARAGE, SETTINGS, Plan, prepare, run
from tests.soak.load.tally import Counts, Fault, Tally
from tests.soak.load.verdict import Minute, wrongs

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterator, Sequence

COMPACT: Final = VehicleType.COMPACT
LARGE: Final = VehicleType.LARGE
UNPROTECTED: Final = """
    ALTER TABLE reservations
        DROP CONSTRAINT reservations_no_overlap,
        DISABLE TRIGGER reservations_keep_promised_spot
"""
SHORT: Final = Plan(minutes=24, minute_s=2.5, kiosks=2, floors=1, speed=600)
"""A minute of ours at most: two of its own are enough unless the machine is busy."""
ALL: Final = {"reserve", "waive", "cancel", "complete", "spot set", "repair"}


@pytest.fixture
def server() -> Iterator[EmbeddedPostgres]:
    folder = folder_for_servers() / f"garage-kiosk-tests-{uuid.uuid4().hex}"
    try:
        with EmbeddedPostgres(folder, settings={**SETTINGS, "fsync": "off"}) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database(server: EmbeddedPostgres) -> Iterator[Database]:
    """One floor of a garage in its own time, before anybody comes."""
    url, _ = prepare(server, SHORT)
    with Database(url) as database:
        yield database


def test_a_short_mixed_load_goes_well(server: EmbeddedPostgres) -> None:
    url, garage_time = prepare(server, SHORT)

    minutes = run(url, garage_time, SHORT, _everything_was_done)

    assert list(wrongs(minutes)) == []
    assert _everything_was_done(minutes)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        ("UPDATE free_intervals SET lo = 'infinity' WHERE spot_id = 1", "drift: 1 spots"),
        (
            "UPDATE reservations SET spot_id = (SELECT min(spot_id) FROM reservations)",
            "overlaps: 1 after",
        ),
    ],
    ids=["drift", "overlap"],
)
def test_control_what_is_broken_by_hand_is_told(database: Database, damage: str, told: str) -> None:
    garage = find_garage(database, GARAGE)
    for _ in range(2):
        assert isinstance(_reservations(database).reserve(garage, COMPACT, from_now()), Reserved)
    assert list(wrongs([_minute(database)])) == []
    for change in (UNPROTECTED, damage):
        database.statement(lambda connection, sql=change: connection.execute(text(sql)))

    assert any(one.startswith(told) for one in wrongs([_minute(database)]))


def test_control_a_false_none_free_is_told(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reservations, "allocate_spot", lambda *_: None)

    assert _faults_of_drivers(database)[Fault.FALSE_NONE] > 0


def test_control_a_lost_hold_is_told(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Reservations, "waive", lambda *_, **__: None)

    assert _faults_of_drivers(database)[Fault.LOST_HOLD] > 0


def test_what_became_free_since_somebody_asked_was_not_free_all_the_while(
    database: Database,
) -> None:
    garage, kiosk, period = find_garage(database, GARAGE), _reservations(database), from_now()
    outcomes = [kiosk.reserve(garage, LARGE, period) for _ in range(31)]
    *held, sold_out = outcomes
    assert isinstance(sold_out, SoldOut)

    asked_at = datetime.now(UTC)
    assert free_all_the_while(database, garage, LARGE, period, asked_at=asked_at) == 0
    assert isinstance(held[0], Reserved)
    kiosk.cancel(held[0].hold.reservation_id)
    assert free_all_the_while(database, garage, LARGE, period, asked_at=asked_at) == 0
    later = datetime.now(UTC)
    assert free_all_the_while(database, garage, LARGE, period, asked_at=later) == 1


def _everything_was_done(minutes: Sequence[Minute]) -> bool:
    """Whether each kind of operation was, and more than half of the garage is taken."""
    done = set().union(*(one.counts.operations for one in minutes))
    return len(minutes) > 1 and done >= ALL and minutes[-1].gauges.taken > SHORT.spots / 2


def _faults_of_drivers(database: Database) -> Counter[str]:
    """Let a few drivers come to the garage, in our own time."""
    garage_time = GarageTime(datetime.now(UTC), speed=1)
    kiosk, tally = _reservations(database), Tally()
    shop = Shop(database, find_garage(database, GARAGE), kiosk, kiosk, garage_time)
    drivers = Drivers(shop, tally, spots=SHORT.spots, seed=1)
    for _ in range(20):
        drivers.turn()
    return tally.take().faults


def _reservations(database: Database) -> Reservations:
    return Reservations(database, SystemClock(), SilentBell(), hold_for=timedelta(hours=1))


def _minute(database: Database) -> Minute:
    return Minute(1.0, Counts(), read_gauges(database))
