"""Whether the database bore the load: what is held against what."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tests.bench.figures import percentile
from tests.soak.load.gauges import HISTORY, LIVE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.soak.load.gauges import Gauges
    from tests.soak.load.tally import Counts

SPEED_FROM: Final = 1
SPEED_AT_LEAST: Final = 0.9
"""The last minute's speed is held against that of the second one; the first fills the garage."""
SIZE_FROM: Final = 2
SIZE_AT_MOST: Final = 1.2
"""Sizes are held against those at the end of the third minute: autovacuum has been by then."""
SMALL: Final = 64 * 1024
"""A growth of fewer bytes is not one: eight pages."""


@dataclass(frozen=True, slots=True)
class Minute:
    """What was done in a minute, and how the database was at its end."""

    seconds: float
    counts: Counts
    gauges: Gauges

    @property
    def per_second(self) -> float:
        """All operations, of all processes."""
        return self.counts.operations.total() / self.seconds

    def line(self, number: int) -> str:
        """Return what is worth knowing, as one line."""
        waited, gauges = self.counts.reserve_s or [0.0], self.gauges
        sizes = ", ".join(f"{name} {gauges.sizes[name] / 1024:.0f}" for name in (*LIVE, *HISTORY))
        dead = ", ".join(f"{table} {rows}" for table, rows in sorted(gauges.dead.items()))
        faults = "; ".join(f"{what}: {count}" for what, count in self.counts.faults.items())
        operations = self.counts.operations
        p50_ms, p99_ms = (percentile(waited, share) * 1000 for share in (0.5, 0.99))
        return (
            f"minute {number}: {self.per_second:.0f} operations/s, "
            f"reserve {operations['reserve'] / self.seconds:.0f}/s "
            f"p50 {p50_ms:.1f} ms p99 {p99_ms:.0f} ms, "
            f"none free {operations['none free']} (each looked up); {gauges.taken} spots taken, "
            f"{gauges.live} live reservations, {gauges.moves} moves so far; KiB: {sizes}; "
            f"dead rows: {dead}; vacuums {gauges.vacuums}; drift {gauges.drift}, "
            f"overlaps {gauges.overlaps}, deadlocks {gauges.deadlocks}; faults: {faults or 'none'}"
        )


def wrongs(minutes: Sequence[Minute]) -> Iterator[str]:
    """Yield a sentence for each thing that must never happen, however short the load was."""
    faults: Counter[str] = sum((one.counts.faults for one in minutes), Counter())
    for what, count in faults.items():
        yield f"{what}: {count}"
    for number, one in enumerate(minutes, 1):
        if one.gauges.drift:
            yield f"drift: {one.gauges.drift} spots after minute {number}"
        if one.gauges.overlaps:
            yield f"overlaps: {one.gauges.overlaps} after minute {number}"


def weaknesses(minutes: Sequence[Minute]) -> Iterator[str]:
    """Yield a sentence for each thing that got worse with time."""
    if len(minutes) <= SIZE_FROM + 1:
        yield f"{len(minutes)} minutes are too few to see whether anything gets worse"
        return
    last = minutes[-1]
    speed = last.per_second / minutes[SPEED_FROM].per_second
    if speed < SPEED_AT_LEAST:
        yield f"the last minute had {speed:.2f} of the second one's speed"
    for name in LIVE:
        before, after = minutes[SIZE_FROM].gauges.sizes[name], last.gauges.sizes[name]
        if after > before * SIZE_AT_MOST and after > before + SMALL:
            yield f"{name} has grown from {before} to {after} bytes since the third minute"
