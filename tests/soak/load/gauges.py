"""What the database looks like under load: how large it is, and whether anything is wrong in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import find_drift

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.db.database import Database

LIVE: Final = (
    "free_intervals",
    "free_intervals_fit_key",
    "free_intervals_ending_ix",
    "reservations_no_overlap",
    "reservations_held_ix",
    "reservations_paid_ix",
    "reservations_movable_ix",
)
"""Tables and indexes that hold what is now or ahead: history must not make them grow."""
HISTORY: Final = ("reservations", "reservations_pkey")
"""Those that keep all that ever was."""

_LOOK: Final = text("""
SELECT
    (SELECT json_object_agg(relname, pg_relation_size(oid)) FROM pg_class
        WHERE relname = ANY(:relations)) AS sizes,
    (SELECT json_object_agg(relname, n_dead_tup) FROM pg_stat_user_tables
        WHERE relname IN ('free_intervals', 'reservations')) AS dead,
    (SELECT sum(vacuum_count + autovacuum_count) FROM pg_stat_user_tables
        WHERE relname IN ('free_intervals', 'reservations')) AS vacuums,
    (SELECT count(*) FROM audit_log WHERE action = 'moved to another spot') AS moves,
    (SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()) AS deadlocks,
    count(*) AS live, count(DISTINCT spot_id) FILTER (WHERE period @> now()) AS taken,
    count(*) FILTER (WHERE doubled) AS overlaps
FROM (
    SELECT spot_id, period, lower(period) < max(upper(period)) OVER (
        PARTITION BY spot_id ORDER BY lower(period), id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS doubled
    FROM reservations WHERE status IN ('held', 'paid')
) AS reserved
""")


@dataclass(frozen=True, slots=True)
class Gauges:
    """What was found at one moment.

    Args:
        sizes: bytes of each of ``LIVE`` and ``HISTORY``.
        dead: dead rows by table, as PostgreSQL counts them.
        vacuums: how often those tables were cleaned.
        moves: how many bookings were given another spot so far.
        deadlocks: those that PostgreSQL broke; the program repeats, and no caller hears of it.
        live: reservations that are held or paid.
        taken: spots with a stay at this moment.
        overlaps: live reservations that share their spot with another one.
        drift: spots whose free time is not what their reservations leave.
    """

    sizes: Mapping[str, int]
    dead: Mapping[str, int]
    vacuums: int
    moves: int
    deadlocks: int
    live: int
    taken: int
    overlaps: int
    drift: int


def read_gauges(database: Database) -> Gauges:
    """Look while the load goes on."""
    parameters = {"relations": [*LIVE, *HISTORY]}
    found = database.statement(lambda connection: connection.execute(_LOOK, parameters).one())
    return Gauges(**found._mapping, drift=len(find_drift(database)))
