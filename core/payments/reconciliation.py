"""Two books of payments compared, line by line: what was decided, and what the processor did.

Pure: lines of both sides in, differences and sums out. A line that is still moving is left out;
one that has not come to rest for an hour is a difference by itself.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.payments.differences import (
    AT_REST,
    STUCK,
    Books,
    Comparison,
    Difference,
    DifferenceKind,
    is_within,
)
from core.payments.provider import IntentStatus
from core.payments.states import TICKETED, PaymentState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from core.ids import PaymentId
    from core.money import Currency, Money
    from core.payments.provider import IntentLine
    from core.periods import Period

_TAKEN: Final = frozenset({PaymentState.COMMITTED, PaymentState.CAPTURED})
_DONE: Final = frozenset({PaymentState.CAPTURED, PaymentState.LOST, PaymentState.VOIDED})
_OF_NOBODY: Final = {
    IntentStatus.CAPTURED: DifferenceKind.CAPTURED_WITHOUT_TICKET,
    IntentStatus.AUTHORISED: DifferenceKind.AUTHORISED_UNKNOWN,
}


@dataclass(frozen=True, slots=True)
class PaymentLine:
    """A payment in the database, with what was sold for it."""

    id: PaymentId
    state: PaymentState
    amount: Money
    price: Money
    """The reservation's."""
    ticketed: bool
    intent_id: str | None
    created_at: datetime
    updated_at: datetime


def compare_payments(
    lines: Iterable[PaymentLine],
    intents: Iterable[IntentLine],
    *,
    day: Period,
    now: datetime,
    live: bool,
) -> Comparison:
    """Compare a day's payments.

    Args:
        lines: the day's payments and, because the two sides do not write at the same moment,
            those of some time before and after it.
        intents: the same of the processor. Others' in the same account are none of ours.
        day: whose payments count: by the line's time, or the intent's where there is no line.
        now: when the reading of the lines began.
        live: whether real money is expected.
    """
    known: list[tuple[PaymentLine, IntentLine | None]] = []
    unknown: list[IntentLine] = []
    for line, intent in _paired(lines, intents):
        if line is not None and is_within(line.created_at, day):
            known.append((line, intent))
        elif line is None and intent is not None and is_within(intent.created_at, day):
            unknown.append(intent)
    rested = now - AT_REST
    at_rest = [(line, intent) for line, intent in known if line.updated_at < rested]
    unclaimed = [intent for intent in unknown if intent.created_at < rested]
    found = [
        *(difference for pair in at_rest for difference in _between(*pair, live=live)),
        *map(_of_nobody, unclaimed),
    ]
    moving = len(known) - len(at_rest) + len(unknown) - len(unclaimed)
    theirs = [*(intent for _, intent in known if intent is not None), *unknown]
    return Comparison(tuple(found), _sold([line for line, _ in known]), _charged(theirs), moving)


def find_stuck(lines: Iterable[PaymentLine], *, now: datetime) -> Iterator[Difference]:
    """Yield the payments that began an hour ago and are neither captured nor voided."""
    for line in lines:
        if line.state not in _DONE and line.created_at < now - STUCK:
            stuck = DifferenceKind.PAYMENT_STUCK
            yield Difference(
                stuck, line.id, processor_id=line.intent_id, ours=line.amount, state=line.state
            )


def tell_lost(lines: Iterable[PaymentLine], *, day: Period) -> Iterator[Difference]:
    """Yield the payments that were lost on the day and begun before: others are compared."""
    for line in lines:
        if not is_within(line.created_at, day):
            yield _never_charged(line)


def _paired(
    lines: Iterable[PaymentLine], intents: Iterable[IntentLine]
) -> Iterator[tuple[PaymentLine | None, IntentLine | None]]:
    """Yield each of our lines with its intent, and each intent of ours that has no line."""
    left = {str(line.id): line for line in lines}
    by_intent = {line.intent_id: name for name, line in left.items() if line.intent_id}
    for intent in intents:
        name = by_intent.get(intent.id)
        if name is None and {"payment", "reservation"} <= intent.metadata.keys():
            # An intent whose id was lost is known by what it was recorded with.
            name = intent.metadata["payment"]
            if name not in left or left[name].intent_id is not None:
                yield None, intent
                continue
        if name is not None and name in left:
            yield left.pop(name), intent
    for line in left.values():
        yield line, None


def _between(line: PaymentLine, intent: IntentLine | None, *, live: bool) -> Iterator[Difference]:
    if intent is None:
        if line.state is PaymentState.LOST:
            yield _never_charged(line)
        elif line.state in _TAKEN:
            yield Difference(DifferenceKind.INTENT_MISSING, line.id, processor_id=line.intent_id)
        return
    kind = _kind(line, intent)
    if kind is not None:
        captured = intent.status is IntentStatus.CAPTURED
        yield Difference(
            kind,
            line.id,
            processor_id=intent.id,
            ours=line.price,
            theirs=intent.received if captured else intent.amount,
            state=intent.status,
        )
    if intent.live != live:
        yield Difference(DifferenceKind.MODES_MIXED, line.id, processor_id=intent.id)


def _kind(line: PaymentLine, intent: IntentLine) -> DifferenceKind | None:
    match intent.status:
        case IntentStatus.CAPTURED:
            return _kind_of_captured(line, intent)
        case IntentStatus.AUTHORISED if line.state is PaymentState.VOIDED:
            return DifferenceKind.AUTHORISED_UNKNOWN
        case IntentStatus.CANCELLED if line.state is PaymentState.COMMITTED:
            return DifferenceKind.TICKET_WITHOUT_CAPTURE
        case _ if line.state in {PaymentState.CAPTURED, PaymentState.LOST}:
            return DifferenceKind.TICKET_WITHOUT_CAPTURE
        case _:
            pass
    return None


def _kind_of_captured(line: PaymentLine, intent: IntentLine) -> DifferenceKind | None:
    if not line.ticketed or line.state not in TICKETED:
        return DifferenceKind.CAPTURED_WITHOUT_TICKET
    if line.state is PaymentState.LOST:
        return DifferenceKind.CAPTURED_AFTER_ALL
    same = intent.received == line.amount == line.price
    return None if same else DifferenceKind.AMOUNTS_DIFFER


def _never_charged(line: PaymentLine) -> Difference:
    return Difference(
        DifferenceKind.TICKET_WITHOUT_CAPTURE, line.id, processor_id=line.intent_id, ours=line.price
    )


def _of_nobody(intent: IntentLine) -> Difference:
    kind = _OF_NOBODY.get(intent.status, DifferenceKind.INTENT_UNKNOWN)
    return Difference(kind, processor_id=intent.id, theirs=intent.amount, state=intent.status)


def _sold(lines: Sequence[PaymentLine]) -> Books:
    captured: Counter[Currency] = Counter()
    for line in lines:
        if line.state is PaymentState.CAPTURED:
            captured[line.amount.currency] += line.amount.minor
    sold = sum(line.ticketed and line.state in _TAKEN for line in lines)
    return Books(captured=captured, sold=sold)


def _charged(intents: Sequence[IntentLine]) -> Books:
    captured: Counter[Currency] = Counter()
    charges = [intent for intent in intents if intent.status is IntentStatus.CAPTURED]
    for intent in charges:
        captured[intent.received.currency] += intent.received.minor
    return Books(captured=captured, sold=len(charges))
