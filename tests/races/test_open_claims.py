"""Two who change the same spot's time, the second while the first is not yet committed."""

from __future__ import annotations

import contextlib
import time
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import Claim, release
from core.allocation.claim import Look, claim_parameters, claim_statement
from core.clock import SystemClock
from core.outcomes import Cancelled, Reserved, SoldOut
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage
    from core.outcomes import Hold, ReserveOutcome
    from core.periods import Period

COMPACT: Final = VehicleType.COMPACT
SOON_S: Final = 5
_WAITING: Final = text("""
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
""")


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
        raise _LostError

    outcome = _meanwhile(
        database, claim_and_lose, lambda: reservations.reserve(garage, COMPACT, from_now())
    )

    assert isinstance(outcome, Reserved)


def test_nobody_hears_sold_out_because_of_a_claim_that_leaves_room(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    tomorrow = from_now(later=timedelta(days=1))

    outcome = _meanwhile(
        database,
        lambda connection: _claim(connection, garage, tomorrow),
        lambda: reservations.reserve(garage, COMPACT, from_now()),
    )

    assert isinstance(outcome, Reserved)


def test_sold_out_is_said_after_an_open_claim_took_the_last_spot(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    outcome = _meanwhile(
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

    outcome = _meanwhile(
        database,
        lambda connection: release(connection, first.reservation_id, "cancelled"),
        lambda: reservations.cancel(second.reservation_id),
    )

    assert outcome == Cancelled()


def test_free_time_beside_a_stay_that_is_cut_while_the_stay_is_cancelled_is_joined(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    held = _hold(reservations, garage, from_now(later=4 * HOUR))

    outcome = _meanwhile(
        database,
        lambda connection: _claim(connection, garage, from_now(later=2 * HOUR)),
        lambda: reservations.cancel(held.reservation_id),
    )

    assert outcome == Cancelled()
    _hold(reservations, garage, from_now(timedelta(days=3), later=3 * HOUR))


def _meanwhile(
    database: Database, work: Callable[[Connection], object], other: Callable[[], object]
) -> object:
    """Do the work; before its end, let the other begin and run into it; return what that got."""
    with ThreadPoolExecutor(1) as pool:
        rival: Future[object] | None = None

        def work_slowly(connection: Connection) -> None:
            nonlocal rival
            try:
                work(connection)
            finally:
                rival = pool.submit(other)
                _wait_until_blocked(database, rival)

        with contextlib.suppress(_LostError):
            database.transaction(work_slowly)
        assert rival is not None
        return rival.result(timeout=SOON_S)


def _wait_until_blocked(database: Database, rival: Future[object]) -> None:
    """Wait until the rival waits for a lock, or is through without having waited."""
    until = time.monotonic() + SOON_S
    while not rival.done():
        if database.statement(lambda connection: connection.scalar(_WAITING)):
            return
        assert time.monotonic() < until, "it neither waits nor ends"


def _claim(connection: Connection, garage: Garage, period: Period) -> None:
    price = calculate_payment(garage, COMPACT, period)
    claim = Claim(garage.id, COMPACT, period, price, timedelta(minutes=2))
    statement = claim_statement(claim, Look.ANY_TYPE)
    assert connection.execute(statement, claim_parameters(claim)).one_or_none() is not None


def _hold(reservations: Reservations, garage: Garage, period: Period) -> Hold:
    outcome: ReserveOutcome = reservations.reserve(garage, COMPACT, period)
    assert isinstance(outcome, Reserved)
    return outcome.hold


class _LostError(Exception):
    pass
