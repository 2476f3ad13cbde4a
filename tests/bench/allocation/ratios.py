"""How much of PostgreSQL's own speed allocation has: ours and a bare INSERT, in turn."""

from __future__ import annotations

import statistics
from typing import TYPE_CHECKING

from tests.bench.allocation.contender import Contender
from tests.bench.allocation.garages import SPOTS, Fullness, build
from tests.bench.allocation.limit import limit
from tests.bench.allocation.sold import drifted, ours
from tests.bench.figures import Figure, ratio_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kiosk.demo.embedded_postgres import EmbeddedPostgres
    from tests.bench.allocation.contender import Round

PAIRS = 7
ROUND_S = 2
USUAL = Fullness(taken=SPOTS * 90 // 100)
FULL_CLIENTS = 16
FULL = Fullness(taken=SPOTS * 99 // 100 - FULL_CLIENTS)
"""With the spots that are just being taken, 99 %."""
PEER = "bare INSERT into the same table, alternating"


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    url = build(server, "usual", USUAL)
    bare = Contender(server.create_database("usual_limit", template="usual"), limit(), USUAL)
    sold = Contender(url, ours(), USUAL)
    for clients in (16, 64):
        what = f"{PEER}, {clients} clients, 90 % of 2000 spots taken"
        yield from _figures(f"{clients}", sold, bare, clients=clients, goal=0.75, what=what)
    build(server, "full", FULL)
    bare = Contender(server.create_database("full_limit", template="full"), limit(), FULL)
    full = Contender(server.url_of("full"), ours(), FULL)
    what = f"{PEER}, {FULL_CLIENTS} clients, 99 % of 2000 spots taken"
    name = f"{FULL_CLIENTS}_full"
    yield from _figures(name, full, bare, clients=FULL_CLIENTS, goal=0.6, what=what)
    yield from zeros("allocate", (sold, full))
    for name, contender in (("", sold), ("_full", full)):
        what = "1 where the first look finds a spot"
        yield Figure(f"allocate_looks{name}", contender.looks(), "statements", None, what)


def zeros(name: str, contenders: Sequence[Contender]) -> Iterator[Figure]:
    """Look for what must never happen, in all that these have allocated."""
    findings = [one.findings() for one in contenders]
    never = {
        "double_bookings": sum(one.double_bookings for one in findings),
        "false_none_free": sum(one.false_none_free for one in findings),
        "deadlocks": sum(one.deadlocks for one in findings),
        "failed": sum(one.failed for one in contenders),
        "drifted_spots": sum(drifted(one.url) for one in contenders),
    }
    claims = sum(one.claims for one in contenders)
    for what, count in never.items():
        yield Figure(f"{name}_{what}", count, "count", 0, f"none of {claims} claims")
    none = sum(one.none_free for one in findings)
    yield Figure(f"{name}_none_free", none, "count", None, f"rightly, of {claims} claims")


def _figures(
    name: str, sold: Contender, bare: Contender, *, clients: int, goal: float, what: str
) -> Iterator[Figure]:
    pairs = [(bare.round(clients, ROUND_S), sold.round(clients, ROUND_S)) for _ in range(PAIRS)]
    theirs, ours_ = zip(*pairs, strict=True)
    ratio = ratio_of_pairs(speeds(ours_), speeds(theirs))
    yield Figure(f"allocate_ratio_{name}", ratio, "ratio", None, what, at_least=goal)
    yield Figure(f"allocate_{name}", statistics.median(speeds(ours_)), "1/s", None, what)
    yield Figure(f"insert_{name}", statistics.median(speeds(theirs)), "1/s", None, "itself")
    yield Figure(
        f"allocate_processor_ratio_{name}",
        ratio_of_pairs(_costs(theirs), _costs(ours_)),
        "ratio",
        None,
        f"processor time of the server for each; {what}",
    )


def speeds(rounds: Sequence[Round]) -> list[float]:
    """Return the allocations in a second of each round."""
    return [one.report.per_second for one in rounds]


def _costs(rounds: Sequence[Round]) -> list[float]:
    return [one.processor_us for one in rounds]
