"""Ours, the limit and the peers under the same load, as one table on the standard error."""

from __future__ import annotations

import statistics
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.bench.allocation.contender import Contender
from tests.bench.allocation.garages import build
from tests.bench.allocation.limit import limit
from tests.bench.allocation.peers import peers
from tests.bench.allocation.ratios import ROUND_S, USUAL, speeds
from tests.bench.allocation.sold import ours
from tests.bench.figures import Figure, NotMeasuredError, percentile, ratio_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.embedded_postgres import EmbeddedPostgres
    from tests.bench.allocation.contender import Findings, Round
    from tests.bench.allocation.strategy import Strategy

CLIENTS = (1, 4, 16, 64)
DECIDES = 16
"""With so many clients ours and theirs alternate, so that both meet the same noise."""
PAIRS = 3
TEMPLATE = "compared"
COLUMNS = (
    "ours is x",
    *(f"{clients} cl /s" for clients in CLIENTS),
    *(f"p99 ms {clients}" for clients in CLIENTS),
    f"cpu us {DECIDES}",
    "doubled",
    "false none",
    "none",
    "collisions",
    "retries",
    "deadlocks",
    "gave up",
)


@dataclass(frozen=True, slots=True)
class Result:
    """What one strategy reached with how many clients, and what it did wrong.

    ``ours_is`` is how many times as fast ours was beside it, at the clients that decide.
    """

    name: str
    rounds: dict[int, list[Round]]
    ours_is: float
    findings: Findings
    retries: int
    failed: int

    def per_second(self, clients: int) -> float:
        """Return the median of the rounds."""
        return statistics.median(speeds(self.rounds[clients]))

    def p99_ms(self, clients: int) -> float:
        """Return the time that all but one of a hundred stayed below, in all rounds together."""
        times = [time for one in self.rounds[clients] for time in one.report.latencies_s]
        return percentile(times, 0.99) * 1000

    def processor_us(self, clients: int) -> float:
        """Return the median of the rounds."""
        return statistics.median(one.processor_us for one in self.rounds[clients])

    def line(self) -> str:
        """Return the row of the table."""
        found = self.findings
        cells = (
            f"{self.ours_is:.2f}",
            *(f"{self.per_second(clients):.0f}" for clients in CLIENTS),
            *(f"{self.p99_ms(clients):.1f}" for clients in CLIENTS),
            f"{self.processor_us(DECIDES):.0f}",
            f"{found.double_bookings}",
            f"{found.false_none_free}",
            f"{found.none_free}",
            f"{found.collisions}",
            f"{self.retries}",
            f"{found.deadlocks}",
            f"{self.failed}",
        )
        return _row(self.name, cells)


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    build(server, TEMPLATE, USUAL)
    sold = _contender(server, "ours", ours())
    sys.stderr.write(_row("90 % of 2000 spots taken, walk-ins", COLUMNS))
    results = []
    for strategy in (ours(), limit(), *peers()):
        results.append(_measure(_contender(server, "other", strategy), sold))
        server.drop_database(f"{TEMPLATE}_other")
        sys.stderr.write(results[-1].line())
    _, bare, *others = results
    correct = [peer for peer in others if not peer.findings.double_bookings]
    if not correct:
        raise NotMeasuredError("Every peer booked twice.")
    best = min(correct, key=lambda peer: peer.ours_is)
    yield Figure(
        f"allocate_vs_peer_{DECIDES}",
        best.ours_is,
        "ratio",
        None,
        f"the fastest of {len(others)} peers that never booked twice: {best.name}; {DECIDES} "
        "clients, alternating",
        at_least=5,
    )
    yield Figure(
        f"insert_vs_peer_{DECIDES}",
        best.ours_is / bare.ours_is,
        "ratio",
        None,
        f"a bare INSERT beside {best.name}: no claim that keeps anything can be faster",
    )


def _contender(server: EmbeddedPostgres, name: str, strategy: Strategy) -> Contender:
    url = server.create_database(f"{TEMPLATE}_{name}", template=TEMPLATE)
    return Contender(url, strategy, USUAL)


def _measure(other: Contender, sold: Contender) -> Result:
    rounds = {
        clients: [other.round(clients, ROUND_S, timed=True)]
        for clients in CLIENTS
        if clients != DECIDES
    }
    pairs = [
        (sold.round(DECIDES, ROUND_S, timed=True), other.round(DECIDES, ROUND_S, timed=True))
        for _ in range(PAIRS)
    ]
    ours_, theirs = (list(rounds_) for rounds_ in zip(*pairs, strict=True))
    return Result(
        name=other.strategy.name,
        rounds={**rounds, DECIDES: theirs},
        ours_is=ratio_of_pairs(speeds(ours_), speeds(theirs)),
        findings=other.findings(),
        retries=other.retries,
        failed=other.failed,
    )


def _row(name: str, cells: tuple[str, ...]) -> str:
    return f"{name:48}" + "".join(f"{cell:>11}" for cell in cells) + "\n"
