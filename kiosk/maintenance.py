"""For whoever looks after the garage: closing it, spots in and out of service, drift."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from core import wall_clock
from core.allocation import find_drift, repair
from core.closing import close_garage, open_garage
from core.db.database import Database
from core.garage_store import find_garage
from core.live import DatabaseBell
from core.spots import set_spot_status
from kiosk.operator_name import operator_name

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
            standing = set_spot_status(database, bell, garage, place, status, actor=operator_name())
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


def close(
    url: str, slug: str, starts_at: datetime | None, ends_at: datetime | None, reason: str
) -> Iterator[str]:
    """Close a garage, between times on its own wall clock; yield what to tell the operator.

    Raises:
        UnknownGarageError: if the database has no such garage.
        NotInTheFutureError: if there is no time in which it would be closed.
        DatabaseUnavailableError: if the database cannot be reached.
        SchemaMismatchError: if its schema is not this program's.
    """
    with Database(url) as database:
        garage = find_garage(database, slug)
        standing = close_garage(
            database,
            garage,
            starts_at=starts_at and wall_clock.begins_at(starts_at, garage.zone),
            ends_at=ends_at and wall_clock.ends_at(ends_at, garage.zone),
            reason=reason,
            actor=operator_name(),
        )
    begin = f"{starts_at:%Y-%m-%d %H:%M}" if starts_at else "now"
    end = f"to {ends_at:%Y-%m-%d %H:%M}" if ends_at else f"on, until 'kiosk garage open {slug}'"
    yield f"{garage.name} sells no stay from {begin} {end}."
    if standing:
        yield f"{standing} reserved stays are in that time; they stand."


def reopen(url: str, slug: str, at: datetime | None) -> Iterator[str]:
    """End the closures of this moment, or take back those of a later one; yield what to tell.

    Raises:
        UnknownGarageError: if the database has no such garage.
        DatabaseUnavailableError: if the database cannot be reached.
        SchemaMismatchError: if its schema is not this program's.
    """
    with Database(url) as database:
        garage = find_garage(database, slug)
        moment = at and wall_clock.begins_at(at, garage.zone)
        ended = open_garage(database, garage, at=moment, actor=operator_name())
        hours = find_garage(database, slug).hours
    now = datetime.now(UTC)
    if at is not None:
        yield f"Closures of {garage.name} taken back: {ended.closures}."
    elif not ended.closures:
        yield f"{garage.name} was not closed, but for its opening hours."
    elif hours.is_open(now):
        yield f"{garage.name} is open."
    else:
        yield f"The closure of {garage.name} has ended; it opens at its usual hours."
    if ended.planned:
        yield "Take it out of the garage's file too, or the next load closes the garage again."


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
