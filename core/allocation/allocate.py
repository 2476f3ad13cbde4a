"""Which looks a claim takes one after the other, until it has a spot or there is none.

The first look nearly always finds a spot. Only when nothing is found are slower looks taken that
end expired holds and wait for rows being taken, so that "none free" is never said because of
somebody else's open claim. The last means is to give other spots to bookings in advance.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.claim import GarageChangedError, Look, claim_parameters, statuses, take
from core.allocation.expiry import expire_holds
from core.allocation.rearrange import make_room

if TYPE_CHECKING:
    from core.allocation.claim import Claim
    from core.db.database import Database
    from core.outcomes import Hold

_VERSION: Final = text("SELECT version FROM garages WHERE id = :garage_id")
_FITS_SOMEBODY: Final = text("""
SELECT EXISTS (
    SELECT FROM free_intervals
    WHERE garage_id = :garage_id AND status = ANY(CAST(:statuses AS spot_status[]))
        AND vehicle_type >= CAST(:vehicle_type AS vehicle_type)
        AND lo <= :starts_at AND hi >= :ends_at
)
""")


def allocate_spot(database: Database, claim: Claim) -> Hold | None:
    """Hold the best free spot for the claim, or return None if no fitting spot is free.

    None is the truth at one moment after the call began: expired holds were ended and open claims
    waited for before it is said, and no moves were found that make room.

    Raises:
        GarageChangedError: if nothing was taken, and the garage is not the claim's any more.
        DriftError: if the free intervals disagree with the reservations; nothing was taken.
        DatabaseUnavailableError: if the outcome is unknown; a hold taken nevertheless expires.
    """
    for look in (Look.OWN_TYPE, Look.ANY_TYPE):
        hold = _take(database, claim, look)
        if hold is not None:
            return hold
    expire_holds(database, claim.garage_id)
    while True:
        hold = _take(database, claim, Look.WAITING)
        fits = hold is None and _fits_somebody(database, claim)
        if hold is None and not fits:
            hold = make_room(database, claim)
        if hold is not None:
            return hold
        _check_version(database, claim)  # before it is looked for again, and before "none free"
        if not fits:
            return None


def _take(database: Database, claim: Claim, look: Look) -> Hold | None:
    return database.statement(lambda connection: take(connection, claim, look))


def _fits_somebody(database: Database, claim: Claim) -> bool:
    parameters = claim_parameters(claim) | {"statuses": list(statuses(claim))}
    return bool(
        database.statement(lambda connection: connection.scalar(_FITS_SOMEBODY, parameters))
    )


def _check_version(database: Database, claim: Claim) -> None:
    version = database.statement(
        lambda connection: connection.scalar(_VERSION, {"garage_id": claim.garage_id})
    )
    if version != claim.garage_version:
        raise GarageChangedError
