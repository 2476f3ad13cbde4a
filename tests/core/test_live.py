"""What one kiosk changes, every other one shows, also when the line was cut in between."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from queue import Empty, Queue
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core import availability, live
from core.channels import channel
from core.clock import SystemClock
from core.db.database import Database
from core.db.migrate import upgrade
from core.garage_store import load_garage
from core.ids import GarageId
from core.live import DatabaseBell, LiveFeed
from core.outcomes import Reserved
from core.periods import Period
from core.reservations import Reservations
from core.vehicles import VehicleType
from kiosk.demo.embedded_postgres import EmbeddedPostgres
from tests.core.small_garage import from_now, open_garage, small_plan
from tests.postgres import folder_for_servers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from core.garages import Garage
    from core.outcomes import Availability

SOON_S: Final = 5
LARGE: Final = VehicleType.LARGE


class Screen:
    """What a kiosk shows of its feed, and how often it was told that the line is cut."""

    def __init__(self, database: Database, garage: Garage) -> None:
        self.shown: Queue[Availability] = Queue()
        self.lost: Queue[str] = Queue()
        self.feed = LiveFeed(database, garage, on_change=self.shown.put, on_lost=self.lost.put)

    def wait_for(self, free: int) -> None:
        """Wait until the screen shows so many free large spots."""
        last = None
        try:
            while last != free:
                last = self.shown.get(timeout=SOON_S).free[LARGE]
        except Empty:
            pytest.fail(f"the screen shows {last} free spots, not {free}")


@pytest.fixture
def screen(database: Database, garage: Garage) -> Iterator[Screen]:
    screen = Screen(database, garage)
    screen.feed.start()
    screen.wait_for(1)
    yield screen
    screen.feed.close()


@pytest.fixture
def elsewhere(database_url: str) -> Iterator[Reservations]:
    """Another kiosk, with connections and a bell of its own."""
    database = Database(database_url)
    bell = DatabaseBell(database)
    yield Reservations(database, SystemClock(), bell, hold_for=timedelta(minutes=2))
    bell.close()
    database.close()


def test_a_reservation_made_elsewhere_is_shown_and_so_is_its_end(
    screen: Screen, garage: Garage, elsewhere: Reservations
) -> None:
    outcome = elsewhere.reserve(garage, LARGE, from_now())
    assert isinstance(outcome, Reserved)
    screen.wait_for(0)

    elsewhere.cancel(outcome.hold.reservation_id)
    screen.wait_for(1)


def test_control_without_a_bell_nothing_is_shown(
    screen: Screen, garage: Garage, elsewhere: Reservations, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(DatabaseBell, "ring", lambda *_: None)

    elsewhere.reserve(garage, LARGE, from_now())

    with pytest.raises(Empty):
        screen.shown.get(timeout=0.3)


@pytest.mark.parametrize("what", ["a hold", "a stay"])
def test_a_spot_that_the_clock_frees_is_shown_without_a_bell(
    database: Database, garage: Garage, elsewhere: Reservations, what: str
) -> None:
    outcome = elsewhere.reserve(garage, LARGE, from_now())
    assert isinstance(outcome, Reserved)
    if what == "a hold":
        sooner = "UPDATE reservations SET hold_expires_at = now() + interval '0.4 s'"
    else:
        elsewhere.waive(outcome.hold.reservation_id, reason="test")
        sooner = """
            UPDATE reservations SET period = tstzrange(lower(period), now() + interval '0.4 s');
            UPDATE free_intervals SET lo = now() + interval '0.4 s' WHERE lo > now();
        """
    database.transaction(lambda connection: connection.execute(text(sooner)))
    screen = Screen(database, garage)
    screen.feed.start()

    screen.wait_for(0)
    screen.wait_for(1)
    screen.feed.close()


def test_a_spot_whose_next_driver_draws_near_leaves_the_count_by_the_clock(
    database: Database,
    garage: Garage,
    elsewhere: Reservations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # A stay may begin until its minute is over. Here the clock has seconds for minutes.
    in_seconds = availability._NOW.text.replace("minute'", "second'")
    monkeypatch.setattr(availability, "_NOW", text(in_seconds))
    start = datetime.now(UTC).replace(microsecond=0) + garage.step + timedelta(seconds=2)
    outcome = elsewhere.reserve(garage, LARGE, Period(start, start + garage.step))
    assert isinstance(outcome, Reserved)
    screen = Screen(database, garage)
    screen.feed.start()

    screen.wait_for(1)
    screen.wait_for(0)
    screen.feed.close()


def test_nothing_is_shown_after_the_feed_was_closed(
    screen: Screen, garage: Garage, elsewhere: Reservations
) -> None:
    screen.feed.close()
    elsewhere.reserve(garage, LARGE, from_now())

    with pytest.raises(Empty):
        screen.shown.get(timeout=0.2)


def test_a_rush_is_one_ring(
    database: Database, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "GATHER_S", 0.2)
    bell = DatabaseBell(database)
    with database.own_connection() as listener:
        listener.execute(f"LISTEN {channel(garage.id)}; LISTEN {channel(GarageId(2))}".encode())
        for _ in range(100):
            bell.ring(garage.id)
        bell.ring(GarageId(2))
        bell.close()

        heard = [rung.channel for rung in listener.notifies(timeout=0.2)]

    assert sorted(heard) == [channel(garage.id), channel(GarageId(2))]


def test_what_was_rung_is_sent_before_the_bell_closes(database: Database, garage: Garage) -> None:
    bell = DatabaseBell(database)
    with database.own_connection() as listener:
        listener.execute(f"LISTEN {channel(garage.id)}".encode())
        bell.ring(garage.id)
        bell.close()

        assert len(list(listener.notifies(timeout=SOON_S, stop_after=1))) == 1


def test_a_feed_outlives_its_server_and_tells_the_loss_once(tmp_path: Path) -> None:
    folder = folder_for_servers() / f"garage-kiosk-tests-live-{tmp_path.name}-{id(tmp_path)}"
    with EmbeddedPostgres(folder, settings={"fsync": "off"}) as server:
        url = server.create_database("garage")
        upgrade(url)
        database = Database(url)
        garage = open_garage(database, small_plan())
        screen = Screen(database, garage)
        screen.feed.start()
        screen.wait_for(1)

        server.kill()
        assert "cannot be reached" in screen.lost.get(timeout=SOON_S)
        server.start()
        screen.wait_for(1)
        open_garage(database, small_plan(floors=(1, 2)))
        bell = DatabaseBell(database)
        bell.ring(garage.id)
        screen.wait_for(2)
        bell.close()

        assert screen.lost.empty()
        screen.feed.close()
        database.close()
    shutil.rmtree(folder)


def test_a_garage_that_is_loaded_anew_is_told(database: Database, garage: Garage) -> None:
    told: Queue[Garage] = Queue()
    looked: Queue[Availability] = Queue()
    feed = LiveFeed(
        database, garage, on_change=looked.put, on_lost=lambda _: None, on_garage=told.put
    )
    feed.start()
    try:
        looked.get(timeout=SOON_S)
        load_garage(database, small_plan(rates=("3.50", "4.00", "6.50")), actor="test")
        changed = told.get(timeout=SOON_S)
    finally:
        feed.close()

    assert changed.rates[VehicleType.COMPACT] == Decimal("3.50")
    assert told.empty()  # what has not changed is not told


def test_a_garage_that_is_changed_without_a_ring_is_told_within_its_time(
    database: Database, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "GARAGE_EVERY_S", 0.1)
    told: Queue[Garage] = Queue()
    looked: Queue[Availability] = Queue()
    feed = LiveFeed(
        database, garage, on_change=looked.put, on_lost=lambda _: None, on_garage=told.put
    )
    feed.start()
    try:
        looked.get(timeout=SOON_S)
        database.statement(
            lambda connection: connection.execute(text("UPDATE garages SET name = 'Corrected'"))
        )
        assert told.get(timeout=SOON_S).name == "Corrected"
    finally:
        feed.close()
