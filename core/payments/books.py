"""The books of both sides, read a day at a time, so that any number of days fits in the memory."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.ids import PaymentId, RefundId, ReservationId
from core.money import Money, currency
from core.payments.differences import AT_REST, Books, Comparison, Difference, DifferenceKind
from core.payments.provider import RefundMissingError
from core.payments.reconciliation import PaymentLine, compare_payments, find_stuck, tell_lost
from core.payments.refund_reconciliation import RefundLine, compare_refunds, find_waiting
from core.payments.refunds import RefundState
from core.payments.second_look import without_given_back, without_moved
from core.payments.states import PaymentState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from sqlalchemy import Row, TextClause

    from core.db.database import Database
    from core.payments.provider import CardAccount, RefundRecord
    from core.periods import Period

AROUND: Final = timedelta(hours=1)
"""How far the two sides may be apart in when they wrote a payment down."""

DIGITS: Final = 18
"""An id of more digits is none of the database's."""

_PAYMENTS: Final = """
SELECT p.id, p.state, p.amount_minor, p.currency, p.intent_id, p.created_at, p.updated_at,
    r.price_minor, r.currency AS price_currency, t.id IS NOT NULL AS ticketed
FROM payments p JOIN reservations r ON r.id = p.reservation_id
LEFT JOIN tickets t ON t.reservation_id = r.id
WHERE """
_PAYMENTS_BETWEEN: Final = text(
    f"{_PAYMENTS} p.created_at >= :starts_at AND p.created_at < :ends_at"
)
_PAYMENTS_OPEN: Final = text(
    f"{_PAYMENTS} p.state NOT IN ('captured', 'lost', 'voided') AND p.created_at < :before"
)
_LOST_STAYS: Final = text(
    f"{_PAYMENTS} p.state = 'lost' AND p.updated_at >= :since AND r.status = 'paid'"
)
_PAYMENTS_LOST: Final = text(
    f"{_PAYMENTS} p.state = 'lost' AND p.updated_at >= :starts_at AND p.updated_at < :ends_at"
)
_REFUNDS: Final = """
SELECT f.id, f.payment_id, f.state, f.amount_minor, f.currency, f.stripe_refund_id, f.nonce,
    f.problem, f.created_at, f.updated_at, f.amount_minor <= (
        SELECT coalesce(sum(later.amount_minor), 0) FROM refunds later
        WHERE later.payment_id = f.payment_id AND later.created_at > f.updated_at
            AND later.state <> 'failed'
    ) AS decided_anew
FROM refunds f
WHERE """
_REFUNDS_BETWEEN: Final = text(f"""{_REFUNDS}
    (f.created_at >= :starts_at AND f.created_at < :ends_at)
    OR (f.state = 'failed' AND f.updated_at >= :starts_at AND f.updated_at < :ends_at)
    OR f.stripe_refund_id = ANY(CAST(:names AS text[]))
    OR f.id = ANY(CAST(:ids AS bigint[]))
""")
_REFUNDS_OPEN: Final = text(f"{_REFUNDS} f.state = 'pending' AND f.created_at < :before")
_REFUNDS_FAILED: Final = text(f"{_REFUNDS} f.state = 'failed' AND f.updated_at >= :since")
_OURS: Final = text("""
SELECT p.id, p.intent_id, t.id IS NOT NULL AS ticketed
FROM payments p LEFT JOIN tickets t ON t.reservation_id = p.reservation_id
WHERE p.intent_id = ANY(CAST(:ids AS text[]))
""")
_WAIVED: Final = text("""
SELECT count(*) AS waived FROM tickets t JOIN reservations r ON r.id = t.reservation_id
WHERE r.waiver IS NOT NULL AND t.issued_at >= :starts_at AND t.issued_at < :ends_at
""")
_UNPAID: Final = text("""
SELECT t.reservation_id FROM tickets t JOIN reservations r ON r.id = t.reservation_id
WHERE r.waiver IS NULL AND t.issued_at >= :starts_at AND t.issued_at < :ends_at AND NOT EXISTS (
    SELECT FROM payments p
    WHERE p.reservation_id = r.id AND p.state IN ('committed', 'captured', 'lost')
)
""")
_UNPRINTED: Final = text("""
SELECT t.reservation_id FROM tickets t JOIN reservations r ON r.id = t.reservation_id
WHERE t.prints = 0 AND r.status IN ('paid', 'completed') AND NOT EXISTS (
        SELECT FROM refunds f JOIN payments p ON p.id = f.payment_id
        WHERE p.reservation_id = r.id AND f.state <> 'failed'
    ) AND NOT EXISTS (
        SELECT FROM audit_log
        WHERE table_name = 'reservations' AND row_id = CAST(r.id AS text) AND action = 'end stay'
    )
    AND t.issued_at >= :starts_at AND t.issued_at < :ends_at
ORDER BY t.issued_at
""")
_NOW: Final = text("SELECT now()")


def time_of(database: Database) -> datetime:
    """Return the database's time of day, by which every line was written."""
    now: datetime = database.statement(lambda connection: connection.execute(_NOW).scalar_one())
    return now


def compare_day(
    database: Database, account: CardAccount, day: Period, *, now: datetime, live: bool
) -> Comparison:
    """Compare everything that happened to the money on one day.

    Args:
        database: one side.
        account: the other.
        day: from when to when.
        now: the database's time of day.
        live: whether real money is expected.

    Raises:
        DatabaseUnavailableError: if the database cannot be read.
        ProviderError: if the processor's books cannot be read.
    """
    wide = {"starts_at": day.starts_at - 2 * AROUND, "ends_at": day.ends_at + 2 * AROUND}
    payments = compare_payments(
        map(_payment, _rows(database, _PAYMENTS_BETWEEN, wide)),
        account.intents_between(day.starts_at - AROUND, day.ends_at + AROUND),
        day=day,
        now=now,
        live=live,
    )
    at_rest = without_moved(database, payments.differences, since=now - AT_REST)
    refunds = _compare_refunds(database, account, day, now)
    bounds = {"starts_at": day.starts_at, "ends_at": day.ends_at}
    waived = _rows(database, _WAIVED, bounds)[0].waived
    unpaid = tuple(
        Difference(
            DifferenceKind.TICKET_WITHOUT_CAPTURE,
            reservation_id=ReservationId(row.reservation_id),
        )
        for row in _rows(database, _UNPAID, bounds)
    )
    return Comparison(
        (
            *without_given_back(account, at_rest),
            *tell_lost(lost_within(database, day), day=day),
            *unpaid,
            *refunds.differences,
        ),
        payments.ours + refunds.ours + Books(waived=waived),
        payments.theirs + refunds.theirs,
        payments.moving + len(payments.differences) - len(at_rest) + refunds.moving,
    )


def stuck_before(database: Database, until: datetime, *, now: datetime) -> list[Difference]:
    """Return what was decided before ``until`` and is not done, an hour later or days later.

    An hour for what is ours to do, some days for a refund that the processor works on.
    """
    before = {"before": until}
    payments = map(_payment, _rows(database, _PAYMENTS_OPEN, before))
    refunds = map(_refund, _rows(database, _REFUNDS_OPEN, before))
    return [*find_stuck(payments, now=now), *find_waiting(refunds, now=now)]


def lost_within(database: Database, period: Period) -> list[PaymentLine]:
    """Return the payments whose authorisation was found to have ended in that time."""
    bounds = {"starts_at": period.starts_at, "ends_at": period.ends_at}
    return list(map(_payment, _rows(database, _PAYMENTS_LOST, bounds)))


def lost_stays(database: Database, since: datetime) -> list[PaymentLine]:
    """Return the payments that were found to be lost since then, and whose stay goes on."""
    return list(map(_payment, _rows(database, _LOST_STAYS, {"since": since})))


def unprinted_within(database: Database, period: Period, *, now: datetime) -> list[ReservationId]:
    """Return whose ticket of that time never came out of a printer, and was not seen to since.

    A refund sees to it, and whoever ends the stay. What is new may still come out.
    """
    bounds = {"starts_at": period.starts_at, "ends_at": min(period.ends_at, now - AT_REST)}
    return [ReservationId(row.reservation_id) for row in _rows(database, _UNPRINTED, bounds)]


def failed_since(database: Database, since: datetime) -> list[RefundLine]:
    """Return the refunds that failed since then, and whose money nobody gave back anew."""
    lines = map(_refund, _rows(database, _REFUNDS_FAILED, {"since": since}))
    return [line for line in lines if not line.decided_anew]


def _compare_refunds(
    database: Database, account: CardAccount, day: Period, now: datetime
) -> Comparison:
    listed = {record.id: record for record in account.refunds_between(day.starts_at, day.ends_at)}
    ours, payments, unticketed = _of_our_payments(database, listed.values())
    named = [record.metadata["refund"] for record in ours.values() if "refund" in record.metadata]
    wanted = {
        "starts_at": day.starts_at,
        "ends_at": day.ends_at,
        "names": list(ours),
        "ids": [int(name) for name in named if name.isdecimal() and len(name) <= DIGITS],
    }
    lines = [_refund(row) for row in _rows(database, _REFUNDS_BETWEEN, wanted)]
    # What was decided on the day may have been sent later: such ones are few, and asked for alone.
    later = (line.processor_id for line in lines if line.processor_id not in ours)
    ours.update((name, record) for name, record in _looked_up(account, later))
    return compare_refunds(
        lines, ours.values(), day=day, now=now, payments=payments, unticketed=unticketed
    )


def _of_our_payments(
    database: Database, records: Iterable[RefundRecord]
) -> tuple[dict[str, RefundRecord], dict[str, PaymentId], set[str]]:
    """Return the records of our payments by name.

    Beside them stand the payment of each of their intents, and the intents without a ticket.
    """
    of_intent = [record for record in records if record.intent_id is not None]
    ids = list({record.intent_id for record in of_intent})
    rows = _rows(database, _OURS, {"ids": ids})
    payments = {row.intent_id: PaymentId(row.id) for row in rows}
    ours = {record.id: record for record in of_intent if record.intent_id in payments}
    return ours, payments, {row.intent_id for row in rows if not row.ticketed}


def _looked_up(
    account: CardAccount, names: Iterable[str | None]
) -> Iterator[tuple[str, RefundRecord]]:
    for name in names:
        if name is not None:
            try:
                yield name, account.look_at_refund(name)
            except RefundMissingError:
                continue  # which the comparison tells


def _rows(
    database: Database, statement: TextClause, parameters: Mapping[str, object]
) -> list[Row[tuple[object, ...]]]:
    return list(
        database.statement(lambda connection: connection.execute(statement, parameters).all())
    )


def _payment(row: Row[tuple[object, ...]]) -> PaymentLine:
    return PaymentLine(
        id=PaymentId(row.id),
        state=PaymentState(row.state),
        amount=Money(row.amount_minor, currency(row.currency)),
        price=Money(row.price_minor, currency(row.price_currency)),
        ticketed=row.ticketed,
        intent_id=row.intent_id,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def _refund(row: Row[tuple[object, ...]]) -> RefundLine:
    return RefundLine(
        id=RefundId(row.id),
        payment_id=PaymentId(row.payment_id),
        state=RefundState(row.state),
        amount=Money(row.amount_minor, currency(row.currency)),
        processor_id=row.stripe_refund_id,
        nonce=row.nonce,
        problem=row.problem,
        decided_anew=row.decided_anew,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )
