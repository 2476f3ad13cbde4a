"""A garage closes, or changes its rates, while many kiosks reserve by what they last read."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Event
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core import closing
from core.allocation import claim
from core.clock import SystemClock
from core.closing import Opened, close_garage
from core.db.database import Database
from core.garage_store import load_garage
from core.opening_hours import Closure
from core.outcomes import NoLongerOffered, Reserved
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan
from tests.races.meanwhile import wait_until_blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from core.garages import Garage
    from core.outcomes import ReserveOutcome

COMPACT: Final = VehicleType.COMPACT
KIOSKS: Final = 6
OLD_PRICE: Final = 300
NEW_PRICE: Final = 200
_CHANGED: Final = text("SELECT clock_timestamp()")
# ``created_at`` is when the claim's transaction began.
_SOLD_AFTER: Final = text("SELECT price_minor FROM reservations WHERE created_at > :moment")


@pytest.fixture
def unchecked(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The claim does not ask for the garage's version."""
    monkeypatch.setattr(claim, "_SAME_GARAGE", "CAST(:garage_version AS integer) IS NOT NULL")
    claim._statement.cache_clear()
    yield
    claim._statement.cache_clear()


def _close(database: Database, garage: Garage) -> None:
    close_garage(database, garage, starts_at=None, ends_at=None, reason="Water", actor="test")


def _lower_rates(database: Database, _garage: Garage) -> None:
    load_garage(
        database, small_plan(compact=40, regular=0, large=0, rates=("2.00", "9", "9")), actor="test"
    )


def _rush(
    database: Database, change: Callable[[Database, Garage], None]
) -> tuple[list[ReserveOutcome], list[int]]:
    """Return what the kiosks got, and at what prices a stay was sold after the change."""
    garage = open_garage(database, small_plan(compact=40, regular=0, large=0))
    sellers = Database(database.url, pool_size=KIOSKS)  # whoever changes must not wait for them
    reservations = Reservations(sellers, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2))
    begun, changed = Barrier(KIOSKS + 1), Event()

    def sell() -> list[ReserveOutcome]:
        outcomes = [reservations.reserve(garage, COMPACT, from_now())]
        begun.wait()
        while not changed.is_set():
            outcomes.append(_once(reservations, garage))
        return [*outcomes, _once(reservations, garage)]

    with sellers, ThreadPoolExecutor(KIOSKS) as pool:
        selling = [pool.submit(sell) for _ in range(KIOSKS)]
        begun.wait()
        try:
            change(database, garage)
            moment = database.statement(lambda connection: connection.scalar(_CHANGED))
        finally:
            changed.set()
        outcomes = [outcome for kiosk in selling for outcome in kiosk.result()]
    sold = database.statement(
        lambda connection: connection.scalars(_SOLD_AFTER, {"moment": moment}).all()
    )
    assert drift(database) == []
    return outcomes, list(sold)


def _once(reservations: Reservations, garage: Garage) -> ReserveOutcome:
    """Reserve as a kiosk that has not heard yet, and give it back."""
    outcome = reservations.reserve(garage, COMPACT, from_now())
    if isinstance(outcome, Reserved):
        reservations.cancel(outcome.hold.reservation_id)
    return outcome


def test_nothing_is_sold_once_the_garage_is_closed(database: Database) -> None:
    outcomes, sold = _rush(database, _close)

    assert sold == []
    assert {type(outcome) for outcome in outcomes} == {Reserved, NoLongerOffered}


def test_nothing_is_sold_at_the_old_price(database: Database) -> None:
    outcomes, sold = _rush(database, _lower_rates)

    assert set(sold) == {NEW_PRICE}
    assert {type(outcome) for outcome in outcomes} == {Reserved}


@pytest.mark.usefixtures("unchecked")
def test_control_a_claim_that_does_not_look_sells_in_a_closed_garage(database: Database) -> None:
    _, sold = _rush(database, _close)

    assert set(sold) == {OLD_PRICE}


@pytest.mark.usefixtures("unchecked")
def test_control_a_claim_that_does_not_look_sells_at_the_old_price(database: Database) -> None:
    _, sold = _rush(database, _lower_rates)

    assert set(sold) == {OLD_PRICE}


def test_whoever_opens_and_whoever_loads_wait_for_each_other_in_one_order(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("core.db.database.REPEATS", 1)  # a deadlock is told and not repeated
    now = datetime.now(UTC)
    closed = replace(small_plan(), closures=(Closure(now - HOUR, now + HOUR, "works"),))
    garage = open_garage(database, closed)
    rates, closures = (
        text("UPDATE garages SET rate_large = rate_large + 1"),
        text("DELETE FROM closures WHERE planned"),
    )

    with ThreadPoolExecutor(1) as pool:

        def load(connection: Connection) -> Future[Opened]:
            connection.execute(rates)
            rival = pool.submit(closing.open_garage, database, garage, actor="test")
            wait_until_blocked(database, rival)
            connection.execute(closures)
            return rival

        assert database.transaction(load).result() == Opened(0, 0)
