"""What a claim's time is spent on: the processor's by step of the statement, and waiting for what.

A claim is a bare insert that finds its spot, and locks and cuts it. Each step is a strategy of its
own, which does what the one before does and one thing more.
"""

from __future__ import annotations

import statistics
import threading
from collections import Counter
from contextlib import contextmanager
from typing import TYPE_CHECKING

import psycopg

from tests.bench.allocation.contender import Contender
from tests.bench.allocation.garages import address_of, build
from tests.bench.allocation.limit import limit
from tests.bench.allocation.ratios import PAIRS, ROUND_S, USUAL
from tests.bench.allocation.sold import OPTIONS, ours
from tests.bench.allocation.strategy import ENDS_AT, STARTS_AT, Strategy
from tests.bench.figures import Figure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.vehicles import VehicleType
    from kiosk.demo.embedded_postgres import EmbeddedPostgres

CLIENTS = 16
SAMPLE_EVERY_S = 0.01
MOST_WAITS = 5

# The insert of the limit, with the claim's own way of finding a spot in front of it. Which spot is
# inserted does not depend on what was found, so that nobody has to cut.
_FIND = """
WITH best AS MATERIALIZED (
    SELECT ctid FROM free_intervals
    WHERE garage_id = :garage_id AND status = 'in_service' AND vehicle_type = '{kind}'
        AND lo <= {starts_at} AND hi >= {ends_at}
    ORDER BY lo DESC, hi, distance LIMIT 1
)
INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at, price_minor,
    currency, kiosk_id)
SELECT :garage_id, CAST(:spot_id AS integer), CAST(:{kind} AS vehicle_type),
    tstzrange({starts_at}, {ends_at}), now() + CAST(:hold_for AS interval), :price_minor, :currency,
    CAST(:kiosk_id AS integer)
FROM best
RETURNING id
"""
_DOING = """
SELECT coalesce(wait_event_type || ' ' || wait_event, 'processor') FROM pg_stat_activity
WHERE state = 'active' AND application_name = 'pgbench' AND pid <> pg_backend_pid()
"""


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    build(server, "profiled", USUAL)
    steps = {
        name: Contender(
            server.create_database(f"profiled_{name}", template="profiled"), strategy, USUAL
        )
        for name, strategy in (
            ("insert", limit()),
            ("find", _finding()),
            ("take", ours()),
        )
    }
    rounds: dict[str, list[float]] = {name: [] for name in steps}
    waits: Counter[str] = Counter()
    for _ in range(PAIRS):
        for name, step in steps.items():
            with _sampled(step.url, waits if name == "take" else Counter()):
                rounds[name].append(step.round(CLIENTS, ROUND_S).processor_us)
    before = 0.0
    for name, measured in rounds.items():
        until = statistics.median(measured)
        what = f"of the server's processor for a claim, {CLIENTS} clients; the step's own part"
        yield Figure(f"claim_{name}_us", until - before, "us", None, what)
        before = until
    yield Figure("claim_us", before, "us", None, "all steps together")
    for doing, count in waits.most_common(MOST_WAITS):
        share = 100 * count / waits.total()
        what = f"of the time of {CLIENTS} clients' claims: {doing}"
        yield Figure(f"claim_in_{'_'.join(doing.lower().split())}", share, "%", None, what)


def _finding() -> Strategy:
    def looks(kind: VehicleType) -> tuple[str, ...]:
        return (_FIND.format(kind=kind.value, starts_at=STARTS_AT, ends_at=ENDS_AT),)

    return Strategy("a part of a claim", looks, limit().prepare, options=OPTIONS)


@contextmanager
def _sampled(url: str, doing: Counter[str]) -> Iterator[None]:
    """Ask again and again what each client is doing, as long as the block runs."""
    ended = threading.Event()

    def sample() -> None:
        with psycopg.connect(address_of(url), autocommit=True) as connection:
            while not ended.wait(SAMPLE_EVERY_S):
                doing.update(row[0] for row in connection.execute(_DOING))

    sampler = threading.Thread(target=sample, name="sampler")
    sampler.start()
    try:
        yield
    finally:
        ended.set()
        sampler.join()
