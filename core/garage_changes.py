"""What a garage's file decides, as it stands in the database: so that a change is written down."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from core.audit import Actor, Change, note
from core.hours_store import HOURS_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

    from core.ids import GarageId

_TURN: Final = text("SELECT pg_advisory_xact_lock(hashtextextended('garage ' || :slug, 0))")
"""One at a time also where the garage is new, and has no row to lock."""
_LOCK: Final = text("SELECT FROM garages WHERE slug = :slug FOR NO KEY UPDATE")
_STANDS: Final = text(f"""
SELECT g.*, {HOURS_COLUMNS},
    (SELECT count(*) FROM spots WHERE garage_id = g.id) AS spots,
    (SELECT jsonb_object_agg(vehicle_type, number) FROM (
        SELECT vehicle_type, count(*) AS number FROM spots
        WHERE garage_id = g.id AND status = 'kept_back' GROUP BY vehicle_type
    ) AS kept) AS kept_back
FROM garages g WHERE slug = :slug
""")  # noqa: S608 - only the text above
_OWN: Final = ("id", "created_at", "version")
"""Columns that no file decides."""


def lock_garage(connection: Connection, slug: str) -> dict[str, Any]:
    """Return how the garage stands, empty where it is new; nobody else loads it meanwhile.

    The state of a spot may change all the same: kiosks that sell are not kept waiting.
    """
    connection.execute(_TURN, {"slug": slug})
    connection.execute(_LOCK, {"slug": slug})
    return _stands(connection, slug)


def note_loaded(
    connection: Connection, garage_id: GarageId, slug: str, before: Mapping[str, Any], actor: str
) -> None:
    """Write down what loading the garage's file changed; nothing, where it changed nothing."""
    after = _stands(connection, slug)
    changed = [name for name, value in after.items() if before.get(name) != value]
    if changed:
        change = Change(
            garage_id,
            {name: before[name] for name in changed if name in before},
            {name: after[name] for name in changed},
        )
        note(connection, Actor("operator", actor), "loaded", "garages", [change])


def _stands(connection: Connection, slug: str) -> dict[str, Any]:
    row = connection.execute(_STANDS, {"slug": slug}).mappings().one_or_none()
    return {name: _plain(value) for name, value in (row or {}).items() if name not in _OWN}


def _plain(value: object) -> object:
    """Return what JSON can hold; a rate is written as it was given."""
    return value if value is None or isinstance(value, int | str | list | dict) else str(value)
