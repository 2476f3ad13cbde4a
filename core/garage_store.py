"""Garages and kiosks in the database: found, loaded from a file, registered."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.channels import FACTS, channel
from core.garage_changes import lock_garage, note_loaded
from core.garages import Garage
from core.hours_store import HOURS_COLUMNS, closures_of, week_of, write_hours
from core.ids import GarageId, KioskId
from core.kept_back import TooFewSpotsError, keep_back
from core.money import currency
from core.spot_status import SpotStatus
from core.spots import Place
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garage_file import GaragePlan
    from core.ids import ReaderId

_FIND: Final = text(f"SELECT *, {HOURS_COLUMNS} FROM garages g WHERE slug = :slug")  # noqa: S608 - only that text
_SLUGS: Final = text("SELECT slug FROM garages ORDER BY slug")
_SAVE: Final = text("""
INSERT INTO garages (slug, name, address, zipcode, time_zone, currency,
                     rate_compact, rate_regular, rate_large, step_minutes)
VALUES (:slug, :name, :address, :zipcode, :time_zone, :currency,
        :rate_compact, :rate_regular, :rate_large, :step_minutes)
ON CONFLICT (slug) DO UPDATE SET
    name = excluded.name, address = excluded.address, zipcode = excluded.zipcode,
    time_zone = excluded.time_zone, rate_compact = excluded.rate_compact,
    rate_regular = excluded.rate_regular, rate_large = excluded.rate_large,
    step_minutes = excluded.step_minutes
WHERE garages.currency = excluded.currency
RETURNING id
""")
_SPOTS: Final = text("""
SELECT floor, number, vehicle_type, status FROM spots WHERE garage_id = :garage_id
ORDER BY distance
""")
# A new spot is free for ever: a trigger writes that down.
_ADD_SPOTS: Final = text("""
INSERT INTO spots (garage_id, floor, number, vehicle_type)
SELECT :garage_id, floor, number, CAST(vehicle_type AS vehicle_type)
FROM unnest(CAST(:floors AS smallint[]), CAST(:numbers AS smallint[]), CAST(:types AS text[]))
    AS planned (floor, number, vehicle_type)
ORDER BY abs(floor), floor DESC, number
""")
# In the loading's own transaction: it is seldom, and must not be rung for nothing.
_RING: Final = text("SELECT pg_notify(:channel, :facts)")
_REGISTER: Final = text("""
INSERT INTO kiosks (garage_id, name, reader_id) VALUES (:garage_id, :name, :reader_id)
ON CONFLICT (garage_id, name)
    DO UPDATE SET reader_id = coalesce(excluded.reader_id, kiosks.reader_id)
RETURNING id
""")


MOST_CONFLICTS: Final = 20
"""So many spots that contradict a file are named."""


class UnknownGarageError(LookupError):
    """No garage of that name is in the database; the message lists those that are."""


class GarageConflictError(ValueError):
    """The file contradicts what the garage has sold already; nothing was changed.

    The message has a sentence for each contradiction, on a line of its own.
    """


def find_garage(database: Database, slug: str) -> Garage:
    """Return the garage.

    Raises:
        UnknownGarageError: if there is none with this slug.
    """
    row = database.statement(
        lambda connection: connection.execute(_FIND, {"slug": slug}).one_or_none()
    )
    if row is None:
        slugs = database.statement(lambda connection: connection.scalars(_SLUGS).all())
        known = f"it has {', '.join(slugs)}" if slugs else "it has none"
        raise UnknownGarageError(
            f"The database has no garage '{slug}' ({known}); load it with 'kiosk garage load FILE'."
        )
    return Garage(
        id=GarageId(row.id),
        slug=row.slug,
        name=row.name,
        address=row.address,
        zipcode=row.zipcode,
        time_zone=row.time_zone,
        currency=currency(row.currency),
        rates={
            VehicleType.COMPACT: row.rate_compact,
            VehicleType.REGULAR: row.rate_regular,
            VehicleType.LARGE: row.rate_large,
        },
        step=timedelta(minutes=row.step_minutes),
        version=row.version,
        week=week_of(row.week),
        closures=closures_of(row.closures),
    )


def removed_spots(database: Database, garage: Garage, plan: GaragePlan) -> list[Place]:
    """Return the spots of the plan that nobody may take, because they were removed for good."""
    planned = {(spot.floor, spot.number) for spot in plan.spots}
    rows = database.statement(
        lambda connection: connection.execute(_SPOTS, {"garage_id": garage.id}).all()
    )
    return [
        Place(row.floor, row.number)
        for row in rows
        if row.status == SpotStatus.REMOVED and (row.floor, row.number) in planned
    ]


def load_garage(database: Database, plan: GaragePlan, *, actor: str) -> int:
    """Write the garage down, new or changed; return how many spots were added.

    Names, rates, steps, hours and planned closures follow the file, and so does how many spots are
    kept back where it says so. Spots are added; a spot that exists may not change its type, and may
    only vanish from the file once it is ``removed``: its stays and its history are kept. Kiosks
    that run hear of it. What it changes is written down, as done by the ``actor``.

    Raises:
        GarageConflictError: naming the spots that contradict it, ``MOST_CONFLICTS`` at most, or
            what else does.
    """
    return database.transaction(lambda connection: _load(connection, plan, actor))


def announce(connection: Connection, garage_id: GarageId) -> None:
    """Tell kiosks that run, when this is committed, that the garage itself has changed."""
    connection.execute(_RING, {"channel": channel(garage_id), "facts": FACTS})


def register_kiosk(
    database: Database, garage: Garage, name: str, reader_id: ReaderId | None = None
) -> KioskId:
    """Return the id of the garage's kiosk of this name, making it known if it is new.

    Without a ``reader_id`` the one that is known stays.
    """
    parameters = {"garage_id": garage.id, "name": name, "reader_id": reader_id}
    return KioskId(
        database.statement(
            lambda connection: connection.execute(_REGISTER, parameters).scalar_one()
        )
    )


def _load(connection: Connection, plan: GaragePlan, actor: str) -> int:
    before = lock_garage(connection, plan.slug)
    garage_id = connection.scalar(
        _SAVE,
        {
            "slug": plan.slug,
            "name": plan.name,
            "address": plan.address,
            "zipcode": plan.zipcode,
            "time_zone": plan.time_zone,
            "currency": plan.currency,
            "rate_compact": plan.rates[VehicleType.COMPACT],
            "rate_regular": plan.rates[VehicleType.REGULAR],
            "rate_large": plan.rates[VehicleType.LARGE],
            "step_minutes": int(plan.step.total_seconds() // 60),
        },
    )
    if garage_id is None:
        raise GarageConflictError(
            f"Garage '{plan.slug}' already sells in another currency; give the file another slug."
        )
    added = _add_spots(connection, GarageId(garage_id), plan)
    write_hours(connection, GarageId(garage_id), plan)
    try:
        for kind, count in plan.kept_back.items():
            keep_back(connection, GarageId(garage_id), kind, count)
    except TooFewSpotsError as error:
        raise GarageConflictError(str(error)) from error
    note_loaded(connection, GarageId(garage_id), plan.slug, before, actor)
    announce(connection, GarageId(garage_id))
    return added


def _add_spots(connection: Connection, garage_id: GarageId, plan: GaragePlan) -> int:
    planned = {(spot.floor, spot.number): spot.vehicle_type for spot in plan.spots}
    existing, conflicts = set(), []
    for row in connection.execute(_SPOTS, {"garage_id": garage_id}):
        place = (row.floor, row.number)
        existing.add(place)
        if place not in planned and row.status != SpotStatus.REMOVED:
            floor = f"-- {row.floor}" if row.floor < 0 else row.floor  # or it reads as an option
            conflicts.append(
                f"Spot {row.number} on floor {row.floor} is missing in the file; put it back, or "
                f"first take it out for good: 'kiosk spot set {plan.slug} {floor} {row.number} "
                f"{SpotStatus.REMOVED}'."
            )
        if planned.get(place, row.vehicle_type) != row.vehicle_type:
            conflicts.append(
                f"Spot {row.number} on floor {row.floor} is {row.vehicle_type}; a file may not "
                "change its type."
            )
    if len(conflicts) > MOST_CONFLICTS:
        more = len(conflicts) - MOST_CONFLICTS
        spots = "1 more spot" if more == 1 else f"{more} more spots"
        conflicts[MOST_CONFLICTS:] = [f"So it is with {spots}; look at the whole file."]
    if conflicts:
        raise GarageConflictError("\n".join(conflicts))
    new = [spot for spot in plan.spots if (spot.floor, spot.number) not in existing]
    if new:
        connection.execute(
            _ADD_SPOTS,
            {
                "garage_id": garage_id,
                "floors": [spot.floor for spot in new],
                "numbers": [spot.number for spot in new],
                "types": [spot.vehicle_type.value for spot in new],
            },
        )
    return len(new)
