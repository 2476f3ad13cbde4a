"""For whoever looks after the garage: spots in and out of service, drift and its repair."""

from __future__ import annotations

import getpass
from typing import TYPE_CHECKING

from core.allocation import find_drift, repair
from core.db.database import Database
from core.garage_store import find_garage
from core.live import DatabaseBell
from core.spots import set_spot_status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.spot_status import SpotStatus
    from core.spots import Place


def set_status(url: str, slug: str, place: Place, status: SpotStatus) -> Iterator[str]:
    """Set a spot's status; yield what to tell the operator.

    Raises:
        UnknownGarageError: if the database has no such garage.
        UnknownSpotError: if the garage has no such spot.
        DatabaseUnavailableError: if the database cannot be reached.
        SchemaMismatchError: if its schema is not this program's.
    """
    with Database(url) as database:
        garage = find_garage(database, slug)
        bell = DatabaseBell(database)
        try:
            standing = set_spot_status(
                database, bell, garage, place, status, actor=getpass.getuser()
            )
        finally:
            bell.close()
    now = status.value.replace("_", " ")
    yield f"Spot {place.number} on floor {place.floor} of {garage.name} is {now}."
    for stay in standing:
        starts, ends = (
            moment.astimezone(garage.zone).strftime("%Y-%m-%d %H:%M")
            for moment in (stay.period.starts_at, stay.period.ends_at)
        )
        yield f"Reservation {stay.reservation_id} keeps it from {starts} to {ends}."


def repair_drift(url: str) -> Iterator[str]:
    """Put free time right that is not what the reservations leave; yield what was done.

    Raises:
        DatabaseUnavailableError: if the database cannot be reached.
        SchemaMismatchError: if its schema is not this program's.
    """
    with Database(url) as database:
        drifted = find_drift(database)
        if drifted:
            repair(database, [spot.id for spot in drifted])
        for spot in drifted:
            yield f"Spot {spot.number} on floor {spot.floor} of '{spot.garage}' was put right."
        left = len(find_drift(database)) if drifted else 0
    if left:
        yield f"{left} spots drifted again meanwhile; find out who writes to the tables."
    elif not drifted:
        yield "All free time is what the reservations leave; there was nothing to repair."
