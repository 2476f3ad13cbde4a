"""A garage with a handful of spots, and the question whether its free time has drifted."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.garage_file import GaragePlan, PlannedSpot
from core.garage_store import find_garage, load_garage
from core.money import currency
from core.periods import Period, stay
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import GarageId

HOUR: Final = timedelta(hours=1)

# What is free from now on, as it should be and as it is written down; and free stretches that
# touch, which would be too short for a stay that fits them together.
_DRIFT: Final = text("""
WITH ahead AS (SELECT tstzmultirange(tstzrange(now(), 'infinity')) AS time),
booked AS (
    SELECT spot_id, range_agg(period) AS time FROM reservations
    WHERE status IN ('held', 'paid') GROUP BY spot_id
), written AS (
    SELECT spot_id, range_agg(tstzrange(lo, hi)) AS time FROM free_intervals GROUP BY spot_id
)
SELECT 'spot ' || s.id || ' is free ' || coalesce(w.time, '{}') * a.time
    || ' and should be ' || a.time - coalesce(b.time, '{}')
FROM spots s CROSS JOIN ahead a LEFT JOIN booked b ON b.spot_id = s.id
    LEFT JOIN written w ON w.spot_id = s.id
WHERE s.status = 'in_service' AND coalesce(w.time, '{}') * a.time <> a.time - coalesce(b.time, '{}')
UNION ALL
SELECT 'spot ' || one.spot_id || ' has free stretches that touch at ' || other.lo
FROM free_intervals one JOIN free_intervals other
    ON other.spot_id = one.spot_id AND other.lo > one.lo AND one.hi >= other.lo
WHERE one.lo < one.hi AND other.lo < other.hi AND other.hi > now()
UNION ALL
SELECT 'spot ' || one.spot_id || ' is sold twice: ' || one.period || ' and ' || other.period
FROM reservations one JOIN reservations other
    ON other.spot_id = one.spot_id AND other.id > one.id AND one.period && other.period
WHERE one.status IN ('held', 'paid') AND other.status IN ('held', 'paid')
""")


def small_plan(
    *,
    slug: str = "small",
    compact: int = 2,
    regular: int = 2,
    large: int = 1,
    floors: tuple[int, ...] = (1,),
    rates: tuple[str, str, str] = ("3.00", "4.00", "6.50"),
    code: str = "EUR",
    step: timedelta = timedelta(minutes=30),
) -> GaragePlan:
    """Return a plan with so many spots of each type on each floor, numbered from 1."""
    kinds = [*[VehicleType.COMPACT] * compact, *[VehicleType.REGULAR] * regular]
    kinds += [VehicleType.LARGE] * large
    return GaragePlan(
        slug=slug,
        name=f"The {slug} garage",
        address="1 Test Street",
        zipcode="20457",
        time_zone="Europe/Berlin",
        currency=currency(code),
        rates=dict(zip(VehicleType, map(Decimal, rates), strict=True)),
        step=step,
        spots=tuple(
            PlannedSpot(floor, number, kind)
            for floor in floors
            for number, kind in enumerate(kinds, start=1)
        ),
    )


def open_garage(database: Database, plan: GaragePlan) -> Garage:
    """Load the plan and return the garage."""
    load_garage(database, plan, actor="test")
    return find_garage(database, plan.slug)


def from_now(length: timedelta = HOUR, *, later: timedelta = timedelta()) -> Period:
    """Return the stay that begins now, or so much later."""
    return stay(datetime.now(UTC) + later, length)


def drift(database: Database) -> list[str]:
    """Return a sentence for each spot whose free time is not what its reservations leave."""
    return list(database.statement(lambda connection: connection.scalars(_DRIFT).all()))


class SilentBell:
    """A bell that only remembers who rang."""

    def __init__(self) -> None:
        self.rung: list[GarageId] = []

    def ring(self, garage_id: GarageId) -> None:
        """Remember."""
        self.rung.append(garage_id)
