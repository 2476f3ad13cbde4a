"""A garage as full as one is at this hour: stays that began earlier and end later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import complete_past, expire_holds
from core.periods import Period
from core.pricing import calculate_payment
from core.tickets.codes import new_code
from core.vehicles import VehicleType

if TYPE_CHECKING:
    import random

    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage

SHARE: Final = 0.7
WAIVER: Final = "sample occupancy"
SHORTEST: Final = timedelta(minutes=10)
LONGEST: Final = timedelta(hours=9)

# Spots that were free for long enough and are free from now on, without an end.
_FREE: Final = text("""
SELECT spot_id, vehicle_type FROM free_intervals
WHERE garage_id = :garage_id AND status = 'in_service'
    AND lo <= now() - CAST(:past AS interval) AND hi = 'infinity'
FOR UPDATE SKIP LOCKED
""")
_OCCUPIED: Final = text("""
SELECT count(*) AS occupied, (SELECT count(*) FROM spots WHERE garage_id = :garage_id) AS spots
FROM reservations
WHERE garage_id = :garage_id AND status IN ('held', 'paid') AND period @> now()
""")
_OCCUPY: Final = text("""
WITH wanted AS (
    SELECT * FROM unnest(
        CAST(:spot_ids AS integer[]), CAST(:types AS text[]), CAST(:starts AS timestamptz[]),
        CAST(:ends AS timestamptz[]), CAST(:prices AS bigint[]), CAST(:codes AS text[])
    ) AS w (spot_id, vehicle_type, starts_at, ends_at, price_minor, code)
), cut AS (
    UPDATE free_intervals f SET lo = w.ends_at FROM wanted w
    WHERE f.spot_id = w.spot_id AND f.lo <= w.starts_at AND f.hi = 'infinity'
    RETURNING w.*
), reserved AS (
    INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, status, price_minor,
                              currency, waiver)
    SELECT :garage_id, spot_id, CAST(vehicle_type AS vehicle_type),
        tstzrange(starts_at, ends_at), 'paid', price_minor, :currency, :waiver
    FROM cut RETURNING id, spot_id
)
INSERT INTO tickets (reservation_id, code)
SELECT reserved.id, cut.code FROM reserved JOIN cut USING (spot_id)
""")


@dataclass(frozen=True, slots=True)
class _Stay:
    spot_id: int
    vehicle_type: VehicleType
    period: Period


def occupy(database: Database, garage: Garage, *, share: float = SHARE, dice: random.Random) -> int:
    """Bring the garage to ``share`` of its spots occupied; return how many stays were added.

    The sample stays are waived, not charged, and each has its ticket.
    """
    expire_holds(database, garage.id)
    complete_past(database, garage.id)
    return database.transaction(lambda connection: _occupy(connection, garage, share, dice))


def random_duration(dice: random.Random) -> timedelta:
    """Return how long somebody stays: mostly an hour or three, now and then a day's work."""
    hours = min(dice.lognormvariate(0.7, 0.7), LONGEST / timedelta(hours=1))
    return max(timedelta(minutes=round(hours * 60)), SHORTEST)


def _occupy(connection: Connection, garage: Garage, share: float, dice: random.Random) -> int:
    counts = connection.execute(_OCCUPIED, {"garage_id": garage.id}).one()
    missing = round(counts.spots * share) - counts.occupied
    if missing <= 0:
        return 0
    free = connection.execute(_FREE, {"garage_id": garage.id, "past": LONGEST}).all()
    chosen = dice.sample(free, min(missing, len(free)))
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    stays = [_stay(row.spot_id, VehicleType(row.vehicle_type), now, dice) for row in chosen]
    if stays:
        connection.execute(_OCCUPY, _parameters(garage, stays))
    return len(stays)


def _stay(spot_id: int, kind: VehicleType, now: datetime, dice: random.Random) -> _Stay:
    duration = random_duration(dice)
    begun = timedelta(minutes=round(dice.random() * (duration / timedelta(minutes=1) - 2)))
    period = Period(now - begun, now - begun + duration)
    smaller = dice.choice([vehicle for vehicle in VehicleType if vehicle.size <= kind.size])
    return _Stay(spot_id, kind if dice.random() < SHARE else smaller, period)


def _parameters(garage: Garage, stays: list[_Stay]) -> dict[str, object]:
    return {
        "garage_id": garage.id,
        "currency": garage.currency,
        "waiver": WAIVER,
        "spot_ids": [stay.spot_id for stay in stays],
        "types": [stay.vehicle_type.value for stay in stays],
        "starts": [stay.period.starts_at for stay in stays],
        "ends": [stay.period.ends_at for stay in stays],
        "prices": [
            calculate_payment(garage, stay.vehicle_type, stay.period).minor for stay in stays
        ],
        "codes": [new_code() for _ in stays],
    }
