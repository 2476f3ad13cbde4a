"""Whether what is long past makes allocating or counting slower."""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from typing import TYPE_CHECKING

import psycopg

from core.vehicles import VehicleType
from tests.bench.allocation import pgbench
from tests.bench.allocation.contender import Contender
from tests.bench.allocation.garages import address_of, build
from tests.bench.allocation.ratios import PAIRS, ROUND_S, USUAL, speeds, zeros
from tests.bench.allocation.sold import OPTIONS, count_for_pgbench, day_for_pgbench, ours
from tests.bench.allocation.strategy import ARRIVALS
from tests.bench.figures import Figure, NotMeasuredError, ratio_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kiosk.demo.embedded_postgres import EmbeddedPostgres

CLIENTS = 16
PAST = 10_000_000
BOOKED = 20_000
COUNTS = 2000
CURVES = 500
HOUR_S = 3600
DAY_S = 24 * HOUR_S
DAYS = 30
COUNT_BOOKED = "SELECT count(*) FROM reservations WHERE lower(period) > now() AND status = 'held'"
A_PERIOD = f"""
\\set starts_at :midnight + {HOUR_S} * random(0, {DAYS * 24})
\\set ends_at :starts_at + {HOUR_S} * random(1, 9)
"""
A_DAY = f"""
\\set starts_at :midnight + {HOUR_S} * random(0, {(DAYS - 1) * 24})
\\set ends_at :starts_at + {DAY_S}
"""


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    fresh, old = (
        Contender(build(server, f"past_{past}", fullness), ours(), fullness)
        for past in (0, PAST)
        for fullness in (replace(USUAL, past=past),)
    )
    grown = f"{PAST // 1_000_000}m" if PAST >= 1_000_000 else f"{PAST}"
    pairs = [(fresh.round(CLIENTS, ROUND_S), old.round(CLIENTS, ROUND_S)) for _ in range(PAIRS)]
    before, after = zip(*pairs, strict=True)
    yield Figure(
        f"allocate_growth_{grown}",
        ratio_of_pairs(speeds(after), speeds(before)),
        "ratio",
        None,
        f"speed with {PAST} past reservations; with none, {CLIENTS} clients, alternating",
        at_least=0.9,
    )
    yield from zeros(f"growth_{grown}", (old,))
    for contender in (fresh, old):
        _book(contender.url)
    counts = [(_count_ms(fresh.url), _count_ms(old.url)) for _ in range(PAIRS)]
    quick, slow = zip(*counts, strict=True)
    yield Figure(
        "free_spots_ms",
        statistics.median(slow),
        "ms",
        1,
        f"median of {COUNTS} prepared statements of one client; {PAST} past and {BOOKED} future "
        "reservations",
    )
    yield Figure(
        f"free_spots_growth_{grown}",
        ratio_of_pairs(slow, quick),
        "ratio",
        1.2,
        "the same without the past, alternating",
    )
    yield Figure(
        "day_curve_ms",
        _median_ms(old.url, [pgbench.Script(f"{A_DAY}{day_for_pgbench()};")], CURVES),
        "ms",
        10,
        f"median of {CURVES} prepared statements of one client, each for 96 quarter hours and all "
        f"types; {PAST} past and {BOOKED} future reservations",
    )


def _book(url: str) -> None:
    """Reserve in advance through the program's claim, then tidy up as autovacuum would."""
    looks = ours(arrives_now=False).looks
    scripts = [pgbench.Script(f"{A_PERIOD}{looks(kind)[0]}\n\\aset got_\n") for kind in VehicleType]
    variables = _variables() | {
        "kiosk_id": 1,
        "hold_for": "1 day",
        "price_minor": 300,
        "currency": "EUR",
    }
    each = BOOKED // CLIENTS
    pgbench.run(
        url, pgbench.Work(scripts, CLIENTS, each=each, variables=variables, options=OPTIONS)
    )
    with psycopg.connect(address_of(url), autocommit=True) as connection:
        row = connection.execute(COUNT_BOOKED).fetchone()
        if row is None or row[0] < BOOKED * 0.99:
            raise NotMeasuredError(f"Only {row} of {BOOKED} were booked.")
        connection.execute("VACUUM ANALYZE")


def _count_ms(url: str) -> float:
    scripts = [
        pgbench.Script(f"{A_PERIOD}{count_for_pgbench(kind)};", weight)
        for kind, weight in ARRIVALS.items()
    ]
    return _median_ms(url, scripts, COUNTS)


def _median_ms(url: str, scripts: Sequence[pgbench.Script], times: int) -> float:
    work = pgbench.Work(scripts, 1, each=times, variables=_variables(), options=OPTIONS, timed=True)
    return statistics.median(pgbench.run(url, work).latencies_s) * 1000


def _variables() -> dict[str, str | float]:
    midnight = int(time.time()) // DAY_S * DAY_S + DAY_S
    return {
        **{kind.value: kind.value for kind in VehicleType},
        "midnight": midnight,
        "garage_id": 1,
    }
