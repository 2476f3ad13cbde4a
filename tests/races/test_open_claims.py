"""Two who change the same spot's time, the second while the first is not yet committed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import Claim, allocate_spot, complete_past, release
from core.allocation.claim import Look, claim_parameters, claim_statement
from core.clock import SystemClock
from core.outcomes import Cancelled, Reserved, SoldOut
from core.periods import Period
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan
from tests.races.meanwhile import LostError, meanwhile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

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


def test_two_neighbours_that_are_cancelled_at_once_leave_one_free_stretch(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    first = _hold(reservations, garage, from_now(later=HOUR))
    second = _hold(reservations, garage, from_now(later=2 * HOUR))

    outcome = meanwhile(
        database,
        lambda connection: release(connection, first.reservation_id, "cancelled"),
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
    while complete_past(database, garage.id):
        pass
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


def _hold(reservations: Reservations, garage: Garage, period: Period) -> Hold:
    outcome: ReserveOutcome = reservations.reserve(garage, COMPACT, period)
    assert isinstance(outcome, Reserved)
    return outcome.hold
