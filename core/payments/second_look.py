"""A second look at what a comparison found, before anybody is told to give money back.

The two sides are not read at one moment: a payment may be captured after its line was read, and
before its intent is. Whatever moved meanwhile is left to the next report. And what somebody gave
back in the processor's dashboard, as the report told, is told no more.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.money import Money
from core.payments.differences import DifferenceKind
from core.payments.provider import RefundStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from core.db.database import Database
    from core.payments.differences import Difference
    from core.payments.provider import CardAccount

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


def without_given_back(account: CardAccount, found: Iterable[Difference]) -> Iterator[Difference]:
    """Yield the differences; of a charge without a ticket only what was not given back yet."""
    for difference in found:
        charged, intent_id = difference.theirs, difference.processor_id
        if (
            difference.kind is not DifferenceKind.CAPTURED_WITHOUT_TICKET
            or charged is None
            or intent_id is None
        ):
            yield difference
            continue
        given_back = sum(
            record.amount.minor
            for record in account.refunds_of(intent_id)
            if record.status is not RefundStatus.FAILED
        )
        if given_back < charged.minor:
            yield replace(difference, theirs=Money(charged.minor - given_back, charged.currency))
