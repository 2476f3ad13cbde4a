"""Spots in and out of service, kept back, and who may take them then."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import Claim, allocate_spot, complete_past
from core.availability import availability_now, free_spots
from core.clock import SystemClock
from core.outcomes import Hold, Reserved, SoldOut
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, StandingStay, UnknownSpotError, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.db.database import Database
    from core.garages import Garage

COMPACT: Final = VehicleType.COMPACT
FIRST: Final = Place(1, 1)


@pytest.fixture
def garage(database: Database) -> Iterator[Garage]:
    yield open_garage(database, small_plan(compact=2, regular=0, large=0))
    assert drift(database) == []


@pytest.fixture
def reservations(database: Database) -> Reservations:
    return Reservations(database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2))


def _set(
    database: Database, garage: Garage, status: SpotStatus, place: Place = FIRST
) -> tuple[StandingStay, ...]:
    return set_spot_status(database, SilentBell(), garage, place, status, actor="test")


def _hold(reservations: Reservations, garage: Garage, later: timedelta = timedelta()) -> Hold:
    outcome = reservations.reserve(garage, COMPACT, from_now(later=later))
    assert isinstance(outcome, Reserved)
    return outcome.hold


@pytest.mark.parametrize("status", [one for one in SpotStatus if one is not SpotStatus.IN_SERVICE])
def test_a_spot_that_is_not_in_service_is_neither_counted_nor_taken(
    database: Database, garage: Garage, reservations: Reservations, status: SpotStatus
) -> None:
    _set(database, garage, status)

    assert free_spots(database, garage, COMPACT, from_now()) == 1
    assert availability_now(database, garage)[0].free[COMPACT] == 1
    assert _hold(reservations, garage).spot.number == 2
    assert isinstance(reservations.reserve(garage, COMPACT, from_now()), SoldOut)

    _set(database, garage, SpotStatus.IN_SERVICE)
    assert _hold(reservations, garage).spot.number == 1


def test_an_attendant_gets_a_kept_back_spot_when_no_other_is_free(
    database: Database, garage: Garage
) -> None:
    _set(database, garage, SpotStatus.KEPT_BACK)
    period = from_now()
    price = calculate_payment(garage, COMPACT, period)
    claim = Claim(garage.id, garage.version, COMPACT, period, price, HOUR, for_attendant=True)

    holds = [allocate_spot(database, claim) for _ in range(3)]

    assert [hold and hold.spot.number for hold in holds] == [2, 1, None]


def test_stays_that_are_reserved_already_are_kept_and_named(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    later = _hold(reservations, garage, later=3 * HOUR)
    assert later.spot.number == 1
    now = _hold(reservations, garage)
    assert now.spot.number == 1

    standing = _set(database, garage, SpotStatus.OUT_OF_SERVICE)

    assert standing == (
        StandingStay(now.reservation_id, now.period),
        StandingStay(later.reservation_id, later.period),
    )


def test_what_is_given_back_out_of_service_waits_until_the_spot_is_back(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    hold = _hold(reservations, garage)
    _set(database, garage, SpotStatus.OUT_OF_SERVICE)
    reservations.cancel(hold.reservation_id)

    assert free_spots(database, garage, COMPACT, from_now()) == 1
    _set(database, garage, SpotStatus.IN_SERVICE)
    assert free_spots(database, garage, COMPACT, from_now()) == 2


def test_a_change_of_a_spot_is_written_down(database: Database, garage: Garage) -> None:
    _set(database, garage, SpotStatus.KEPT_BACK)

    notes = text(
        "SELECT actor_kind, actor, action, table_name, before, after FROM audit_log "
        "WHERE action <> 'loaded'"
    )
    assert database.statement(lambda connection: connection.execute(notes).all()) == [
        (
            "operator",
            "test",
            "set spot status",
            "spots",
            {"status": "in_service"},
            {"status": "kept_back"},
        )
    ]


def test_an_unknown_spot_is_told(database: Database, garage: Garage) -> None:
    with pytest.raises(UnknownSpotError, match="no spot 9 on floor 1; check floor and number"):
        _set(database, garage, SpotStatus.REMOVED, Place(1, 9))


def test_a_change_by_hand_is_followed_too(database: Database, garage: Garage) -> None:
    for change in (
        "UPDATE spots SET vehicle_type = 'large' WHERE number = 1",
        "UPDATE spots SET floor = -3, number = 7 WHERE number = 2",
        "INSERT INTO spots (garage_id, floor, number, vehicle_type) VALUES (1, 2, 1, 'compact')",
        "DELETE FROM spots WHERE number = 7",
    ):
        database.transaction(lambda connection, sql=change: connection.execute(text(sql)))
        assert drift(database) == []

    assert free_spots(database, garage, COMPACT, from_now()) == 2
    assert free_spots(database, garage, VehicleType.LARGE, from_now()) == 1


def test_a_spot_is_toggled_while_somebody_takes_it_and_all_of_its_time_follows(
    database: Database, garage: Garage
) -> None:
    period = from_now(later=2 * HOUR)
    claim = Claim(
        garage.id, garage.version, COMPACT, period, calculate_payment(garage, COMPACT, period), HOUR
    )
    done = False

    def toggle() -> None:
        while not done:
            _set(database, garage, SpotStatus.OUT_OF_SERVICE)
            _set(database, garage, SpotStatus.IN_SERVICE)

    with ThreadPoolExecutor(1) as pool:
        toggling = pool.submit(toggle)
        try:
            for _ in range(40):
                hold = allocate_spot(database, claim)
                if hold is not None:
                    Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR).cancel(
                        hold.reservation_id
                    )
        finally:
            done = True
        toggling.result(timeout=10)


def test_a_driver_who_arrives_gets_the_nearest_spot_whichever_was_left_last(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    near, far = _hold(reservations, garage), _hold(reservations, garage)
    assert (near.spot.number, far.spot.number) == (1, 2)
    # Both stays are over; the far spot's was over last.
    over = text("""
        UPDATE free_intervals SET lo = now() - number * interval '-1 minute' - interval '1 hour'
    """)
    end = text("UPDATE reservations SET status = 'cancelled', hold_expires_at = NULL")
    database.transaction(
        lambda connection: (connection.execute(end), connection.execute(over)),
    )
    complete_past(database, garage.id)

    assert _hold(reservations, garage).spot.number == 1


def test_floors_are_chosen_by_the_way_from_the_entrance(
    database: Database, reservations: Reservations
) -> None:
    floors = (-2, -1, 0, 1, 2)
    plan = small_plan(slug="tower", compact=1, regular=0, large=0, floors=floors)
    tower = open_garage(database, plan)

    chosen = [_hold(reservations, tower).spot.floor for _ in floors]

    assert chosen == [0, 1, -1, 2, -2]
