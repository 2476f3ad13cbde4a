"""A second look at what a comparison found, before anybody is told to give money back.

The two sides are not read at one moment: a payment may be captured after its line was read, and
before its intent is. Whatever moved meanwhile is left to the next report.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from core.db.database import Database
    from core.payments.differences import Difference

_MOVED: Final = text("""
SELECT id FROM payments WHERE id = ANY(CAST(:ids AS bigint[])) AND updated_at >= :since
""")


def without_moved(
    database: Database, found: Iterable[Difference], *, since: datetime
) -> list[Difference]:
    """Return the differences whose payment has not moved since then, and those without one."""
    found = list(found)
    ids = [difference.payment_id for difference in found if difference.payment_id is not None]
    if not ids:
        return found
    rows = database.statement(
        lambda connection: connection.execute(_MOVED, {"ids": ids, "since": since}).all()
    )
    moved = {row.id for row in rows}
    return [difference for difference in found if difference.payment_id not in moved]
