"""What reserving a spot costs beside a bare statement on the same server."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

import psycopg

from core.clock import SystemClock
from core.outcomes import Reserved
from core.periods import stay
from core.vehicles import VehicleType
from tests.bench.figures import Figure, NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.world import World

ROUNDS = 300
WARM_UP = 20
TABLE = """
CREATE TABLE bench_rows (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, spot_id integer, period tstzrange
)
"""
INSERT = (
    "INSERT INTO bench_rows (spot_id, period) "
    "VALUES (%s, tstzrange(now(), now() + interval '1 hour')) RETURNING id"
)


def measure(world: World) -> Iterator[Figure]:
    reserved, inserted = [], []
    address = world.database_url.replace("postgresql+psycopg", "postgresql", 1)
    with psycopg.connect(address, autocommit=True) as bare:
        bare.execute(TABLE)
        for number in range(WARM_UP + ROUNDS):
            reserved.append(_reserve(world))
            began = time.perf_counter()
            bare.execute(INSERT, (number,)).fetchone()
            inserted.append(time.perf_counter() - began)
        bare.execute("DROP TABLE bench_rows")
    ours = statistics.median(reserved[WARM_UP:])
    theirs = statistics.median(inserted[WARM_UP:])
    peer = "one INSERT of one row by psycopg in a transaction of its own, alternating"
    yield Figure("reserve_ms", ours * 1000, "ms", None, f"{peer}: statement_ms")
    yield Figure("statement_ms", theirs * 1000, "ms", None, "itself")
    yield Figure("reserve_ratio", ours / theirs, "ratio", None, peer)


def _reserve(world: World) -> float:
    period = stay(SystemClock().now(), world.garage.step)
    began = time.perf_counter()
    outcome = world.reservations.reserve(world.garage, VehicleType.COMPACT, period)
    taken = time.perf_counter() - began
    if not isinstance(outcome, Reserved):
        raise NotMeasuredError(f"Nothing was reserved: {outcome}")
    world.reservations.cancel(outcome.hold.reservation_id)
    return taken
