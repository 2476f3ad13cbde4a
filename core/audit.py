"""Writing down who changed what: one row of ``audit_log`` for each row that was changed."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Connection

    from core.ids import KioskId

ActorKind = Literal["driver", "attendant", "kiosk", "operator"]

_NOTE: Final = text("""
INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, before, after, kiosk_id)
SELECT CAST(:actor_kind AS actor_kind), :actor, :action, :table_name, row_id,
    CAST(before AS jsonb), CAST(after AS jsonb), CAST(:kiosk_id AS integer)
FROM unnest(CAST(:row_ids AS text[]), CAST(:befores AS text[]), CAST(:afters AS text[]))
    WITH ORDINALITY AS change (row_id, before, after, place)
ORDER BY place
""")
_KIOSK: Final = text("SELECT name FROM kiosks WHERE id = :kiosk_id")


@dataclass(frozen=True, slots=True)
class Actor:
    """Who changed something, in words that outlive accounts, and at which kiosk if at one."""

    kind: ActorKind
    name: str
    kiosk_id: KioskId | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What was changed of a row: the columns' values before and after, as JSON has them."""

    row_id: int
    before: Mapping[str, object]
    after: Mapping[str, object]


def kiosk_itself(connection: Connection, kiosk_id: KioskId | None) -> Actor:
    """Return the actor for what a kiosk does of its own accord; None is a program without one."""
    name = connection.scalar(_KIOSK, {"kiosk_id": kiosk_id}) if kiosk_id is not None else None
    return Actor("kiosk", name or "none", kiosk_id)


def note(
    connection: Connection, actor: Actor, action: str, table_name: str, changes: Sequence[Change]
) -> None:
    """Write the changes of a table's rows down, in the transaction that makes them."""
    connection.execute(
        _NOTE,
        {
            "actor_kind": actor.kind,
            "actor": actor.name,
            "kiosk_id": actor.kiosk_id,
            "action": action,
            "table_name": table_name,
            "row_ids": [str(change.row_id) for change in changes],
            "befores": [json.dumps(dict(change.before)) for change in changes],
            "afters": [json.dumps(dict(change.after)) for change in changes],
        },
    )
