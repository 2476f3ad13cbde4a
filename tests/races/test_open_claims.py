"""Two who change the same spot's time, the second while the first is not yet committed."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import Claim, allocate_spot, complete_past, release
from core.allocation.claim import Look, claim_parameters, claim_statement
from core.allocation.release import _LOCK_BESIDE, lock_spot
from core.availability import availability_now, day_curve, free_spots, next_free_at
from core.clock import SystemClock
from core.outcomes import Cancelled, Reserved, SoldOut
from core.periods import Period
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan
from tests.races.meanwhile import LostError, meanwhile, wait_until_blocked

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, TextClause

    from core.db.database import Database
    from core.garages import Garage
    from core.outcomes import Hold, ReserveOutcome

COMPACT: Final = VehicleType.COMPACT

_END_NOW: Final = text("""
WITH ended AS (
    UPDATE reservations SET period = tstzrange(lower(period), now()) WHERE id = :id
)
UPDATE free_intervals SET lo = now()
""")
_LOCK: Final = text("SELECT FROM reservations WHERE id = :id FOR UPDATE")
_LOCK_SPOT: Final = text("""
SELECT FROM spots WHERE id = (SELECT spot_id FROM reservations WHERE id = :id) FOR NO KEY UPDATE
""")
_RUN_OUT: Final = text("UPDATE reservations SET hold_expires_at = now()")


@pytest.fixture
def garage(database: Database) -> Garage:
    """One spot, so that everybody wants the same."""
    return open_garage(database, small_plan(compact=1, regular=0, large=0))


@pytest.fixture
def reservations(database: Database) -> Iterator[Reservations]:
    yield Reservations(database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2))
    assert drift(database) == []


def test_nobody_hears_sold_out_because_of_a_claim_that_is_then_rolled_back(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    def claim_and_lose(connection: Connection) -> None:
        _claim(connection, garage, from_now())
        raise LostError

    outcome = meanwhile(
        database, claim_and_lose, lambda: reservations.reserve(garage, COMPACT, from_now())
    )

    assert isinstance(outcome, Reserved)


def test_nobody_hears_sold_out_because_of_a_claim_that_leaves_room(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    tomorrow = from_now(later=timedelta(days=1))

    outcome = meanwhile(
        database,
        lambda connection: _claim(connection, garage, tomorrow),
        lambda: reservations.reserve(garage, COMPACT, from_now()),
    )

    assert isinstance(outcome, Reserved)


def test_sold_out_is_said_after_an_open_claim_took_the_last_spot(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    outcome = meanwhile(
        database,
        lambda connection: _claim(connection, garage, from_now()),
        lambda: reservations.reserve(garage, COMPACT, from_now()),
    )

    assert isinstance(outcome, SoldOut)


@pytest.mark.parametrize("lock", [_LOCK, _LOCK_SPOT], ids=["the hold", "its spot"])
def test_a_client_that_is_cut_off_at_a_hold_that_has_run_out_stops_no_count(
    database: Database, garage: Garage, reservations: Reservations, lock: TextClause
) -> None:
    held = _hold(reservations, garage, from_now())
    database.statement(lambda connection: connection.execute(_RUN_OUT))
    asked = from_now()

    def count() -> list[object]:
        return [
            free_spots(database, garage, COMPACT, asked),
            day_curve(database, garage, asked.starts_at)[COMPACT][0],
            availability_now(database, garage)[0].free[COMPACT],
            next_free_at(database, garage, COMPACT, HOUR),
        ]

    with ThreadPoolExecutor(1) as pool, database.own_connection() as frozen:
        frozen.autocommit = False
        frozen.execute(lock.text.replace(":id", "%s"), (held.reservation_id,))
        counted = pool.submit(count)
        wait_until_blocked(database, counted)
        assert counted.done()
        frozen.rollback()

    assert counted.result() == [0, 0, 0, held.period.ends_at]
    assert count()[:3] == [1, 1, 1]


def test_two_neighbours_that_are_cancelled_at_once_leave_one_free_stretch(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    first = _hold(reservations, garage, from_now(later=HOUR))
    second = _hold(reservations, garage, from_now(later=2 * HOUR))
    outcome = meanwhile(
        database,
        lambda connection: _cancel(connection, first),
        lambda: reservations.cancel(second.reservation_id),
    )

    assert outcome == Cancelled()


def test_free_time_beside_a_stay_that_is_cut_while_the_stay_is_cancelled_is_joined(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    held = _hold(reservations, garage, from_now(later=4 * HOUR))

    outcome = meanwhile(
        database,
        lambda connection: _claim(connection, garage, from_now(later=2 * HOUR)),
        lambda: reservations.cancel(held.reservation_id),
    )

    assert outcome == Cancelled()
    _hold(reservations, garage, from_now(timedelta(days=3), later=3 * HOUR))


def test_a_spot_is_free_again_when_its_cancellation_is_committed_and_not_before(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    held = _hold(reservations, garage, from_now())

    outcome = meanwhile(
        database,
        lambda connection: _cancel(connection, held),
        lambda: reservations.reserve(garage, COMPACT, from_now()),
    )

    assert isinstance(outcome, SoldOut)
    _hold(reservations, garage, from_now())


def test_control_a_cancellation_that_does_not_look_again_loses_free_time(
    database: Database, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = text(_LOCK_BESIDE.text.replace("FOR UPDATE", ""))
    monkeypatch.setitem(release.__globals__, "_LOCK_BESIDE", careless)
    kiosk = Reservations(database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2))
    held = _hold(kiosk, garage, from_now(later=4 * HOUR))

    meanwhile(
        database,
        lambda connection: _claim(connection, garage, from_now(later=2 * HOUR)),
        lambda: kiosk.cancel(held.reservation_id),
    )

    assert drift(database) != []


def test_a_stay_that_is_just_over_is_no_error_to_who_asked_before_its_end(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    asked = from_now()
    over = _hold(reservations, garage, asked)
    reservations.waive(over.reservation_id, reason="test")
    _end_it_now(database, over)

    meanwhile(
        database,
        lambda connection: connection.execute(_LOCK, {"id": over.reservation_id}),
        lambda: complete_past(database, garage.id),
    )

    assert isinstance(reservations.reserve(garage, COMPACT, asked), SoldOut)
    complete_past(database, garage.id)
    assert isinstance(reservations.reserve(garage, COMPACT, asked), Reserved)


def test_nor_is_it_after_the_stay_that_followed_was_cancelled(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    asked = from_now()
    over = _hold(reservations, garage, asked)
    reservations.waive(over.reservation_id, reason="test")
    _end_it_now(database, over)
    at_once = Period(datetime.now(UTC), asked.ends_at)
    price = calculate_payment(garage, COMPACT, asked)
    following = allocate_spot(
        database, Claim(garage.id, garage.version, COMPACT, at_once, price, HOUR)
    )
    assert following is not None

    reservations.cancel(following.reservation_id)

    assert isinstance(reservations.reserve(garage, COMPACT, asked), SoldOut)


def _end_it_now(database: Database, stay: Hold) -> None:
    parameters = {"id": stay.reservation_id}
    database.statement(lambda connection: connection.execute(_END_NOW, parameters))


def _claim(connection: Connection, garage: Garage, period: Period) -> None:
    price = calculate_payment(garage, COMPACT, period)
    claim = Claim(garage.id, garage.version, COMPACT, period, price, timedelta(minutes=2))
    statement = claim_statement(claim, Look.ANY_TYPE)
    assert connection.execute(statement, claim_parameters(claim)).one_or_none() is not None


def _cancel(connection: Connection, held: Hold) -> None:
    lock_spot(connection, held.reservation_id)
    release(connection, held.reservation_id, "cancelled")


def _hold(reservations: Reservations, garage: Garage, period: Period) -> Hold:
    outcome: ReserveOutcome = reservations.reserve(garage, COMPACT, period)
    assert isinstance(outcome, Reserved)
    return outcome.hold
