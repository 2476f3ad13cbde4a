"""The garages of the bench, as full as they are for the whole of it.

Time is virtual. Each reservation's id is the time at which one other driver arrives, so that it
moves with the reservations, however fast they are made: ``step_s`` later for each id. Whoever
arrives stays two hours. All of that lies in the past, as a walk-in's start does.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import psycopg

from core.db.database import Database
from core.db.migrate import upgrade
from core.garage_file import GaragePlan, PlannedSpot
from core.garage_store import load_garage
from core.money import currency
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from kiosk.demo.embedded_postgres import EmbeddedPostgres

FLOORS = 10
ON_A_FLOOR = {VehicleType.COMPACT: 80, VehicleType.REGULAR: 90, VehicleType.LARGE: 30}
SPOTS = FLOORS * sum(ON_A_FLOOR.values())
KIOSKS = 64
EPOCH = 1_600_000_000
"""The beginning of virtual time, in seconds since 1970."""
STAY_S = 7200

MANY_KIOSKS = (
    "INSERT INTO kiosks (garage_id, name) SELECT 1, 'Kiosk ' || n FROM generate_series(1, %s) n"
)
# As they are a while after the stay: completed, and in no index but that of the primary key.
PAST = """
INSERT INTO reservations (id, garage_id, spot_id, vehicle_type, period, status, price_minor,
    currency, kiosk_id)
OVERRIDING SYSTEM VALUE
SELECT n, 1, 1 + n %% {spots}, 'compact',
    tstzrange(to_timestamp(start), to_timestamp(start + {stay})), 'completed', 300, 'EUR', 1
FROM generate_series(1, %(past)s) AS n,
    LATERAL (SELECT {epoch} - 4 * (%(past)s - n + 1)) AS t (start)
"""
# The spots are taken in an order that looks like chance, each for a vehicle of its own type.
FILL = """
WITH spot AS (
    SELECT id, garage_id, vehicle_type,
        row_number() OVER (PARTITION BY garage_id ORDER BY md5(id::text)) AS place
    FROM spots
)
INSERT INTO reservations (id, garage_id, spot_id, vehicle_type, period, hold_expires_at,
    price_minor, currency, kiosk_id)
OVERRIDING SYSTEM VALUE
SELECT n, garage_id, id, vehicle_type,
    tstzrange(to_timestamp(start), to_timestamp(start + {stay})), now() + interval '1 day',
    300, 'EUR', 1
FROM spot, LATERAL (
    SELECT %(past)s + (place - 1) * %(garages)s + garage_id
) AS numbered (n), LATERAL (SELECT {epoch} + n * %(step_s)s) AS t (start)
WHERE place <= %(taken)s
ORDER BY n
"""
# What the claims of these stays would have left.
CUT = """
UPDATE free_intervals f SET lo = upper(r.period)
FROM reservations r WHERE r.spot_id = f.spot_id AND r.status = 'held'
"""
GO_ON = """
SELECT setval(pg_get_serial_sequence('reservations', 'id'), (SELECT max(id) FROM reservations))
"""


@dataclass(frozen=True, slots=True)
class Fullness:
    """How many ``garages``, how many spots are ``taken`` in each, and how many stays are past."""

    taken: int
    garages: int = 1
    past: int = 0

    @property
    def step_s(self) -> float:
        """Virtual seconds from one arrival to the next, anywhere."""
        return STAY_S / (self.taken * self.garages)


def address_of(url: str) -> str:
    """Return an SQLAlchemy address as libpq has it."""
    return url.replace("postgresql+psycopg", "postgresql", 1)


def build(server: EmbeddedPostgres, name: str, fullness: Fullness) -> str:
    """Make a database with the program's own schema and such garages; return its address."""
    url = server.create_database(name)
    upgrade(url)
    with Database(url) as database:
        for number in range(1, fullness.garages + 1):
            load_garage(database, _plan(number), actor="test")
    with psycopg.connect(address_of(url), autocommit=True) as connection:
        connection.execute(MANY_KIOSKS, (KIOSKS,))
        _fill(connection, fullness)
    return url


def _fill(connection: psycopg.Connection, fullness: Fullness) -> None:
    values = {
        "past": fullness.past,
        "taken": fullness.taken,
        "garages": fullness.garages,
        "step_s": fullness.step_s,
    }
    fixed = {"spots": SPOTS, "stay": STAY_S, "epoch": EPOCH}
    with connection.transaction():
        # Foreign keys are not looked up for each of millions of rows: these are right.
        connection.execute("SET LOCAL session_replication_role = replica")
        connection.execute(PAST.format(**fixed), values)
        connection.execute(FILL.format(**fixed), values)
        connection.execute(CUT)
        connection.execute(GO_ON)
    connection.execute("VACUUM ANALYZE")
    connection.execute("CHECKPOINT")


def _plan(number: int) -> GaragePlan:
    kinds = [kind for kind, spots in ON_A_FLOOR.items() for _ in range(spots)]
    return GaragePlan(
        slug=f"garage-{number}",
        name=f"Garage {number}",
        address="1 Bench Street",
        zipcode="10115",
        time_zone="Europe/Berlin",
        currency=currency("EUR"),
        rates=dict.fromkeys(VehicleType, Decimal(3)),
        step=timedelta(minutes=30),
        spots=tuple(
            PlannedSpot(floor, spot, kind)
            for floor in range(FLOORS)
            for spot, kind in enumerate(kinds, 1)
        ),
    )
