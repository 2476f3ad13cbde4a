"""Looking up each "none free": was a spot free all the while?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from datetime import datetime

    from core.db.database import Database
    from core.garages import Garage
    from core.periods import Period
    from core.vehicles import VehicleType

# A spot that is free now was free all the while if nothing that concerns it was committed since
# the driver asked: no stay ended, no booking moved away, no status changed. A stay that time ended
# takes its whole period; one that was completed before its end gave the rest back.
_FREE_ALL_THE_WHILE: Final = text("""
WITH free AS MATERIALIZED (
    SELECT s.id FROM spots s
    WHERE s.garage_id = :garage_id AND s.status = 'in_service'
        AND s.vehicle_type >= CAST(:vehicle_type AS vehicle_type)
        AND coalesce(pg_xact_commit_timestamp(s.xmin) < :asked_at, true)
        AND NOT EXISTS (
            SELECT FROM reservations r
            WHERE int4range(r.spot_id, r.spot_id, '[]') && int4range(s.id, s.id, '[]')
                AND r.period && tstzrange(:starts_at, :ends_at) AND r.status IN ('held', 'paid')
                AND (r.status = 'paid' OR r.hold_expires_at > garage_time.at(:asked_at))
        )
)
SELECT count(*) FROM free
WHERE NOT EXISTS (
    SELECT FROM reservations r
    WHERE r.spot_id = free.id AND r.period && tstzrange(:starts_at, :ends_at)
        AND r.status NOT IN ('held', 'paid')
        AND (
            pg_xact_commit_timestamp(r.xmin) >= :asked_at
            OR (r.status = 'completed'
                AND garage_time.at(pg_xact_commit_timestamp(r.xmin)) >= upper(r.period))
        )
) AND NOT EXISTS (
    SELECT FROM audit_log a
    WHERE a.action = 'moved to another spot' AND CAST(a.before ->> 'spot_id' AS integer) = free.id
        AND pg_xact_commit_timestamp(a.xmin) >= :asked_at
)
""")


def free_all_the_while(
    database: Database,
    garage: Garage,
    vehicle_type: VehicleType,
    period: Period,
    *,
    asked_at: datetime,
) -> int:
    """Return how many fitting spots have been free for the period since somebody asked.

    Anything but 0 makes it a lie that none was. Reads the reservations, never the free time, and
    needs ``track_commit_timestamp``.

    Args:
        asked_at: when, in our time and not the garage's.
    """
    parameters = {
        "garage_id": garage.id,
        "vehicle_type": vehicle_type.value,
        "starts_at": period.starts_at,
        "ends_at": period.ends_at,
        "asked_at": asked_at,
    }
    return database.statement(
        lambda connection: connection.execute(_FREE_ALL_THE_WHILE, parameters).scalar_one()
    )
