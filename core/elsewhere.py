"""Where else a spot is free: the other garages on the same database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import text

from core.allocation.expiry import expire_holds
from core.hours_store import HOURS_COLUMNS, closures_of, week_of
from core.ids import GarageId
from core.opening_hours import OpeningHours
from core.outcomes import Elsewhere

if TYPE_CHECKING:
    from sqlalchemy import Row

    from core.db.database import Database
    from core.garages import Garage
    from core.periods import Period
    from core.vehicles import VehicleType

_STALE: Final = text("""
SELECT DISTINCT garage_id FROM reservations
WHERE garage_id <> :garage_id AND status = 'held' AND hold_expires_at <= now()
""")
_FREE: Final = text(f"""
SELECT g.id, g.name, g.address, g.time_zone, count(*) AS free, {HOURS_COLUMNS}
FROM garages g JOIN free_intervals f ON f.garage_id = g.id
WHERE g.id <> :garage_id AND f.status = 'in_service'
    AND f.vehicle_type >= CAST(:vehicle_type AS vehicle_type)
    AND f.lo <= :starts_at AND f.hi >= :ends_at
GROUP BY g.id ORDER BY count(*) DESC, g.name
""")  # noqa: S608 - only the text above

SHOWN: Final = 3


def free_elsewhere(
    database: Database, garage: Garage, vehicle_type: VehicleType, period: Period
) -> tuple[Elsewhere, ...]:
    """Return the other garages with a fitting spot for the period, the emptiest first.

    Those whose hours do not allow it are left out.
    """
    stale = database.statement(
        lambda connection: connection.scalars(_STALE, {"garage_id": garage.id}).all()
    )
    for other in stale:  # where no kiosk may be running
        expire_holds(database, GarageId(other), wait=False)
    rows = database.statement(
        lambda connection: connection.execute(
            _FREE,
            {
                "garage_id": garage.id,
                "vehicle_type": vehicle_type.value,
                "starts_at": period.starts_at,
                "ends_at": period.ends_at,
            },
        ).all()
    )
    fitting = [row for row in rows if _allows(row, period)]
    return tuple(
        Elsewhere(GarageId(row.id), row.name, row.address, row.free) for row in fitting[:SHOWN]
    )


def _allows(row: Row[Any], period: Period) -> bool:
    hours = OpeningHours(ZoneInfo(row.time_zone), week_of(row.week), closures_of(row.closures))
    return hours.obstacle(period.starts_at, period.ends_at) is None
