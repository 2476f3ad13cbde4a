"""Garages and kiosks in the database."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from core import garage_store
from core.availability import free_spots
from core.clock import SystemClock
from core.db.database import Database
from core.db.errors import DatabaseUnavailableError
from core.garage_file import PlannedSpot
from core.garage_store import (
    GarageConflictError,
    UnknownGarageError,
    find_garage,
    load_garage,
    register_kiosk,
    removed_spots,
)
from core.ids import ReaderId
from core.kiosk_lock import KioskLock, KioskTakenError
from core.money import currency
from core.opening_hours import OpenTime
from core.outcomes import Reserved
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from psycopg import Connection
    from sqlalchemy import Row

    from core.garages import Garage


def test_a_loaded_garage_is_found_as_it_was_planned(database: Database) -> None:
    plan = small_plan(code="KWD", rates=("0.125", "0.250", "1"))

    assert load_garage(database, plan, actor="test") == 5
    garage = find_garage(database, "small")

    assert (garage.name, garage.address, garage.zipcode) == (plan.name, plan.address, plan.zipcode)
    assert (garage.rates, garage.step, garage.currency) == (plan.rates, plan.step, "KWD")
    assert drift(database) == []


def test_loading_twice_changes_nothing(database: Database, garage: Garage) -> None:
    assert load_garage(database, small_plan(), actor="test") == 0
    assert find_garage(database, "small") == garage


def test_loading_again_follows_the_file_and_adds_its_spots(
    database: Database, garage: Garage
) -> None:
    plan = small_plan(rates=("1", "2", "3"), floors=(1, 2))

    assert load_garage(database, plan, actor="test") == 5
    assert find_garage(database, "small") == replace(
        garage, rates=plan.rates, version=garage.version + 1
    )
    assert drift(database) == []


def test_what_a_file_changes_is_written_down_with_who_loaded_it(database: Database) -> None:
    plan = small_plan(rates=("2.50", "3", "4"))
    week = (OpenTime(1, 360, 1380),)
    changed = replace(
        plan,
        rates={**plan.rates, VehicleType.COMPACT: Decimal("2.75")},
        week=week,
        kept_back={VehicleType.COMPACT: 1},
    )

    load_garage(database, plan, actor="first")
    load_garage(database, plan, actor="changes nothing")
    load_garage(database, changed, actor="second")

    new, again = noted(database)
    assert new[:4] == ("first", "loaded", "garages", {})
    assert (new.after["rate_compact"], new.after["spots"]) == ("2.500", 5)
    assert again == (
        "second",
        "loaded",
        "garages",
        {"rate_compact": "2.500", "week": [], "kept_back": None},
        {"rate_compact": "2.750", "week": [[1, 360, 1380]], "kept_back": {"compact": 1}},
    )


def noted(database: Database) -> Sequence[Row[tuple[str, str, str, Any, Any]]]:
    query = text("SELECT actor, action, table_name, before, after FROM audit_log ORDER BY id")
    return database.statement(lambda connection: connection.execute(query).all())


@pytest.mark.parametrize(
    ("spots", "sentence"),
    [
        (
            (),
            "put it back, or first take it out for good: 'kiosk spot set small 1 1 removed'.",
        ),
        (
            (PlannedSpot(1, 1, VehicleType.LARGE),),
            "Spot 1 on floor 1 is compact; a file may not change its type.",
        ),
    ],
    ids=["dropped", "changed"],
)
def test_a_spot_that_exists_stays_as_it_is(
    database: Database, garage: Garage, spots: tuple[PlannedSpot, ...], sentence: str
) -> None:
    changed = replace(small_plan(rates=("9", "9", "9")), spots=spots)

    with pytest.raises(GarageConflictError, match=sentence):
        load_garage(database, changed, actor="test")
    assert find_garage(database, "small") == garage, "nothing was changed"


@pytest.mark.usefixtures("garage")
def test_each_contradiction_is_named_up_to_a_number(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    nothing = replace(small_plan(), spots=())

    with pytest.raises(GarageConflictError) as five:
        load_garage(database, nothing, actor="test")
    monkeypatch.setattr(garage_store, "MOST_CONFLICTS", 2)
    with pytest.raises(GarageConflictError) as three:
        load_garage(database, nothing, actor="test")

    assert len(str(five.value).splitlines()) == 5
    *_, last = lines = str(three.value).splitlines()
    assert len(lines) == 3
    assert last == "So it is with 3 more spots; look at the whole file."


def test_a_removed_spot_may_leave_the_file_and_keeps_its_history(
    database: Database, garage: Garage
) -> None:
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR)
    outcome = reservations.reserve(garage, VehicleType.COMPACT, from_now())
    assert isinstance(outcome, Reserved)
    ticket = reservations.waive(outcome.hold.reservation_id, reason="test")
    plan = small_plan()
    fewer = replace(plan, spots=tuple(spot for spot in plan.spots if spot.number != 1))
    removed = Place(1, 1)
    set_spot_status(database, SilentBell(), garage, removed, SpotStatus.REMOVED, actor="test")

    assert load_garage(database, fewer, actor="test") == 0
    assert ticket is not None
    assert ticket.spot_number == removed.number
    assert reservations.waive(outcome.hold.reservation_id, reason="test") == ticket
    assert free_spots(database, garage, VehicleType.COMPACT, from_now()) == 4
    assert load_garage(database, plan, actor="test") == 0, (
        "the spot is known, also when it is listed again"
    )
    assert removed_spots(database, garage, plan) == [removed]
    assert removed_spots(database, garage, fewer) == []
    assert drift(database) == []


def test_what_to_do_about_a_missing_spot_can_be_typed_below_the_ground(database: Database) -> None:
    load_garage(database, small_plan(floors=(-2, 1)), actor="test")

    with pytest.raises(GarageConflictError, match="'kiosk spot set small -- -2 1 removed'"):
        load_garage(database, small_plan(), actor="test")


def test_a_garage_never_changes_its_currency(database: Database, garage: Garage) -> None:
    with pytest.raises(GarageConflictError, match="already sells in another currency"):
        load_garage(database, replace(small_plan(), currency=currency("USD")), actor="test")
    assert find_garage(database, "small") == garage


def test_two_who_load_at_once_add_each_spot_once(database: Database) -> None:
    plan = small_plan(floors=tuple(range(1, 30)))

    with ThreadPoolExecutor() as pool:
        added = list(pool.map(lambda _: load_garage(database, plan, actor="test"), range(4)))

    assert sorted(added) == [0, 0, 0, 145]
    assert [change.before for change in noted(database)] == [{}], "the others change nothing"
    assert drift(database) == []


def test_an_unknown_garage_is_told_with_those_that_are_known(database: Database) -> None:
    with pytest.raises(UnknownGarageError, match=r"no garage 'big' \(it has none\); load it"):
        find_garage(database, "big")
    open_garage(database, small_plan())
    with pytest.raises(UnknownGarageError, match=r"no garage 'big' \(it has small\); load it"):
        find_garage(database, "big")


def test_a_kiosk_keeps_its_id_when_its_reader_is_replaced(
    database: Database, garage: Garage
) -> None:
    first = register_kiosk(database, garage, "north", ReaderId("tmr_1"))

    assert register_kiosk(database, garage, "north", ReaderId("tmr_2")) == first
    assert register_kiosk(database, garage, "south", None) != first


def test_a_rate_is_kept_to_the_last_decimal(database: Database) -> None:
    garage = open_garage(database, small_plan(code="KWD", rates=("0.001", "0", "9999999.999")))

    assert list(garage.rates.values()) == [Decimal("0.001"), Decimal(0), Decimal("9999999.999")]


def test_two_processes_are_never_the_same_kiosk(
    database: Database, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.kiosk_lock.PATIENCE_S", 0.0)
    kiosk = register_kiosk(database, garage, "north", None)
    first, second = KioskLock(database, kiosk), KioskLock(database, kiosk)
    other = KioskLock(database, register_kiosk(database, garage, "south", None))

    first.take()
    other.take()
    with pytest.raises(KioskTakenError, match="Another process runs as this kiosk; end it"):
        second.take()
    first.release()
    second.take()
    second.release()
    other.release()


def test_a_connection_that_dies_under_the_lock_is_told(database: Database, garage: Garage) -> None:
    class Cut(Database):
        @contextmanager
        def own_connection(self) -> Iterator[Connection]:
            with super().own_connection() as connection:
                connection.close()
                yield connection

    kiosk = register_kiosk(database, garage, "north", None)

    with pytest.raises(DatabaseUnavailableError, match="cannot be reached"):
        KioskLock(Cut(database.url), kiosk).take()
