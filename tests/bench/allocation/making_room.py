"""How long making room takes in a full garage of 2000 spots, also when there is none to be made."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from core.allocation import Claim, find_drift
from core.allocation.free_time import FreeTime
from core.allocation.rearrange import make_room
from core.allocation.scene import see
from core.availability import free_spots
from core.clock import SystemClock
from core.db.database import Database
from core.db.migrate import upgrade
from core.periods import Period
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.bench.allocation.bookings import Demand
from tests.bench.figures import Figure, NotMeasuredError, percentile
from tests.core.small_garage import SilentBell, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from core.garages import Garage
    from kiosk.demo.embedded_postgres import EmbeddedPostgres

SPOTS: Final = 2000
TIMES: Final = 60
"""Wishes that find no free spot."""
PROMISED: Final = 0.3
HOLD_FOR: Final = timedelta(hours=2)
HOUR: Final = timedelta(hours=1)
MINUTE: Final = timedelta(minutes=1)

_SPOTS: Final = text("SELECT id, vehicle_type FROM spots ORDER BY distance")
_BOOK: Final = text("""
INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, status, price_minor, currency,
                          spot_promised)
SELECT :garage_id, spot_id, vehicle_type, tstzrange(starts_at, ends_at), 'paid', 100, 'EUR',
    promised
FROM unnest(CAST(:spot_ids AS integer[]), CAST(:kinds AS vehicle_type[]),
            CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]),
            CAST(:promised AS boolean[]))
    AS stay (spot_id, vehicle_type, starts_at, ends_at, promised)
""")


def measure(server: EmbeddedPostgres) -> Iterator[Figure]:
    url = server.create_database("making_room")
    upgrade(url)
    with Database(url) as database:
        kinds = Demand(SPOTS, days=1, seed=0).kinds()
        numbers = {kind.value: kinds.count(kind) for kind in VehicleType}
        garage = open_garage(database, small_plan(**numbers, floors=(0,)))
        dice = Random(0)
        zero = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(days=2)
        database.transaction(lambda connection: _fill(connection, garage, zero, dice))
        yield from _times(database, garage, zero, dice)
        drifted = len(find_drift(database))
    yield Figure("making_room_drift", drifted, "spots", 0, f"{SPOTS} spots")


def _fill(connection: Connection, garage: Garage, zero: datetime, dice: Random) -> None:
    """Book every spot for two days, with a gap now and then."""
    rows: list[tuple[Any, ...]] = []
    spots = connection.execute(_SPOTS).all()
    for spot in spots:
        starts_at = zero - dice.randrange(120) * MINUTE
        smaller = list(VehicleType)[: VehicleType(spot.vehicle_type).size]
        while starts_at < zero + 48 * HOUR:
            starts_at += dice.choice([0] * 6 + [30, 60]) * MINUTE
            ends_at = starts_at + dice.randint(2, 14) * 30 * MINUTE
            kind = dice.choice(smaller).value
            rows.append((spot.id, kind, starts_at, ends_at, dice.random() < PROMISED))
            starts_at = ends_at
    names = ("spot_ids", "kinds", "starts", "ends", "promised")
    columns = dict(zip(names, map(list, zip(*rows, strict=True)), strict=True))
    connection.execute(_BOOK, columns | {"garage_id": garage.id})
    FreeTime(connection, [spot.id for spot in spots], garage.id).write_anew()
    connection.execute(text("ANALYZE reservations"))


def _times(database: Database, garage: Garage, zero: datetime, dice: Random) -> Iterator[Figure]:
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOLD_FOR)
    found: dict[str, list[float]] = {"making_room": [], "making_room_in_vain": []}
    plans: list[float] = []  # of the processor: in that time the screen may have to wait
    for _ in range(20 * TIMES):
        if len(plans) == TIMES:
            break
        kind = dice.choice(list(VehicleType))
        starts_at = zero + dice.randint(12, 24) * HOUR
        period = Period(starts_at, starts_at + dice.randint(2, 10) * HOUR)
        if free_spots(database, garage, kind, period):
            continue
        price = calculate_payment(garage, kind, period)
        claim = Claim(garage.id, garage.version, kind, period, price, HOLD_FOR, spot_promised=False)
        scene = database.statement(lambda connection, claim=claim: see(connection, claim))
        begun = time.thread_time()
        scene.plan(claim)
        plans.append(1000 * (time.thread_time() - begun))
        begun = time.perf_counter()
        hold = make_room(database, claim)
        took = 1000 * (time.perf_counter() - begun)
        found["making_room" if hold else "making_room_in_vain"].append(took)
        if hold is not None:
            reservations.cancel(hold.reservation_id)
    peer = f"{SPOTS} spots, all full with gaps, {PROMISED:.0%} promised"
    for name, times in {**found, "making_room_plan": plans}.items():
        if not times:
            raise NotMeasuredError(f"There was nothing to measure for {name}.")
        worst_ms = 50 if name == "making_room_plan" else None
        what = f"{len(times)} times; {peer}"
        yield Figure(f"{name}_p50_ms", percentile(times, 0.5), "ms", None, what)
        yield Figure(f"{name}_p95_ms", percentile(times, 0.95), "ms", None, what)
        yield Figure(f"{name}_worst_ms", max(times), "ms", worst_ms, what)
