"""Clients and servers that die in the middle of a claim: nothing is lost, sold twice or stuck."""

from __future__ import annotations

import os
import shutil
import signal
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from threading import Event
from typing import TYPE_CHECKING, Final

import psycopg
import pytest
from sqlalchemy import text

from core.allocation import Claim, allocate_spot, find_drift, rearrange
from core.allocation.claim import Look, claim_parameters, claim_statement
from core.clock import SystemClock
from core.db.database import Database
from core.db.errors import DatabaseUnavailableError
from core.garage_store import find_garage
from core.outcomes import Reserved
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.vehicles import VehicleType
from kiosk.demo.embedded_postgres import EmbeddedPostgres
from tests.core.booking_ahead import open_book
from tests.core.processes import processes
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan
from tests.postgres import folder_for_servers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.connection import Connection

    from sqlalchemy import Connection as SqlConnection

    from core.garages import Garage
    from core.ids import ReservationId
    from core.periods import Period

COMPACT: Final = VehicleType.COMPACT
ENOUGH: Final = 40
_HELD: Final = text("SELECT id FROM reservations WHERE status = 'held'")
_CONNECTED: Final = text("""
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
    AND state LIKE 'idle in%'
""")


def test_a_client_killed_in_the_middle_of_a_claim_leaves_the_spot_free(database: Database) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    ours, theirs = processes().Pipe()
    child = processes().Process(target=_claim_and_wait, args=(database.url, theirs))
    child.start()
    assert ours.poll(20)
    assert ours.recv() == "claimed"
    assert child.pid is not None

    os.kill(child.pid, signal.SIGKILL)
    child.join(10)

    # The server notices the closed connection; a claim that waits for the row then goes on.
    assert allocate_spot(database, _claim(garage)) is not None
    assert drift(database) == []


def test_a_client_killed_while_bookings_move_leaves_them_where_they_were(
    database: Database,
) -> None:
    book = open_book(database, compact=2)
    booking = book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    before = book.where()
    ours, theirs = processes().Pipe()
    child = processes().Process(
        target=_move_and_wait, args=(database.url, book.during(2, 6), theirs)
    )
    child.start()
    assert ours.poll(20)
    assert ours.recv() == "moved"
    assert child.pid is not None

    os.kill(child.pid, signal.SIGKILL)
    child.join(10)

    assert book.where() == before
    # The server notices the closed connection; whoever waits for the locks then goes on.
    assert isinstance(book.ask(2, 6), Reserved)
    assert book.where()[booking] == 2
    assert drift(database) == []


@pytest.mark.parametrize("how", ["a backend is killed", "the server is stopped and started"])
def test_every_hold_that_was_confirmed_outlives_the_server(how: str) -> None:
    with _server() as server:
        confirmed, lost = _take_until(server, how, durable=True)

        assert len(confirmed) >= ENOUGH
        assert lost == set()


def test_control_holds_that_are_not_on_the_disk_are_missed() -> None:
    with _server() as server:
        _, lost = _take_until(server, "a backend is killed", durable=False)

        assert lost


def _take_until(
    server: EmbeddedPostgres, how: str, *, durable: bool
) -> tuple[set[ReservationId], set[ReservationId]]:
    """Let clients claim until the server dies; return the confirmed holds, and those lost by it."""
    from core.db.migrate import upgrade  # noqa: PLC0415 - with it come what few tests need

    url = server.create_database("claims")
    upgrade(url)
    with Database(url) as database:
        garage = open_garage(database, small_plan(compact=200, regular=200, large=200))
        confirmed: set[ReservationId] = set()
        dead = Event()

        def drive(_: int) -> None:
            take = (_durable_taker if durable else _careless_taker)(database, garage)
            while not dead.is_set():
                try:
                    taken = take()
                except (DatabaseUnavailableError, psycopg.OperationalError):
                    return
                if taken is not None:
                    confirmed.add(taken)
                    if len(confirmed) >= ENOUGH and not dead.is_set():
                        dead.set()
                        _end(server, url, how)

        with ThreadPoolExecutor(3) as pool:
            for driver in [pool.submit(drive, number) for number in range(3)]:
                driver.result(timeout=60)
        if not server.running:
            server.start()
    with Database(url) as again:
        held = _patiently(lambda: set(again.statement(lambda c: c.scalars(_HELD).all())))
        assert find_drift(again) == []
        assert drift(again) == []
        # And it goes on selling.
        assert allocate_spot(again, _claim(find_garage(again, garage.slug))) is not None
    return confirmed, confirmed - held


def _durable_taker(database: Database, garage: Garage) -> Callable[[], ReservationId | None]:
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR)

    def take() -> ReservationId | None:
        outcome = reservations.reserve(garage, COMPACT, from_now())
        return outcome.hold.reservation_id if isinstance(outcome, Reserved) else None

    return take


def _careless_taker(database: Database, garage: Garage) -> Callable[[], ReservationId | None]:
    """Claim without waiting for the disk."""

    def take() -> ReservationId | None:
        claim = _claim(garage)

        def work(connection: SqlConnection) -> ReservationId | None:
            connection.execute(text("SET LOCAL synchronous_commit = off"))
            statement = claim_statement(claim, Look.OWN_TYPE)
            row = connection.execute(statement, claim_parameters(claim)).one_or_none()
            return None if row is None else row.id

        return database.transaction(work)

    return take


def _end(server: EmbeddedPostgres, url: str, how: str) -> None:
    if how == "a backend is killed":
        plain = url.replace("postgresql+psycopg", "postgresql", 1)
        with psycopg.connect(plain) as victim, psycopg.connect(plain) as other:
            os.kill(victim.info.backend_pid, signal.SIGKILL)
            with pytest.raises(psycopg.OperationalError):  # it ends all others before it recovers
                other.execute("SELECT pg_sleep(60)")
    else:
        server.restart()


def _patiently(look: Callable[[], set[ReservationId]]) -> set[ReservationId]:
    """Look once the server is back."""
    until = time.monotonic() + 20
    while True:
        try:
            return look()
        except DatabaseUnavailableError:
            if time.monotonic() > until:
                raise


def _claim(garage: Garage) -> Claim:
    period = from_now()
    price = calculate_payment(garage, COMPACT, period)
    return Claim(
        garage.id, garage.version, COMPACT, period, price, timedelta(minutes=2), arrives_now=True
    )


def _claim_and_wait(url: str, parent: Connection) -> None:
    """Claim in a transaction that never ends."""
    database = Database(url)
    claim = _claim(find_garage(database, "small"))

    def work(connection: SqlConnection) -> None:
        statement = claim_statement(claim, Look.OWN_TYPE)
        row = connection.execute(statement, claim_parameters(claim)).one_or_none()
        parent.send("claimed" if row is not None else "nothing was free")
        parent.recv()

    database.transaction(work)


def _move_and_wait(url: str, period: Period, parent: Connection) -> None:
    """Make room for a stay in a transaction that never ends."""

    def wait(*_: object) -> None:
        parent.send("moved")
        parent.recv()

    rearrange.take = wait  # in this process, which only does this
    database = Database(url)
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR)
    reservations.reserve(find_garage(database, "small"), COMPACT, period)
    parent.send("it never waited")


@contextmanager
def _server() -> Iterator[EmbeddedPostgres]:
    """A server of one's own, to be killed."""
    folder = folder_for_servers() / f"garage-kiosk-tests-{uuid.uuid4().hex}"
    server = EmbeddedPostgres(folder, settings={"fsync": "off", "autovacuum": "off"})
    try:
        server.start()
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
