"""Many drivers want the last spots: each spot is taken once, and nobody hears of a lost race."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import allocate
from core.allocation.claim import Look
from core.clock import SystemClock
from core.db.database import Database
from core.garage_store import find_garage
from core.outcomes import Reserved
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.processes import processes
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    import pytest

    from core.garages import Garage
    from core.outcomes import Hold, ReserveOutcome

THREADS: Final = 10
"""In each of two processes."""
LAST: Final = 10

# What most programs do: look, then take what was seen.
_LOOK: Final = text("""
SELECT id FROM spots WHERE garage_id = :garage AND NOT EXISTS (
    SELECT FROM reservations r
    WHERE r.spot_id = spots.id AND status IN ('held', 'paid')
) ORDER BY id LIMIT 1
""")
_TAKE: Final = text("""
INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at, price_minor,
                          currency)
VALUES (:garage, :spot, 'compact', tstzrange(now(), now() + interval '1 h'), now(), 1, 'EUR')
""")
_TAKEN: Final = text("SELECT spot_id FROM reservations WHERE status IN ('held', 'paid')")


def test_twenty_threads_in_two_processes_share_the_last_ten_spots(database: Database) -> None:
    open_garage(database, small_plan(compact=4, regular=3, large=3))

    outcomes = _race(database.url, "carefully")

    assert Counter(outcomes) == {"reserved": LAST, "sold out": LAST}
    assert sorted(_taken(database)) == list(range(1, LAST + 1))
    assert drift(database) == []


def test_expired_holds_are_shared_out_as_well(database: Database) -> None:
    garage = open_garage(database, small_plan(compact=4, regular=3, large=3))
    reservations = _reservations(database)
    for _ in range(LAST):
        reservations.reserve(garage, VehicleType.COMPACT, from_now())
    run_out = text("UPDATE reservations SET hold_expires_at = now()")
    database.statement(lambda connection: connection.execute(run_out))

    outcomes = _race(database.url, "carefully")

    assert Counter(outcomes) == {"reserved": LAST, "sold out": LAST}
    assert drift(database) == []


def test_mixed_types_share_the_last_spots_and_everybody_fits(database: Database) -> None:
    got = _mixed_race(database)

    assert len(got) == LAST
    assert all(hold.spot.vehicle_type.size >= hold.vehicle_type.size for hold in got)
    assert len({hold.spot.id for hold in got}) == LAST
    assert drift(database) == []


def test_control_without_larger_spots_to_fall_back_on_some_stay_free(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    take = allocate._take
    monkeypatch.setattr(
        allocate, "_take", lambda database, claim, _: take(database, claim, Look.OWN_TYPE)
    )
    monkeypatch.setattr(allocate, "_fits_somebody", lambda *_: False)

    assert len(_mixed_race(database)) == LAST - 2


def test_control_looking_before_taking_sells_spots_twice(database: Database) -> None:
    open_garage(database, small_plan(compact=LAST, regular=0, large=0))
    undo = text("ALTER TABLE reservations DROP CONSTRAINT reservations_no_overlap")
    database.statement(lambda connection: connection.execute(undo))

    _race(database.url, "carelessly")

    taken = _taken(database)
    assert len(taken) > len(set(taken))


def test_control_the_constraint_refuses_what_looking_before_taking_would_sell_twice(
    database: Database,
) -> None:
    open_garage(database, small_plan(compact=LAST, regular=0, large=0))

    outcomes = _race(database.url, "carelessly")

    taken = _taken(database)
    assert len(taken) == len(set(taken)) == outcomes.count("reserved")
    # PostgreSQL refuses in two ways: by the constraint itself, or by ending one of two inserts that
    # wait for each other, which plain inserts against an exclusion constraint do.
    refused = set(outcomes) - {"reserved", "sold out"}
    assert refused
    assert refused <= {"DriftError", "RolledBackError"}


def test_spots_that_come_back_during_the_race_are_taken_once(database: Database) -> None:
    garage = open_garage(database, small_plan(compact=3, regular=0, large=0))
    reservations = _reservations(database)
    held = [reservations.reserve(garage, VehicleType.COMPACT, from_now()) for _ in range(3)]
    start = Barrier(2 * len(held))

    def give_back(which: int) -> str:
        start.wait()
        outcome = held[which]
        assert isinstance(outcome, Reserved)
        return type(reservations.cancel(outcome.hold.reservation_id)).__name__

    def take(_: int) -> str:
        start.wait()
        return type(reservations.reserve(garage, VehicleType.COMPACT, from_now())).__name__

    with ThreadPoolExecutor(2 * len(held)) as pool:
        back = [pool.submit(give_back, which) for which in range(3)]
        taken = [pool.submit(take, which) for which in range(3)]
        assert [done.result() for done in back] == ["Cancelled"] * 3
        assert {done.result() for done in taken} <= {"Reserved", "SoldOut"}

    assert drift(database) == []


def test_free_time_does_not_drift_under_a_rush_of_all_kinds(database: Database) -> None:
    garage = open_garage(database, small_plan(compact=2, regular=1, large=1))
    reservations = _reservations(database)
    start = Barrier(8)

    def rush(seed: int) -> None:
        start.wait()
        for turn in range(12):
            later = timedelta(hours=(seed + turn) % 3)
            kind = list(VehicleType)[(seed + turn) % 3]
            outcome = reservations.reserve(garage, kind, from_now(HOUR, later=later))
            if isinstance(outcome, Reserved) and (seed + turn) % 4:
                reservations.cancel(outcome.hold.reservation_id)

    with ThreadPoolExecutor(8) as pool:
        for done in [pool.submit(rush, seed) for seed in range(8)]:
            done.result()

    assert drift(database) == []


def _mixed_race(database: Database) -> list[Hold]:
    """Let more drivers come than there are spots, most of them with small vehicles."""
    garage = open_garage(database, small_plan(compact=4, regular=3, large=3))
    kinds = [*[VehicleType.COMPACT] * 8, *[VehicleType.REGULAR] * 2, *[VehicleType.LARGE] * 2]
    start = Barrier(len(kinds))

    def take(kind: VehicleType) -> ReserveOutcome:
        start.wait()
        return _reservations(ours).reserve(garage, kind, from_now())

    with (
        Database(database.url, pool_size=len(kinds)) as ours,
        ThreadPoolExecutor(len(kinds)) as pool,
    ):
        outcomes = list(pool.map(take, kinds))
    return [outcome.hold for outcome in outcomes if isinstance(outcome, Reserved)]


def _race(url: str, how: str) -> list[str]:
    context = processes()
    with context.Manager() as manager, ProcessPoolExecutor(2, mp_context=context) as pool:
        barrier = manager.Barrier(2)
        runs = [pool.submit(_rush, url, how, barrier) for _ in range(2)]
        return [outcome for run in runs for outcome in run.result()]


def _rush(url: str, how: str, others: Barrier) -> list[str]:
    """One kiosk process with its threads; returns what each of them got."""
    database = Database(url, pool_size=THREADS)
    garage = find_garage(database, "small")
    start, looked = Barrier(THREADS), Barrier(THREADS)

    def one(_: int) -> str:
        database.statement(lambda connection: connection.execute(_TAKEN))  # connected by now
        if start.wait() == 0:
            others.wait()
        start.wait()
        try:
            if how == "carefully":
                return _reserve(database, garage)
            return _look_and_take(database, garage, looked)
        except Exception as error:  # noqa: BLE001 - what a driver would have seen
            return type(error).__name__

    with ThreadPoolExecutor(THREADS) as pool:
        outcomes = list(pool.map(one, range(THREADS)))
    database.close()
    return outcomes


def _reserve(database: Database, garage: Garage) -> str:
    outcome = _reservations(database).reserve(garage, VehicleType.COMPACT, from_now())
    return "reserved" if isinstance(outcome, Reserved) else "sold out"


def _look_and_take(database: Database, garage: Garage, looked: Barrier) -> str:
    parameters = {"garage": garage.id}
    spot = database.statement(lambda connection: connection.scalar(_LOOK, parameters))
    looked.wait()  # everybody has looked: the worst moment, every time
    if spot is None:
        return "sold out"
    database.statement(lambda connection: connection.execute(_TAKE, {**parameters, "spot": spot}))
    return "reserved"


def _reservations(database: Database) -> Reservations:
    return Reservations(database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2))


def _taken(database: Database) -> list[int]:
    return list(database.statement(lambda connection: connection.scalars(_TAKEN).all()))
