"""Taking spots out of service and back, and keeping some back for attendants.

The status is enforced where spots are taken: a trigger gives it to the spot's free intervals in the
same transaction, and a claim only takes intervals of a status it may have.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.audit import Actor, Change, note
from core.ids import ReservationId
from core.periods import Period
from core.spot_status import SpotStatus

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage
    from core.live import Bell


class UnknownSpotError(LookupError):
    """The garage has no such spot; the message says so."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a spot is: the floor, negative below the ground, and the number on the wall."""

    floor: int
    number: int


@dataclass(frozen=True, slots=True)
class StandingStay:
    """A live reservation of a spot that nobody may take any more; it keeps its spot."""

    reservation_id: ReservationId
    period: Period


_FIND: Final = text("""
SELECT id, status FROM spots
WHERE garage_id = :garage_id AND floor = :floor AND number = :number
FOR NO KEY UPDATE
""")
_SET: Final = text("""
UPDATE spots SET status = CAST(:status AS spot_status) WHERE id = :spot_id
""")
_STANDING: Final = text("""
SELECT id, lower(period) AS starts_at, upper(period) AS ends_at FROM reservations
WHERE spot_id = :spot_id
    AND int4range(spot_id, spot_id, '[]') && int4range(:spot_id, :spot_id, '[]')
    AND status IN ('held', 'paid') AND upper(period) > now()
ORDER BY period
""")


def set_spot_status(
    database: Database, bell: Bell, garage: Garage, place: Place, status: SpotStatus, *, actor: str
) -> tuple[StandingStay, ...]:
    """Let everybody, attendants or nobody take a spot from now on, also while kiosks sell.

    Whoever is taking the spot at this moment gets it. Stays that are reserved already are kept;
    they are returned, the soonest first, because somebody may have to find them another spot.

    Raises:
        UnknownSpotError: if the garage has no such spot.
        DatabaseUnavailableError: if the outcome is unknown.
    """
    spot = {"garage_id": garage.id, "floor": place.floor, "number": place.number}

    def work(connection: Connection) -> tuple[StandingStay, ...]:
        found = connection.execute(_FIND, spot).one_or_none()
        if found is None:
            raise UnknownSpotError(
                f"{garage.name} has no spot {place.number} on floor {place.floor}; "
                "check floor and number."
            )
        connection.execute(_SET, {"spot_id": found.id, "status": status.value})
        change = Change(found.id, {"status": found.status}, {"status": status.value})
        note(connection, Actor("operator", actor), "set spot status", "spots", [change])
        if status is SpotStatus.IN_SERVICE:
            return ()
        rows = connection.execute(_STANDING, {"spot_id": found.id}).all()
        return tuple(
            StandingStay(ReservationId(row.id), Period(row.starts_at, row.ends_at)) for row in rows
        )

    standing = database.transaction(work)
    bell.ring(garage.id)
    return standing
