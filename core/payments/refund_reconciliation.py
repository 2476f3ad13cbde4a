"""Two books of refunds compared, line by line. Pure, as the comparison of payments."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.payments.differences import (
    AT_REST,
    SLOW,
    STUCK,
    Books,
    Comparison,
    Difference,
    DifferenceKind,
    is_within,
)
from core.payments.provider import RefundStatus
from core.payments.refunds import RefundState, is_record, metadata_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from datetime import datetime
    from uuid import UUID

    from core.ids import PaymentId, RefundId
    from core.money import Currency, Money
    from core.payments.provider import RefundRecord
    from core.periods import Period


@dataclass(frozen=True, slots=True)
class RefundLine:
    """A refund in the database."""

    id: RefundId
    payment_id: PaymentId
    state: RefundState
    amount: Money
    processor_id: str | None
    nonce: UUID | None
    problem: str | None
    decided_anew: bool
    """Whether refunds of the same payment, decided after it failed, give as much back."""
    created_at: datetime
    updated_at: datetime


def compare_refunds(
    lines: Iterable[RefundLine],
    records: Iterable[RefundRecord],
    *,
    day: Period,
    now: datetime,
    payments: Mapping[str, PaymentId] | None = None,
    unticketed: Collection[str] = (),
) -> Comparison:
    """Compare a day's refunds.

    Args:
        lines: the refunds that were decided or failed on the day, and those of the records.
        records: the refunds of our payments that the processor made on the day, and those of the
            lines.
        day: whose refunds count: by the line's time, or the record's where there is no line.
        now: when the reading of the lines began.
        payments: whose the records' intents are.
        unticketed: the intents without a ticket: their money is given back by hand, and rightly.
    """
    rested = now - AT_REST
    found: list[Difference] = []
    ours: list[Money] = []
    theirs: list[Money] = []
    moving = 0
    for line, record in _paired(lines, records):
        if line is not None:
            found += _failed_on(day, line, record)
        if not is_within(_made_at(line, record), day):
            continue
        changed_at = line.updated_at if line is not None else _made_at(line, record)
        moving += changed_at >= rested
        if line is not None and line.processor_id and line.state is not RefundState.FAILED:
            ours.append(line.amount)
        if record is not None and record.status is not RefundStatus.FAILED:
            theirs.append(record.amount)
            by_hand = line is None and record.intent_id not in unticketed
            if by_hand and record.created_at < rested:
                found.append(_of_nobody(record, payments or {}))
        if line is not None and line.updated_at < rested:
            found += _between(line, record, told=_has_failed_on(day, line))
    return Comparison(tuple(found), _given_back(ours), _given_back(theirs), moving)


def find_waiting(lines: Iterable[RefundLine], *, now: datetime) -> Iterator[Difference]:
    """Yield the refunds that are not sent for an hour, or not done by the processor for days."""
    for line in lines:
        if line.state is not RefundState.PENDING:
            continue
        if line.processor_id is None and line.created_at < now - STUCK:
            yield _of(DifferenceKind.REFUND_STUCK, line)
        if line.processor_id is not None and line.created_at < now - SLOW:
            yield _of(DifferenceKind.REFUND_SLOW, line)


def _paired(
    lines: Iterable[RefundLine], records: Iterable[RefundRecord]
) -> Iterator[tuple[RefundLine | None, RefundRecord | None]]:
    left = {str(line.id): line for line in lines}
    by_name = {line.processor_id: name for name, line in left.items() if line.processor_id}
    for record in records:
        # A refund whose name was lost is known by what it was asked for with.
        told = record.metadata.get("refund", "")
        mine = told in left and _is_lost_record(left[told], record)
        yield left.pop(by_name.get(record.id) or (told if mine else ""), None), record
    for line in left.values():
        yield line, None


def _is_lost_record(line: RefundLine, record: RefundRecord) -> bool:
    told = metadata_of(line.id, line.payment_id, line.nonce)
    return line.processor_id is None and is_record(record.metadata, told)


def _made_at(line: RefundLine | None, record: RefundRecord | None) -> datetime:
    if line is not None:
        return line.created_at
    if record is None:
        raise AssertionError("A pair of nothing.")
    return record.created_at


def _has_failed_on(day: Period, line: RefundLine) -> bool:
    return line.state is RefundState.FAILED and is_within(line.updated_at, day)


def _failed_on(day: Period, line: RefundLine, record: RefundRecord | None) -> Iterator[Difference]:
    if not _has_failed_on(day, line):
        return
    if record is not None and record.status is not RefundStatus.FAILED:
        # Whoever believed the line would give the money back twice.
        yield _of(DifferenceKind.REFUND_MADE_AFTER_ALL, line, record)
    elif not line.decided_anew:
        yield _of(DifferenceKind.REFUND_FAILED, line)


def _between(line: RefundLine, record: RefundRecord | None, *, told: bool) -> Iterator[Difference]:
    if record is None:
        if line.processor_id is not None:
            yield _of(DifferenceKind.REFUND_MISSING, line)
        return
    if record.amount != line.amount:
        yield _of(DifferenceKind.REFUND_AMOUNTS_DIFFER, line, record)
    failed_there = record.status is RefundStatus.FAILED
    if line.state is not RefundState.FAILED and failed_there:
        yield _of(DifferenceKind.REFUND_STATES_DIFFER, line, record)
    if line.state is RefundState.FAILED and not failed_there and not told:
        yield _of(DifferenceKind.REFUND_MADE_AFTER_ALL, line, record)


def _of(kind: DifferenceKind, line: RefundLine, record: RefundRecord | None = None) -> Difference:
    return Difference(
        kind,
        line.payment_id,
        line.id,
        line.processor_id if record is None else record.id,
        ours=line.amount,
        theirs=None if record is None else record.amount,
        state=None if record is None else record.status,
        problem=line.problem,
    )


def _of_nobody(record: RefundRecord, payments: Mapping[str, PaymentId]) -> Difference:
    return Difference(
        DifferenceKind.REFUND_UNKNOWN,
        payments.get(record.intent_id or ""),
        processor_id=record.id,
        theirs=record.amount,
    )


def _given_back(amounts: Iterable[Money]) -> Books:
    refunded: Counter[Currency] = Counter()
    for amount in amounts:
        refunded[amount.currency] += amount.minor
    return Books(refunded=refunded)
