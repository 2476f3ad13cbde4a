"""So many spots of a type are kept back for attendants: those farthest from the entrance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.ids import GarageId
    from core.vehicles import VehicleType

# In the order of their ids, as all who lock several spots.
_LOCK: Final = text("""
SELECT count(*) FROM (
    SELECT FROM spots
    WHERE garage_id = :garage_id AND vehicle_type = CAST(:vehicle_type AS vehicle_type)
        AND status IN ('in_service', 'kept_back')
    ORDER BY id FOR NO KEY UPDATE
) AS locked
""")
_KEEP: Final = text("""
UPDATE spots SET status = wanted.status
FROM (
    SELECT id, CAST(CASE WHEN row_number() OVER (ORDER BY distance DESC) <= :count
        THEN 'kept_back' ELSE 'in_service' END AS spot_status) AS status
    FROM spots
    WHERE garage_id = :garage_id AND vehicle_type = CAST(:vehicle_type AS vehicle_type)
        AND status IN ('in_service', 'kept_back')
) AS wanted
WHERE spots.id = wanted.id AND spots.status <> wanted.status
""")


class TooFewSpotsError(ValueError):
    """More spots are to be kept back than there are; the message says how many there are."""


def keep_back(
    connection: Connection, garage_id: GarageId, vehicle_type: VehicleType, count: int
) -> None:
    """Keep exactly so many spots of the type back; the others that can be sold are for everybody.

    Spots out of service, and removed ones, stay so. Stays that are reserved keep their spot.

    Raises:
        TooFewSpotsError: if fewer are in service or kept back.
    """
    spots = {"garage_id": garage_id, "vehicle_type": vehicle_type.value}
    there = connection.scalar(_LOCK, spots)
    if there < count:
        raise TooFewSpotsError(
            f"{count} {vehicle_type} spots cannot be kept back: {there} are not out of service; "
            "put spots in service, or keep back fewer."
        )
    connection.execute(_KEEP, {**spots, "count": count})
