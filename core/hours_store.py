"""Opening hours and closures in the database: read with their garage, written from its file."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from core.opening_hours import Closure, OpenTime

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from core.garage_file import GaragePlan
    from core.ids import GarageId

HOURS_COLUMNS: Final = """
    (SELECT coalesce(jsonb_agg(jsonb_build_array(weekday,
            extract(epoch FROM opens)::integer / 60, extract(epoch FROM closes)::integer / 60)
            ORDER BY weekday, opens), '[]')
        FROM opening_hours WHERE garage_id = g.id) AS week,
    (SELECT coalesce(jsonb_agg(jsonb_build_array(lower(period), upper(period), reason)
            ORDER BY period, reason), '[]')
        FROM closures WHERE garage_id = g.id
            AND (upper_inf(period) OR upper(period) > now())) AS closures
"""
"""What ``week_of`` and ``closures_of`` read, of the garage ``g``; no closures that are over."""

_FORGET_WEEK: Final = text("DELETE FROM opening_hours WHERE garage_id = :garage_id")
_WRITE_WEEK: Final = text("""
INSERT INTO opening_hours (garage_id, weekday, opens, closes)
SELECT :garage_id, weekday, CAST(opens AS time), CAST(closes AS time)
FROM unnest(CAST(:weekdays AS smallint[]), CAST(:opens AS text[]), CAST(:closes AS text[]))
    AS planned (weekday, opens, closes)
""")
_WEEK: Final = text(f"SELECT {HOURS_COLUMNS} FROM garages g WHERE id = :garage_id")  # noqa: S608 - only the text above
_NOW: Final = text("SELECT now()")
_PLANNED: Final = text("""
SELECT jsonb_agg(jsonb_build_array(lower(period), upper(period), reason)) FROM closures
WHERE garage_id = :garage_id AND planned AND upper(period) > now()
""")
_FORGET_PLANNED: Final = text("""
DELETE FROM closures WHERE garage_id = :garage_id AND planned AND upper(period) > now()
""")
_PLAN_CLOSURE: Final = text("""
INSERT INTO closures (garage_id, period, reason, planned)
VALUES (:garage_id, tstzrange(:starts_at, :ends_at), :reason, true)
""")


def week_of(rows: Iterable[Sequence[int]]) -> tuple[OpenTime, ...]:
    """Return the hours of a week as they were read."""
    return tuple(OpenTime(*row) for row in rows)


def closures_of(rows: Iterable[Sequence[Any]]) -> tuple[Closure, ...]:
    """Return closures as they were read."""
    return tuple(
        Closure(
            datetime.fromisoformat(starts_at),
            None if ends_at is None else datetime.fromisoformat(ends_at),
            reason,
        )
        for starts_at, ends_at, reason in rows
    )


def write_hours(connection: Connection, garage_id: GarageId, plan: GaragePlan) -> None:
    """Let the hours and the planned closures follow the file.

    What is so already is not touched, so that kiosks need not read the garage again. Closures by
    hand stay, and so does what is over.
    """
    key = {"garage_id": garage_id}
    known = connection.execute(_WEEK, key).one()
    if set(week_of(known.week)) != set(plan.week):
        connection.execute(_FORGET_WEEK, key)
        connection.execute(
            _WRITE_WEEK,
            {
                **key,
                "weekdays": [one.weekday for one in plan.week],
                "opens": [_clock(one.opens) for one in plan.week],
                "closes": [_clock(one.closes) for one in plan.week],
            },
        )
    now: datetime = connection.scalar(_NOW)
    ahead = {one for one in plan.closures if one.ends_at is None or one.ends_at > now}
    if set(closures_of(connection.scalar(_PLANNED, key) or ())) != ahead:
        connection.execute(_FORGET_PLANNED, key)
        for closure in ahead:
            connection.execute(
                _PLAN_CLOSURE,
                {
                    **key,
                    "starts_at": closure.starts_at,
                    "ends_at": closure.ends_at,
                    "reason": closure.reason,
                },
            )


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
