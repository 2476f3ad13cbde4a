"""Whether a hundred garages are allocated in as fast as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.allocation.contender import Contender
from tests.bench.allocation.garages import Fullness, build
from tests.bench.allocation.ratios import PAIRS, ROUND_S, USUAL, speeds, zeros
from tests.bench.allocation.sold import ours
from tests.bench.figures import Figure, ratio_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.embedded_postgres import EmbeddedPostgres

CLIENTS = 16
MANY = Fullness(taken=USUAL.taken, garages=100)


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    one, many = (
        Contender(build(server, f"garages_{fullness.garages}", fullness), ours(), fullness)
        for fullness in (USUAL, MANY)
    )
    pairs = [(one.round(CLIENTS, ROUND_S), many.round(CLIENTS, ROUND_S)) for _ in range(PAIRS)]
    in_one, in_many = zip(*pairs, strict=True)
    yield Figure(
        "allocate_many_garages",
        ratio_of_pairs(speeds(in_many), speeds(in_one)),
        "ratio",
        None,
        f"{MANY.garages} garages of 2000 spots, 90 % taken; one of them, {CLIENTS} clients, "
        "alternating",
        at_least=1,
    )
    yield from zeros("many_garages", (many,))
