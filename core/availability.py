"""What is free: for a period, and from now on as the clock moves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.expiry import expire_holds
from core.ids import GarageId
from core.outcomes import Availability, Elsewhere
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from datetime import datetime, timedelta

    from core.db.database import Database
    from core.garages import Garage
    from core.periods import Period

_FREE: Final = text("""
SELECT count(*) AS free FROM free_intervals
WHERE garage_id = :garage_id AND status = 'in_service'
    AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
    AND lo <= :starts_at AND hi >= :ends_at
""")

# ``now`` is the database's: every kiosk then sees the same number whatever its own clock says.
_NOW: Final = text("""
SELECT t.vehicle_type,
    count(*) FILTER (WHERE lo <= now() AND hi >= now() + :shortest) AS own_free,
    min(lo) FILTER (WHERE lo > now() AND hi >= lo + :shortest) AS next_free_at,
    least(
        min(lo) FILTER (WHERE lo > now()),
        min(hi - CAST(:shortest AS interval))
            FILTER (WHERE hi - CAST(:shortest AS interval) > now() AND hi < 'infinity')
    ) AS next_change_at,
    (SELECT min(hold_expires_at) FROM reservations
        WHERE garage_id = :garage_id AND status = 'held') AS next_expiry_at,
    now() AS now
FROM unnest(enum_range(NULL::vehicle_type)) AS t (vehicle_type)
LEFT JOIN free_intervals f ON f.garage_id = :garage_id AND f.status = 'in_service'
    AND f.vehicle_type = t.vehicle_type
GROUP BY t.vehicle_type ORDER BY t.vehicle_type DESC
""")
_NEXT_FREE: Final = text("""
SELECT min(greatest(lo, now())) AS starts_at FROM free_intervals
WHERE garage_id = :garage_id AND status = 'in_service'
    AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
    AND hi >= greatest(lo, now()) + :duration
""")
_ELSEWHERE: Final = text("""
SELECT g.id, g.name, g.address, count(*) AS free
FROM garages g JOIN free_intervals f ON f.garage_id = g.id
WHERE g.id <> :garage_id AND f.status = 'in_service'
    AND f.vehicle_type >= CAST(:vehicle_type AS vehicle_type)
    AND f.lo <= :starts_at AND f.hi >= :ends_at
GROUP BY g.id ORDER BY count(*) DESC, g.name LIMIT :at_most
""")

SHOWN_ELSEWHERE: Final = 3


def free_spots(
    database: Database, garage: Garage, vehicle_type: VehicleType, period: Period
) -> int:
    """Return how many spots a vehicle of this type could take for the whole period.

    Counts the spots of its own type and of all larger ones.
    """
    parameters = {
        "garage_id": garage.id,
        "vehicle_type": vehicle_type.value,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
    }
    row = database.statement(lambda connection: connection.execute(_FREE, parameters).one())
    return int(row.free)


def availability_now(database: Database, garage: Garage) -> tuple[Availability, datetime]:
    """Return what is free now for the shortest stay, and the database's time of that.

    Ends the garage's expired holds first, so that the spots they kept count as free.
    """
    parameters = {"garage_id": garage.id, "shortest": garage.step}

    def look() -> tuple[Availability, datetime, datetime | None]:
        rows = database.statement(lambda connection: connection.execute(_NOW, parameters).all())
        free: dict[VehicleType, int] = {}
        next_free_at: dict[VehicleType, datetime | None] = {}
        total, soonest = 0, None
        for row in rows:  # the largest type first: a smaller one may use these spots too
            total += row.own_free
            soonest = _earliest(soonest, row.next_free_at)
            free[VehicleType(row.vehicle_type)] = total
            next_free_at[VehicleType(row.vehicle_type)] = soonest
        change = None
        for row in rows:
            change = _earliest(change, row.next_change_at)
        change = _earliest(change, rows[0].next_expiry_at)
        return Availability(free, next_free_at, change), rows[0].now, rows[0].next_expiry_at

    availability, now, next_expiry_at = look()
    if next_expiry_at is not None and next_expiry_at <= now:
        expire_holds(database, garage.id)
        availability, now, _ = look()
    return availability, now


def next_free_at(
    database: Database, garage: Garage, vehicle_type: VehicleType, duration: timedelta
) -> datetime | None:
    """Return when a stay of this length could begin at the earliest, or None if never."""
    parameters = {
        "garage_id": garage.id,
        "vehicle_type": vehicle_type.value,
        "duration": duration,
    }
    row = database.statement(lambda connection: connection.execute(_NEXT_FREE, parameters).one())
    soonest: datetime | None = row.starts_at
    return soonest


def free_elsewhere(
    database: Database, garage: Garage, vehicle_type: VehicleType, period: Period
) -> tuple[Elsewhere, ...]:
    """Return the other garages with a fitting spot for the period, the emptiest first."""
    rows = database.statement(
        lambda connection: connection.execute(
            _ELSEWHERE,
            {
                "garage_id": garage.id,
                "vehicle_type": vehicle_type.value,
                "starts_at": period.starts_at,
                "ends_at": period.ends_at,
                "at_most": SHOWN_ELSEWHERE,
            },
        ).all()
    )
    return tuple(Elsewhere(GarageId(row.id), row.name, row.address, row.free) for row in rows)


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((time for time in (one, other) if time is not None), default=None)
