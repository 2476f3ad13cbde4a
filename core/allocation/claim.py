"""Choosing and taking a spot, in one statement and one round trip.

A spot's free time is kept as rows of ``free_intervals``. A claim locks the first row that fits,
cuts the stay out of it and inserts the reservation from what it cut. So two claims never want the
same row: whoever comes second passes over it (``SKIP LOCKED``). Only when nothing is found is a
slower look taken that ends expired holds and waits for rows being taken, so that "none free" is
never said because of somebody else's open claim.

Order of choice: the smallest fitting type; then the free time that began last, which leaves the
longest stretches whole; then the spot nearest to the entrance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.expiry import expire_holds
from core.ids import ReservationId, SpotId
from core.outcomes import Hold, Spot
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import TextClause

    from core.db.database import Database
    from core.ids import GarageId, KioskId
    from core.money import Money
    from core.periods import Period


@dataclass(frozen=True, slots=True)
class Claim:
    """What is wanted: a spot for ``vehicle_type`` during ``period``, held for ``hold_for``."""

    garage_id: GarageId
    vehicle_type: VehicleType
    period: Period
    price: Money
    hold_for: timedelta
    kiosk_id: KioskId | None = None


# ``cut`` sees rows as they were when the statement began. If the chosen row changed in between,
# it finds no row to cut, nothing is inserted, and the claim looks again. That is why the
# reservation is inserted from what ``cut`` returns and not from what was chosen.
#
# A stay that begins later leaves free time on both sides. One that begins now leaves no past.
_CLAIM: Final = """
WITH chosen AS (
    SELECT spot_id, lo, hi, vehicle_type, lo < :starts_at AND :starts_at > now() AS keeps_left
    FROM free_intervals
    WHERE garage_id = :garage_id AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
        AND lo <= :starts_at AND hi >= :ends_at
    ORDER BY vehicle_type, lo DESC, spot_id
    LIMIT 1
    FOR UPDATE {skip_locked}
), cut AS (
    UPDATE free_intervals f
    SET lo = CASE WHEN c.keeps_left THEN f.lo ELSE :ends_at END,
        hi = CASE WHEN c.keeps_left THEN :starts_at ELSE f.hi END
    FROM chosen c
    WHERE f.spot_id = c.spot_id AND f.lo = c.lo AND f.hi = c.hi
    RETURNING c.*
), right_side AS (
    INSERT INTO free_intervals (spot_id, lo, hi, garage_id, vehicle_type)
    SELECT spot_id, :ends_at, hi, :garage_id, vehicle_type
    FROM cut WHERE keeps_left AND :ends_at < hi
), claimed AS (
    INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at,
                              price_minor, currency, kiosk_id)
    SELECT :garage_id, spot_id, CAST(:vehicle_type AS vehicle_type),
           tstzrange(:starts_at, :ends_at), now() + :hold_for, :price_minor, :currency,
           CAST(:kiosk_id AS integer)
    FROM cut
    RETURNING id, spot_id, hold_expires_at
)
SELECT claimed.id, claimed.hold_expires_at, spots.id AS spot_id, spots.floor, spots.number,
       spots.vehicle_type
FROM claimed JOIN spots ON spots.id = claimed.spot_id
"""
_PASSING_OVER: Final = text(_CLAIM.format(skip_locked="SKIP LOCKED"))
_WAITING: Final = text(_CLAIM.format(skip_locked=""))
_FITS_SOMEBODY: Final = text("""
SELECT EXISTS (
    SELECT FROM free_intervals
    WHERE garage_id = :garage_id AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
        AND lo <= :starts_at AND hi >= :ends_at
)
""")


def allocate_spot(database: Database, claim: Claim) -> Hold | None:
    """Hold the best free spot for the claim, or return None if no fitting spot is free.

    None is the truth at one moment after the call began: expired holds were ended and open claims
    waited for before it is said.

    Raises:
        DriftError: if the free intervals disagree with the reservations; nothing was taken.
        DatabaseUnavailableError: if the outcome is unknown; a hold taken nevertheless expires.
    """
    hold = _take(database, claim, _PASSING_OVER)
    if hold is not None:
        return hold
    expire_holds(database, claim.garage_id)
    while hold is None:
        hold = _take(database, claim, _WAITING)
        if hold is None and not _fits_somebody(database, claim):
            return None
    return hold


def _take(database: Database, claim: Claim, statement: TextClause) -> Hold | None:
    row = database.statement(
        lambda connection: connection.execute(statement, _parameters(claim)).one_or_none()
    )
    if row is None:
        return None
    spot = Spot(SpotId(row.spot_id), row.floor, row.number, VehicleType(row.vehicle_type))
    return Hold(
        reservation_id=ReservationId(row.id),
        garage_id=claim.garage_id,
        vehicle_type=claim.vehicle_type,
        spot=spot,
        period=claim.period,
        price=claim.price,
        expires_at=row.hold_expires_at,
    )


def _fits_somebody(database: Database, claim: Claim) -> bool:
    parameters = _parameters(claim)
    return bool(
        database.statement(lambda connection: connection.scalar(_FITS_SOMEBODY, parameters))
    )


def _parameters(claim: Claim) -> dict[str, object]:
    return {
        "garage_id": claim.garage_id,
        "vehicle_type": claim.vehicle_type.value,
        "starts_at": claim.period.starts_at,
        "ends_at": claim.period.ends_at,
        "hold_for": claim.hold_for,
        "price_minor": claim.price.minor,
        "currency": claim.price.currency,
        "kiosk_id": claim.kiosk_id,
    }
