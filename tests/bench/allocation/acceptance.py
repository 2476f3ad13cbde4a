"""How many advance bookings are accepted when as much is asked for as there is.

The rule of choice and the planner of moves are the program's; with many seeds they are run in
memory, and once by the whole program, which must answer each booking the same.
"""

from __future__ import annotations

import statistics
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.allocation import find_drift
from core.clock import SystemClock
from core.db.database import Database
from core.db.migrate import upgrade
from core.live import DatabaseBell
from core.outcomes import Reserved
from core.periods import Period
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.bench.allocation.bookings import Booking, Demand, optimum
from tests.bench.allocation.simulation import SLOT, Garage, at_random, first_fit, tightest
from tests.bench.figures import Figure
from tests.core.small_garage import open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kiosk.demo.embedded_postgres import EmbeddedPostgres

SPOTS, DAYS, SEEDS = 200, 3, 5
IN_DATABASE = Demand(spots=50, days=2, seed=0)
HOLD_FOR = timedelta(hours=2)
NOTHING = "re-assigning optimum: a spot is free at each moment of the stay"


@dataclass(frozen=True, slots=True)
class Accepted:
    """Shares of the optimum, in percent: of the bookings, and of the time they take."""

    number_pct: float
    time_pct: float


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    yield from _in_memory()
    yield from _in_database(server)


def _in_memory() -> Iterator[Figure]:
    found: dict[str, list[Accepted]] = {}
    asked, moves = [], []
    for seed in range(SEEDS):
        demand = Demand(SPOTS, DAYS, seed)
        bookings, kinds = demand.bookings(), demand.kinds()
        best = optimum(demand, bookings)
        asked.append(100 * len(best) / len(bookings))
        garages = {
            "random": Garage(kinds, at_random(seed)),
            "first_fit": Garage(kinds, first_fit),
            "without_moves": Garage(kinds, tightest),
            "": Garage(kinds, tightest, moves=True),
        }
        for name, garage in garages.items():
            accepted = [booking for booking in bookings if garage.accepts(booking)]
            found.setdefault(name, []).append(_share(accepted, best))
            if not name:
                moves.append(garage.moved / len(accepted))
    peer = f"{NOTHING}; {SPOTS} spots, {DAYS} days, 100 % asked for, mean of {SEEDS} seeds"
    for name, shares in found.items():
        ours = not name
        prefix = "acceptance" if ours else f"acceptance_{name}"
        number = statistics.mean(share.number_pct for share in shares)
        spot_time = statistics.mean(share.time_pct for share in shares)
        yield Figure(f"{prefix}_pct", number, "%", None, peer, at_least=99 if ours else None)
        yield Figure(f"{prefix}_time_pct", spot_time, "%", None, f"spot-time; {peer}")
    worst = min(share.number_pct for share in found[""])
    yield Figure("acceptance_worst_pct", worst, "%", None, f"the worst seed; {peer}")
    yield Figure(
        "acceptance_optimum_pct", statistics.mean(asked), "%", None, "all bookings that are asked"
    )
    yield Figure(
        "acceptance_moves", statistics.mean(moves), "ratio", None, "moves; bookings accepted"
    )


def _in_database(server: EmbeddedPostgres) -> Iterator[Figure]:
    """Let the program itself accept bookings, from tomorrow on."""
    demand = IN_DATABASE
    bookings, kinds = demand.bookings(), demand.kinds()
    url = server.create_database("acceptance")
    upgrade(url)
    with Database(url) as database, closing(DatabaseBell(database)) as bell:
        reservations = Reservations(database, SystemClock(), bell, hold_for=HOLD_FOR)
        numbers = {kind.value: kinds.count(kind) for kind in VehicleType}
        garage = open_garage(database, small_plan(**numbers, floors=(0,)))
        midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        zero = midnight + timedelta(days=1)
        answers = [
            isinstance(
                reservations.reserve(
                    garage,
                    booking.kind,
                    Period(zero + booking.first * SLOT, zero + booking.past * SLOT),
                    promise_spot=False,
                ),
                Reserved,
            )
            for booking in bookings
        ]
        drifted = len(find_drift(database))
    simulated = Garage(kinds, tightest, moves=True)
    expected = [simulated.accepts(booking) for booking in bookings]
    accepted = [booking for booking, answer in zip(bookings, answers, strict=True) if answer]
    best = optimum(demand, bookings)
    what = f"{demand.spots} spots, {demand.days} days"
    yield Figure(
        "acceptance_database_pct",
        _share(accepted, best).number_pct,
        "%",
        None,
        f"{NOTHING}; {what}",
    )
    differing = sum(one is not other for one, other in zip(answers, expected, strict=True))
    yield Figure(
        "acceptance_database_differing", differing, "answers", 0, f"the same in memory; {what}"
    )
    yield Figure("acceptance_drift", drifted, "spots", 0, what)


def _share(accepted: Sequence[Booking], best: Sequence[Booking]) -> Accepted:
    return Accepted(100 * len(accepted) / len(best), 100 * _time(accepted) / _time(best))


def _time(bookings: Sequence[Booking]) -> int:
    return sum(booking.slots for booking in bookings)
