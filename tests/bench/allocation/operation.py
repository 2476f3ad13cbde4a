"""What the public operation adds to its one statement, in Python."""

from __future__ import annotations

import statistics
import time
from contextlib import closing
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import psycopg

from core.allocation.claim import Claim, claim_parameters
from core.clock import SystemClock
from core.db.database import Database
from core.garage_store import find_garage
from core.live import DatabaseBell
from core.outcomes import Reserved
from core.periods import stay
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.bench.allocation.garages import address_of, build
from tests.bench.allocation.ratios import USUAL
from tests.bench.allocation.sold import OPTIONS, claim_for_psycopg
from tests.bench.figures import Figure, NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from core.garages import Garage
    from kiosk.demo.embedded_postgres import EmbeddedPostgres

ROUNDS = 300
WARM_UP = 30
HOLD_FOR = timedelta(minutes=2)


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    url = build(server, "operation", USUAL)
    operations, statements = [], []
    with (
        Database(url) as database,
        closing(DatabaseBell(database)) as bell,
        psycopg.connect(address_of(url), autocommit=True, options=OPTIONS) as bare,
    ):
        reservations = Reservations(database, SystemClock(), bell, hold_for=HOLD_FOR)
        garage = find_garage(database, "garage-1")
        for _ in range(WARM_UP + ROUNDS):
            operations.append(_timed(partial(_reserve, reservations, garage)))
            claim = _claim(garage)
            statement, values = claim_for_psycopg(claim), claim_parameters(claim)
            statements.append(_timed(partial(_execute, bare, statement, values)))
    ours = statistics.median(operations[WARM_UP:])
    theirs = statistics.median(statements[WARM_UP:])
    peer = "its own claim as a bare statement by psycopg, prepared, alternating; 1 client, median"
    twice = round(2 * theirs * 1000, 3)
    yield Figure("reserve_python_ms", ours * 1000, "ms", twice, f"twice {peer}: claim_psycopg_ms")
    yield Figure("claim_psycopg_ms", theirs * 1000, "ms", None, "itself")
    yield Figure("reserve_python_ratio", ours / theirs, "ratio", 2, peer)


def _timed(work: Callable[[], bool]) -> float:
    began = time.perf_counter()
    done = work()
    taken = time.perf_counter() - began
    if not done:
        raise NotMeasuredError("Nothing was reserved.")
    return taken


def _reserve(reservations: Reservations, garage: Garage) -> bool:
    period = stay(SystemClock().now(), garage.step)
    return isinstance(reservations.reserve(garage, VehicleType.COMPACT, period), Reserved)


def _execute(bare: psycopg.Connection, statement: str, values: Mapping[str, object]) -> bool:
    # The text is the program's own, put together while it runs.
    return bool(bare.execute(statement.encode(), values).fetchone())


def _claim(garage: Garage) -> Claim:
    period = stay(SystemClock().now(), garage.step)
    return Claim(
        garage_id=garage.id,
        garage_version=garage.version,
        vehicle_type=VehicleType.COMPACT,
        period=period,
        price=calculate_payment(garage, VehicleType.COMPACT, period),
        hold_for=HOLD_FOR,
        arrives_now=True,
    )
