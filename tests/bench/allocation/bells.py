"""What it costs to tell everybody of each reservation: by the bell, and by the claim itself."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Final

import psycopg

from core.channels import channel
from core.clock import SystemClock
from core.db.database import Database
from core.garage_store import find_garage
from core.ids import GarageId
from core.live import DatabaseBell
from core.outcomes import Reserved
from core.periods import stay
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.bench.allocation.garages import Fullness, address_of, build
from tests.bench.figures import Figure, NotMeasuredError, ratio_of_pairs
from tests.core.processes import processes
from tests.core.small_garage import SilentBell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection

    from core.garages import Garage
    from core.live import Bell
    from kiosk.demo.embedded_postgres import EmbeddedPostgres

PROCESSES: Final = 4
THREADS: Final = 4
"""In each process: 16 clients."""
EACH: Final = 90
"""Reservations of a client in a round; all of them together leave some spots free."""
PAIRS: Final = 5
HOLD_FOR: Final = timedelta(hours=1)
HEARD_WITHIN_S: Final = 0.5
STARTS_WITHIN_S: Final = 60
PREPARE: Final = """
CREATE FUNCTION ring_at_once() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN PERFORM pg_notify('garage_' || NEW.garage_id, ''); RETURN NULL; END $$;
CREATE TRIGGER ring_at_once AFTER INSERT ON reservations
    FOR EACH ROW EXECUTE FUNCTION ring_at_once();
ALTER TABLE reservations DISABLE TRIGGER ring_at_once;
"""
# As it was before the round, pages included.
EMPTY: Final = ("TRUNCATE reservations CASCADE", "UPDATE free_intervals SET lo = '-infinity'")


class Ringing(Enum):
    """Who tells of a reservation."""

    NOBODY = "nobody"
    BELL = "the bell, after the commit"
    INSIDE = "the claim's own transaction"


@dataclass(frozen=True, slots=True)
class Round:
    per_second: float
    notifications: int


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    url = build(server, "bells", Fullness(taken=1))
    with psycopg.connect(address_of(url), autocommit=True) as connection:
        connection.execute(PREPARE)
        connection.execute(f"LISTEN {channel(GarageId(1))}".encode())
        with ExitStack() as running:
            kiosks = [_start(url, running) for _ in range(PROCESSES)]
            for ringing in Ringing:  # everybody is connected by then
                _round(connection, kiosks, ringing)
            rounds = [
                {ringing: _round(connection, kiosks, ringing) for ringing in Ringing}
                for _ in range(PAIRS)
            ]
    speeds = {who: [one[who].per_second for one in rounds] for who in Ringing}
    clients = PROCESSES * THREADS
    peer = f"the same without any bell, alternating; {clients} clients, the public operation"
    yield Figure(
        "bell_ratio",
        ratio_of_pairs(speeds[Ringing.BELL], speeds[Ringing.NOBODY]),
        "ratio",
        None,
        peer,
    )
    yield Figure(
        "bell_inside_ratio",
        ratio_of_pairs(speeds[Ringing.INSIDE], speeds[Ringing.NOBODY]),
        "ratio",
        None,
        f"NOTIFY in the claim's transaction; {peer}",
    )
    for who, name in ((Ringing.BELL, "bell"), (Ringing.INSIDE, "bell_inside")):
        yield Figure(
            f"{name}_notifications",
            sum(one[who].notifications for one in rounds) / (PAIRS * clients * EACH),
            "1/reserve",
            None,
            f"those that a listener hears; {PROCESSES} kiosks ring",
        )


def _round(connection: psycopg.Connection, kiosks: list[Connection], ringing: Ringing) -> Round:
    for statement in EMPTY:
        connection.execute(statement.encode())
    connection.execute("VACUUM ANALYZE free_intervals, reservations")
    switch = "ENABLE" if ringing is Ringing.INSIDE else "DISABLE"
    connection.execute(f"ALTER TABLE reservations {switch} TRIGGER ring_at_once".encode())
    began = time.perf_counter()
    for kiosk in kiosks:
        kiosk.send(ringing)
    for kiosk in kiosks:
        said = kiosk.recv()
        if said != "done":
            raise NotMeasuredError(said)
    per_second = PROCESSES * THREADS * EACH / (time.perf_counter() - began)
    notifications = len(list(connection.notifies(timeout=HEARD_WITHIN_S)))
    return Round(per_second, notifications)


def _start(url: str, running: ExitStack) -> Connection:
    ours, theirs = processes().Pipe()
    kiosk = processes().Process(target=_serve, args=(url, theirs))
    kiosk.start()
    theirs.close()  # so that a kiosk that dies is noticed
    running.callback(kiosk.join)
    running.callback(ours.send, None)
    if not ours.poll(STARTS_WITHIN_S):
        raise NotMeasuredError("A kiosk has not begun.")
    ours.recv()
    return ours


def _serve(url: str, parent: Connection) -> None:
    """Reserve with each way of ringing that is sent, until None is."""
    with (
        Database(url, pool_size=THREADS + 1) as database,
        closing(DatabaseBell(database)) as bell,
        ThreadPoolExecutor(THREADS) as pool,
    ):
        garage = find_garage(database, "garage-1")
        parent.send("ready")
        while (ringing := parent.recv()) is not None:
            rung: Bell = bell if ringing is Ringing.BELL else SilentBell()
            reservations = Reservations(database, SystemClock(), rung, hold_for=HOLD_FOR)
            clients = [pool.submit(_reserve_all, reservations, garage) for _ in range(THREADS)]
            done = all(client.result() for client in clients)
            parent.send("done" if done else "Nothing was reserved.")


def _reserve_all(reservations: Reservations, garage: Garage) -> bool:
    period = stay(SystemClock().now(), garage.step)
    return all(
        isinstance(reservations.reserve(garage, VehicleType.COMPACT, period), Reserved)
        for _ in range(EACH)
    )
