"""``kiosk settle``: payments and refunds are finished by hand, told in lines for people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.db.database import Database
from core.db.schema import check_schema
from core.live import DatabaseBell
from core.money import Money, currency
from core.payments.ledger import Ledger
from core.payments.refund_ledger import RefundLedger
from core.payments.refunding import Refunding
from core.payments.settlement import AT_ONCE, Settlement
from kiosk.logs import warnings_to_stderr
from kiosk.services import account_of, terminal_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Row

    from core.ids import RefundId
    from kiosk.settings import Settings

_PAYMENTS: Final = """
SELECT 'payment' AS kind, id, CAST(state AS text) AS state, amount_minor, currency, problem
FROM payments WHERE """
_REFUNDS: Final = """
SELECT 'refund' AS kind, id, CAST(state AS text) AS state, amount_minor, currency, problem
FROM refunds WHERE """
_OPEN: Final = text(
    f"{_PAYMENTS} state NOT IN ('captured', 'lost', 'voided') "
    f"UNION ALL {_REFUNDS} state = 'pending'"
)
_NOW: Final = text(f"""
{_PAYMENTS} id = ANY(CAST(:payments AS bigint[]))
UNION ALL {_REFUNDS} id = ANY(CAST(:refunds AS bigint[])) ORDER BY kind, id
""")
_RUNNING: Final = frozenset({"new", "ready", "armed"})
"""A kiosk is at work on these."""
_WAITING: Final = frozenset({"committed", "voiding", "pending"})


class RefundUnknownError(LookupError):
    """There is no such refund; the message says so."""


def settle_by_hand(settings: Settings) -> Iterator[str]:
    """Finish what no kiosk works on, and look at every refund that is not done; yield what became.

    Warnings and errors go to the standard error meanwhile, with their facts.

    Raises:
        DatabaseUnavailableError, SchemaMismatchError
    """
    with Database(settings.database_url) as database, warnings_to_stderr():
        check_schema(database)
        bell = DatabaseBell(database)
        try:
            rows = database.statement(lambda connection: connection.execute(_OPEN).all())
            terminal = terminal_of(settings)
            payments = Settlement(Ledger(database, bell), terminal, at_once=AT_ONCE).settle_dead()
            ledger = RefundLedger(database, bell)
            ledger.hasten()
            refunds = Refunding(ledger, account_of(settings)).settle_due()
        finally:
            bell.close()
        yield f"Taken up: payments {payments}, refunds {refunds}."
        wanted = {
            f"{kind}s": [row.id for row in rows if row.kind == kind]
            for kind in ("payment", "refund")
        }
        became = database.statement(lambda connection: connection.execute(_NOW, wanted).all())
        yield from (_line(row) for row in became if row.state not in _RUNNING)


def look_at_refund(settings: Settings, refund_id: RefundId) -> Iterator[str]:
    """Look at one refund, however old it is, and yield what became of it.

    Raises:
        RefundUnknownError: if there is none.
        DatabaseUnavailableError, SchemaMismatchError
    """
    with Database(settings.database_url) as database, warnings_to_stderr():
        check_schema(database)
        wanted: dict[str, list[int]] = {"payments": [], "refunds": [refund_id]}

        def rows() -> list[Row[tuple[object, ...]]]:
            return list(database.statement(lambda one: one.execute(_NOW, wanted).all()))

        if not rows():
            raise RefundUnknownError(f"The database has no refund {refund_id}.")
        bell = DatabaseBell(database)
        try:
            ledger = RefundLedger(database, bell)
            Refunding(ledger, account_of(settings)).settle(ledger.find(refund_id))
        finally:
            bell.close()
        yield from map(_line, rows())


def _line(row: Row[tuple[object, ...]]) -> str:
    amount = Money(row.amount_minor, currency(row.currency))
    still = "still " if row.state in _WAITING else ""
    problem = f" ({row.problem})" if row.problem else ""
    return f"{row.kind} {row.id}, {amount}: {still}{row.state}{problem}"
