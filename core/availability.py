"""What is free: for a period, and from now on as the clock moves."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from core.allocation.expiry import expire_holds
from core.outcomes import Availability
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Row, TextClause

    from core.db.database import Database
    from core.garages import Garage
    from core.periods import Period

# A hold that has run out still takes its time away until somebody ends it: whoever counts looks.
_STALE: Final = """
    (SELECT min(hold_expires_at) <= now() FROM reservations
     WHERE garage_id = :garage_id AND status = 'held') AS stale
"""
_FREE: Final = text(f"""
SELECT count(*) AS free, {_STALE} FROM free_intervals
WHERE garage_id = :garage_id AND status = 'in_service'
    AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
    AND lo <= :starts_at AND hi >= :ends_at
""")  # noqa: S608 - only the texts above

# Each free interval covers the quarter hours from its first whole one to its last. Adding up where
# they begin and end, instead of asking for each quarter hour, reads every interval once. Not with
# extract(): its numeric takes twice as long.
_DAY: Final = text(f"""
WITH covered AS (
    SELECT vehicle_type,
        ceil(date_part('epoch', greatest(lo, :starts_at) - :starts_at) / :seconds) AS first,
        floor(date_part('epoch', least(hi, :ends_at) - :starts_at) / :seconds) AS past
    FROM free_intervals
    WHERE garage_id = :garage_id AND status = 'in_service' AND lo < :ends_at AND hi > :starts_at
), changes AS (
    SELECT vehicle_type, edge.at, sum(edge.change) AS change
    FROM covered CROSS JOIN LATERAL (VALUES (first, 1), (past, -1)) AS edge (at, change)
    WHERE first < past GROUP BY vehicle_type, edge.at
)
SELECT kind.vehicle_type, quarter.at,
    coalesce(sum(change) OVER (PARTITION BY kind.vehicle_type ORDER BY quarter.at), 0) AS own_free,
    {_STALE}
FROM unnest(enum_range(NULL::vehicle_type)) AS kind (vehicle_type)
CROSS JOIN generate_series(0, CAST(:quarters AS integer) - 1) AS quarter (at)
LEFT JOIN changes ON changes.vehicle_type = kind.vehicle_type AND changes.at = quarter.at
ORDER BY kind.vehicle_type DESC, quarter.at
""")  # noqa: S608 - only the texts above

# ``now`` is the database's: every kiosk then sees the same number whatever its own clock says. A
# stay that begins now begins with the minute, so it may end as soon as that.
_THIS_MINUTE: Final = "date_trunc('minute', now())"
_NOW: Final = text(f"""
SELECT t.vehicle_type,
    count(*) FILTER (WHERE lo <= now() AND hi >= {_THIS_MINUTE} + :shortest) AS own_free,
    min(lo) FILTER (WHERE lo > now() AND hi >= lo + :shortest) AS next_free_at,
    least(
        min(lo) FILTER (WHERE lo > now()),
        min(date_trunc('minute', hi - CAST(:shortest AS interval)) + interval '1 minute')
            FILTER (WHERE hi >= {_THIS_MINUTE} + :shortest AND hi < 'infinity')
    ) AS next_change_at,
    (SELECT min(hold_expires_at) FROM reservations
        WHERE garage_id = :garage_id AND status = 'held') AS next_expiry_at,
    now() AS now
FROM unnest(enum_range(NULL::vehicle_type)) AS t (vehicle_type)
LEFT JOIN free_intervals f ON f.garage_id = :garage_id AND f.status = 'in_service'
    AND f.vehicle_type = t.vehicle_type
GROUP BY t.vehicle_type ORDER BY t.vehicle_type DESC
""")  # noqa: S608 - only the text above
_NEXT_FREE: Final = text(f"""
SELECT min(greatest(lo, {_THIS_MINUTE}, CAST(:after AS timestamptz))) AS starts_at, {_STALE}
FROM free_intervals
WHERE garage_id = :garage_id AND status = 'in_service'
    AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
    AND hi >= greatest(lo, {_THIS_MINUTE}, CAST(:after AS timestamptz)) + :duration
""")  # noqa: S608 - only the texts above
NIGHTS: Final = 60
"""Through how many closed nights the next free time is looked for, at most."""
QUARTER: Final = timedelta(minutes=15)
QUARTERS_A_DAY: Final = 96


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
    return int(_fresh(database, garage, _FREE, parameters)[0].free)


def day_curve(
    database: Database, garage: Garage, starts_at: datetime
) -> Mapping[VehicleType, tuple[int, ...]]:
    """Return how many spots each vehicle type may take in each quarter hour of 24 h.

    A spot counts where it is free for the whole quarter hour; a smaller type counts the larger
    spots too. The first quarter hour begins at ``starts_at``; there are ``QUARTERS_A_DAY``.
    """
    parameters = {
        "garage_id": garage.id,
        "starts_at": starts_at,
        "ends_at": starts_at + QUARTERS_A_DAY * QUARTER,
        "seconds": int(QUARTER.total_seconds()),
        "quarters": QUARTERS_A_DAY,
    }
    total = [0] * QUARTERS_A_DAY
    curve: dict[VehicleType, tuple[int, ...]] = {}
    for row in _fresh(database, garage, _DAY, parameters):  # the largest type first
        total[row.at] += int(row.own_free)
        if row.at == QUARTERS_A_DAY - 1:
            curve[VehicleType(row.vehicle_type)] = tuple(total)
    return curve


def _fresh(
    database: Database, garage: Garage, statement: TextClause, parameters: Mapping[str, object]
) -> Sequence[Row[Any]]:
    """Return the rows of a count; a hold that has run out is ended first.

    Not one that somebody is at work on: a client that is cut off must not stop the counts.
    """

    def look() -> Sequence[Row[Any]]:
        return database.statement(
            lambda connection: connection.execute(statement, parameters).all()
        )

    rows = look()
    if rows[0].stale:
        expire_holds(database, garage.id, wait=False)
        rows = look()
    return rows


def availability_now(database: Database, garage: Garage) -> tuple[Availability, datetime]:
    """Return what is free now for the shortest stay, and the database's time of that.

    Ends the garage's expired holds first, so that the spots they kept count as free.
    """
    parameters = {"garage_id": garage.id, "shortest": garage.step}

    def look() -> tuple[Availability, datetime, datetime | None]:
        rows = database.statement(lambda connection: connection.execute(_NOW, parameters).all())
        free: dict[VehicleType, int] = {}
        next_moments: dict[VehicleType, datetime | None] = {}
        total, soonest = 0, None
        for row in rows:  # the largest type first: a smaller one may use these spots too
            total += row.own_free
            soonest = _earliest(soonest, row.next_free_at)
            free[VehicleType(row.vehicle_type)] = total
            next_moments[VehicleType(row.vehicle_type)] = soonest
        change = None
        for row in rows:
            change = _earliest(change, row.next_change_at)
        change = _earliest(change, rows[0].next_expiry_at)
        return Availability(free, next_moments, change), rows[0].now, rows[0].next_expiry_at

    availability, now, next_expiry_at = look()
    if next_expiry_at is not None and next_expiry_at <= now:
        expire_holds(database, garage.id, wait=False)
        availability, now, _ = look()
    return _while_open(database, garage, availability), now


def _while_open(database: Database, garage: Garage, availability: Availability) -> Availability:
    """Return the same, with the next time of what is sold out while the garage is open."""
    if garage.hours.never_close:
        return availability
    moments = {
        kind: moment
        if moment is None or availability.free[kind]
        else next_free_at(database, garage, kind, garage.step)
        for kind, moment in availability.next_free_at.items()
    }
    return replace(availability, next_free_at=moments)


def next_free_at(
    database: Database,
    garage: Garage,
    vehicle_type: VehicleType,
    duration: timedelta,
    *,
    after: datetime | None = None,
) -> datetime | None:
    """Return when a stay of this length could begin, not before ``after`` or this minute.

    Then a spot is free and the garage is open, as far as its hours are known. None if there is no
    such time, or none was found within ``NIGHTS``.
    """
    for _ in range(NIGHTS):
        parameters = {
            "garage_id": garage.id,
            "vehicle_type": vehicle_type.value,
            "duration": duration,
            "after": after,
        }
        free: datetime | None = _fresh(database, garage, _NEXT_FREE, parameters)[0].starts_at
        if free is None or garage.hours.never_close:
            return free
        after = garage.hours.next_start(free, duration)
        if after is None or after == free:
            return after
    return None


def _earliest(one: datetime | None, other: datetime | None) -> datetime | None:
    return min((time for time in (one, other) if time is not None), default=None)
