"""Whether a hundred garages are allocated in as fast as one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.allocation.contender import Contender
from tests.bench.allocation.garages import Fullness, build
from tests.bench.allocation.limit import limit
from tests.bench.allocation.ratios import PAIRS, ROUND_S, USUAL, speeds, zeros
from tests.bench.allocation.sold import ours
from tests.bench.figures import Figure, ratio_of_pairs

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.embedded_postgres import EmbeddedPostgres
    from tests.bench.allocation.strategy import Strategy

CLIENTS = 16
MANY = Fullness(taken=USUAL.taken, garages=100)


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    for fullness in (USUAL, MANY):
        build(server, _name(fullness), fullness)
    ratios = {}
    for who, strategy in (("insert", limit()), ("allocate", ours())):
        one, many = (_contender(server, who, strategy, fullness) for fullness in (USUAL, MANY))
        pairs = [(one.round(CLIENTS, ROUND_S), many.round(CLIENTS, ROUND_S)) for _ in range(PAIRS)]
        in_one, in_many = zip(*pairs, strict=True)
        ratios[who] = ratio_of_pairs(speeds(in_many), speeds(in_one))
        if who == "insert":  # what follows wants the server's memory for itself
            for fullness in (USUAL, MANY):
                server.drop_database(f"{_name(fullness)}_{who}")
    what = f"{MANY.garages} garages of 2000 spots, 90 % taken; one of them, {CLIENTS} clients"
    yield Figure("allocate_many_garages", ratios["allocate"], "ratio", None, what, at_least=1)
    yield Figure("insert_many_garages", ratios["insert"], "ratio", None, f"a bare INSERT: {what}")
    yield from zeros("many_garages", (many,))


def _name(fullness: Fullness) -> str:
    return f"garages_{fullness.garages}"


def _contender(
    server: EmbeddedPostgres, who: str, strategy: Strategy, fullness: Fullness
) -> Contender:
    template = _name(fullness)
    url = server.create_database(f"{template}_{who}", template=template)
    return Contender(url, strategy, fullness)
