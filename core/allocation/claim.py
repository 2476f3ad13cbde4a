"""Choosing and taking a spot, in one statement and one round trip.

A spot's free time is kept as rows of ``free_intervals``. A claim locks the best row that fits, cuts
the stay out of it and inserts the reservation from what it cut. So two claims never want the same
row: whoever comes second passes over it (``SKIP LOCKED``). ``allocate`` says which looks are taken
one after the other.

Order of choice: the smallest fitting type; then the free time that leaves the least unused before
the stay, and then after it, which leaves the longest stretches whole; then the spot nearest to the
entrance.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.ids import ReservationId, SpotId
from core.outcomes import Hold, Spot
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Connection, TextClause

    from core.ids import GarageId, KioskId
    from core.money import Money
    from core.periods import Period


class GarageChangedError(Exception):
    """The garage is no longer the one that the claim was made for: read it again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """What is wanted: a spot for ``vehicle_type`` during ``period``, held for ``hold_for``.

    ``garage_version`` is that of the garage whose rates and hours the claim was made by.

    ``arrives_now`` says that the driver is here: the spot's time before the stay is of no use any
    more. ``spot_promised`` is false while nobody is told which spot it is, as for a booking in
    advance. ``for_attendant`` may take a spot that is kept back, if no other is free.
    """

    garage_id: GarageId
    garage_version: int
    vehicle_type: VehicleType
    period: Period
    price: Money
    hold_for: timedelta
    kiosk_id: KioskId | None = None
    arrives_now: bool = False
    spot_promised: bool = True
    for_attendant: bool = False


class Look(Enum):
    """How a claim looks for a spot; each look is slower than the one before, and sees more."""

    OWN_TYPE = "own type"
    """Spots of the vehicle's own type that nobody else is taking at this moment."""
    ANY_TYPE = "any type"
    """All that fit and that nobody else is taking."""
    WAITING = "waiting"
    """All that fit; waits for whoever is taking one."""


# Reads the rows in the index's own order, so it stops at the first that fits.
_BEST_OF_TYPE: Final = """
    (SELECT ctid FROM free_intervals
     WHERE garage_id = :garage_id AND status = '{status}' AND vehicle_type = '{vehicle_type}'
         AND lo <= :starts_at AND hi >= :ends_at
     ORDER BY lo DESC, hi, distance LIMIT 1 FOR UPDATE {or_pass_over})"""

# Both ways of cutting look with the statement's snapshot. If the best row changed between the
# snapshot and the lock, they find no row to cut, nothing is inserted, and the claim looks again.
# That is why the reservation is inserted from what was cut and not from what was chosen.
# The version is asked for once in each statement; where it is another, nothing is cut either.
_SAME_GARAGE: Final = "(SELECT version FROM garages WHERE id = :garage_id) = :garage_version"
_CUT_FROM_NOW: Final = """
WITH cut AS (
    UPDATE free_intervals SET lo = :ends_at
    WHERE ctid = {best} AND :starts_at <= now() AND {same_garage}
    RETURNING spot_id, floor, number, vehicle_type
)"""
_CUT_OUT: Final = """
WITH best AS (
    SELECT *, ctid AS place, lo < :starts_at AND :starts_at > now() AS keeps_left
    FROM free_intervals WHERE ctid = {best} AND {same_garage}
), cut AS (
    UPDATE free_intervals f
    SET lo = CASE WHEN best.keeps_left THEN f.lo ELSE :ends_at END,
        hi = CASE WHEN best.keeps_left THEN :starts_at ELSE f.hi END
    FROM best WHERE f.ctid = best.place
    RETURNING best.*
), right_side AS (
    INSERT INTO free_intervals
        (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
    SELECT spot_id, :ends_at, hi, garage_id, vehicle_type, status, floor, number, distance
    FROM cut WHERE keeps_left AND :ends_at < hi
)"""
_RESERVE: Final = """, claimed AS (
    INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at,
                              price_minor, currency, kiosk_id, spot_promised)
    SELECT :garage_id, spot_id, CAST(:vehicle_type AS vehicle_type),
           tstzrange(:starts_at, :ends_at), now() + :hold_for, :price_minor, :currency,
           CAST(:kiosk_id AS integer), :spot_promised
    FROM cut
    RETURNING id, hold_expires_at
)
SELECT claimed.id, claimed.hold_expires_at, cut.spot_id, cut.floor, cut.number, cut.vehicle_type
FROM claimed, cut
"""


def take(connection: Connection, claim: Claim, look: Look) -> Hold | None:
    """Take a spot with the claim's one statement; None if this look found none."""
    row = connection.execute(claim_statement(claim, look), claim_parameters(claim)).one_or_none()
    if row is None:
        return None
    spot = Spot(SpotId(row.spot_id), row.floor, row.number, VehicleType(row.vehicle_type))
    return Hold(
        reservation_id=ReservationId(row.id),
        garage_id=claim.garage_id,
        vehicle_type=claim.vehicle_type,
        spot=spot if claim.spot_promised else None,
        period=claim.period,
        price=claim.price,
        expires_at=row.hold_expires_at,
    )


def claim_parameters(claim: Claim) -> dict[str, object]:
    """Return what ``claim_statement`` is executed with."""
    return {
        "garage_id": claim.garage_id,
        "garage_version": claim.garage_version,
        "vehicle_type": claim.vehicle_type.value,
        "starts_at": claim.period.starts_at,
        "ends_at": claim.period.ends_at,
        "hold_for": claim.hold_for,
        "price_minor": claim.price.minor,
        "currency": claim.price.currency,
        "kiosk_id": claim.kiosk_id,
        "spot_promised": claim.spot_promised,
    }


def claim_statement(claim: Claim, look: Look) -> TextClause:
    """Return the statement that takes a spot for the claim: one row, or none if none was taken."""
    return _statement(claim.vehicle_type, look, statuses(claim), from_now=claim.arrives_now)


@cache
def _statement(
    vehicle_type: VehicleType, look: Look, statuses: tuple[str, ...], *, from_now: bool
) -> TextClause:
    own_type_only = look is Look.OWN_TYPE
    best = [
        _BEST_OF_TYPE.format(
            status=status,
            vehicle_type=kind.value,
            or_pass_over="" if look is Look.WAITING else "SKIP LOCKED",
        )
        for status in statuses[: 1 if own_type_only else None]
        for kind in VehicleType
        if kind is vehicle_type or (kind.size > vehicle_type.size and not own_type_only)
    ]
    # The database's clock decides whether a stay begins now. Where it differs from the kiosk's, the
    # quick cut takes nothing, and the later looks are right for any stay.
    cut = _CUT_FROM_NOW if from_now and own_type_only else _CUT_OUT
    # COALESCE does not look for the next type once it has found a spot.
    chosen = cut.format(best=f"coalesce({','.join(best)})", same_garage=_SAME_GARAGE)
    return text(chosen + _RESERVE)


def statuses(claim: Claim) -> tuple[str, ...]:
    """Return which spots the claim may have, the first choice first."""
    return ("in_service", "kept_back") if claim.for_attendant else ("in_service",)
