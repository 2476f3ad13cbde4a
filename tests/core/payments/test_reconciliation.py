"""Two books compared: each difference is named, and what is still moving is left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from uuid import UUID

import pytest

from core.ids import PaymentId, RefundId
from core.money import Money, currency
from core.payments.differences import Books, DifferenceKind
from core.payments.provider import IntentLine, IntentStatus, RefundRecord, RefundStatus
from core.payments.reconciliation import PaymentLine, compare_payments, find_stuck
from core.payments.refund_reconciliation import RefundLine, compare_refunds, find_waiting
from core.payments.refunds import RefundState
from core.payments.states import PaymentState
from core.periods import Period

EUR: Final = currency("EUR")
THREE: Final = Money(300, EUR)
NOON: Final = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY: Final = Period(NOON - timedelta(hours=12), NOON + timedelta(hours=12))
YESTERDAY: Final = NOON - timedelta(days=1)
NOW: Final = NOON + timedelta(days=1)
PAID: Final = PaymentLine(
    id=PaymentId(7),
    state=PaymentState.CAPTURED,
    amount=THREE,
    price=THREE,
    ticketed=True,
    intent_id="pi_7",
    created_at=NOON,
    updated_at=NOON,
)
TAKEN: Final = IntentLine(
    id="pi_7",
    status=IntentStatus.CAPTURED,
    amount=THREE,
    received=THREE,
    live=True,
    metadata={"payment": "7", "reservation": "3"},
    created_at=NOON,
)
NOT_TICKETED = replace(PAID, ticketed=False)
VOIDED = replace(PAID, state=PaymentState.VOIDED, ticketed=False)
COMMITTED = replace(PAID, state=PaymentState.COMMITTED)
LOST = replace(PAID, state=PaymentState.LOST)
KEPT = replace(TAKEN, status=IntentStatus.AUTHORISED, received=Money(0, EUR))
FREE = replace(KEPT, status=IntentStatus.CANCELLED)
DOLLARS = Money(300, currency("USD"))


def kinds(
    lines: list[PaymentLine], intents: list[IntentLine], *, now: datetime = NOW, live: bool = True
) -> list[DifferenceKind]:
    compared = compare_payments(lines, intents, day=DAY, now=now, live=live)
    return [difference.kind for difference in compared.differences]


def test_what_is_the_same_on_both_sides_agrees_with_its_sums() -> None:
    compared = compare_payments([PAID], [TAKEN], day=DAY, now=NOW, live=True)

    assert compared.differences == ()
    assert compared.ours == compared.theirs
    assert (compared.ours.captured[EUR], compared.ours.sold) == (300, 1)


@pytest.mark.parametrize(
    ("line", "intent", "kind"),
    [
        (NOT_TICKETED, TAKEN, DifferenceKind.CAPTURED_WITHOUT_TICKET),
        (VOIDED, TAKEN, DifferenceKind.CAPTURED_WITHOUT_TICKET),
        (None, TAKEN, DifferenceKind.CAPTURED_WITHOUT_TICKET),
        (PAID, KEPT, DifferenceKind.TICKET_WITHOUT_CAPTURE),
        (PAID, FREE, DifferenceKind.TICKET_WITHOUT_CAPTURE),
        (COMMITTED, FREE, DifferenceKind.TICKET_WITHOUT_CAPTURE),
        (LOST, FREE, DifferenceKind.TICKET_WITHOUT_CAPTURE),
        (LOST, TAKEN, DifferenceKind.CAPTURED_AFTER_ALL),
        (LOST, None, DifferenceKind.TICKET_WITHOUT_CAPTURE),
        (PAID, replace(TAKEN, received=Money(299, EUR)), DifferenceKind.AMOUNTS_DIFFER),
        (PAID, replace(TAKEN, received=DOLLARS), DifferenceKind.AMOUNTS_DIFFER),
        (replace(PAID, price=Money(400, EUR)), TAKEN, DifferenceKind.AMOUNTS_DIFFER),
        (VOIDED, KEPT, DifferenceKind.AUTHORISED_UNKNOWN),
        (None, KEPT, DifferenceKind.AUTHORISED_UNKNOWN),
        (None, FREE, DifferenceKind.INTENT_UNKNOWN),
        (PAID, None, DifferenceKind.INTENT_MISSING),
        (COMMITTED, None, DifferenceKind.INTENT_MISSING),
        (PAID, replace(TAKEN, live=False), DifferenceKind.MODES_MIXED),
    ],
)
def test_each_difference_has_its_name(
    line: PaymentLine | None, intent: IntentLine | None, kind: DifferenceKind
) -> None:
    assert kinds([line] if line else [], [intent] if intent else []) == [kind]


@pytest.mark.parametrize(
    ("lines", "intents"),
    [
        ([], [replace(TAKEN, metadata={})]),
        ([], [replace(TAKEN, metadata={"order": "7"})]),
        ([VOIDED], []),
        ([replace(VOIDED, intent_id=None)], []),
        ([replace(VOIDED, intent_id=None)], [FREE]),
        ([VOIDED], [FREE]),
        ([COMMITTED], [KEPT]),
        ([COMMITTED], [TAKEN]),
        ([replace(PAID, created_at=YESTERDAY)], [TAKEN]),
        ([replace(PAID, created_at=YESTERDAY)], []),
        ([], [replace(TAKEN, created_at=YESTERDAY)]),
    ],
    ids=[
        "another's payment",
        "another program's payment",
        "voided and never recorded",
        "voided without an id",
        "voided, its id lost",
        "voided on both sides",
        "about to be captured",
        "just captured",
        "of the day before, recorded on this one",
        "of the day before",
        "another day's intent",
    ],
)
def test_these_are_no_differences(lines: list[PaymentLine], intents: list[IntentLine]) -> None:
    assert kinds(lines, intents) == []


def test_what_changed_a_moment_ago_is_left_alone() -> None:
    soon = NOON + timedelta(minutes=4)
    assert kinds([PAID], [KEPT], now=soon) == []
    assert kinds([PAID], [], now=soon) == []
    assert kinds([], [TAKEN], now=soon) == []


def test_another_databases_payment_of_the_same_number_is_told_from_ours() -> None:
    assert kinds([PAID], [TAKEN, replace(TAKEN, id="pi_other")]) == [
        DifferenceKind.CAPTURED_WITHOUT_TICKET
    ]


@pytest.mark.parametrize("state", [PaymentState.COMMITTED, PaymentState.VOIDING])
def test_a_decision_that_waits_for_more_than_an_hour_is_told(state: PaymentState) -> None:
    line = replace(PAID, state=state)
    soon, late = (NOON + timedelta(minutes=minutes) for minutes in (59, 61))

    assert list(find_stuck([line, PAID, VOIDED, LOST], now=soon)) == []
    assert [found.payment_id for found in find_stuck([line, PAID, VOIDED, LOST], now=late)] == [7]


# Refunds

NONCE: Final = UUID(int=2)
GIVEN: Final = RefundLine(
    id=RefundId(2),
    payment_id=PaymentId(7),
    state=RefundState.SUCCEEDED,
    amount=THREE,
    processor_id="re_2",
    nonce=NONCE,
    problem=None,
    decided_anew=False,
    created_at=NOON,
    updated_at=NOON,
)
MADE: Final = RefundRecord(
    id="re_2",
    intent_id="pi_7",
    status=RefundStatus.SUCCEEDED,
    amount=THREE,
    problem=None,
    metadata={"refund": "2", "payment": "7", "nonce": str(NONCE)},
    created_at=NOON,
)
FAILED = replace(GIVEN, state=RefundState.FAILED, problem="closed card")
SENT_BACK = replace(MADE, status=RefundStatus.FAILED)
UNSENT = replace(GIVEN, state=RefundState.PENDING, processor_id=None)


def refund_kinds(lines: list[RefundLine], records: list[RefundRecord]) -> list[DifferenceKind]:
    compared = compare_refunds(lines, records, day=DAY, now=NOW)
    return [difference.kind for difference in compared.differences]


def test_a_refund_that_both_sides_have_agrees_with_its_sums() -> None:
    compared = compare_refunds([GIVEN], [MADE], day=DAY, now=NOW)

    assert compared.differences == ()
    assert compared.ours == compared.theirs
    assert compared.ours.refunded[EUR] == 300


@pytest.mark.parametrize(
    ("line", "record", "kind"),
    [
        (None, MADE, DifferenceKind.REFUND_UNKNOWN),
        (GIVEN, None, DifferenceKind.REFUND_MISSING),
        (GIVEN, replace(MADE, amount=Money(1, EUR)), DifferenceKind.REFUND_AMOUNTS_DIFFER),
        (GIVEN, SENT_BACK, DifferenceKind.REFUND_STATES_DIFFER),
        (FAILED, SENT_BACK, DifferenceKind.REFUND_FAILED),
    ],
)
def test_each_difference_of_a_refund_has_its_name(
    line: RefundLine | None, record: RefundRecord | None, kind: DifferenceKind
) -> None:
    assert refund_kinds([line] if line else [], [record] if record else []) == [kind]


@pytest.mark.parametrize(
    "line",
    [
        FAILED,
        replace(FAILED, decided_anew=True),
        replace(FAILED, updated_at=YESTERDAY),
        replace(FAILED, created_at=YESTERDAY),
    ],
    ids=["just so", "decided anew", "failed on another day", "decided on another day"],
)
def test_a_refund_that_failed_here_and_not_at_stripe_is_not_to_be_made_again(
    line: RefundLine,
) -> None:
    assert refund_kinds([line], [MADE]) == [DifferenceKind.REFUND_MADE_AFTER_ALL]


@pytest.mark.parametrize(
    ("lines", "records"),
    [
        ([replace(FAILED, decided_anew=True)], [SENT_BACK]),
        ([replace(FAILED, created_at=YESTERDAY, updated_at=YESTERDAY)], []),
        ([replace(GIVEN, created_at=YESTERDAY)], [MADE]),
        ([UNSENT], [MADE]),
        ([UNSENT], []),
        ([], [SENT_BACK]),
    ],
    ids=[
        "decided anew",
        "told yesterday",
        "decided yesterday",
        "its name lost",
        "not sent yet",
        "failed by hand",
    ],
)
def test_these_refunds_are_no_differences(
    lines: list[RefundLine], records: list[RefundRecord]
) -> None:
    assert refund_kinds(lines, records) == []


@pytest.mark.parametrize("other", [{"nonce": str(UUID(int=9))}, {"payment": "8"}])
def test_the_refund_of_a_row_that_a_restored_backup_forgot_is_not_taken_for_its_successors(
    other: dict[str, str],
) -> None:
    forgotten = replace(MADE, id="re_1", metadata={**MADE.metadata, **other})

    assert refund_kinds([UNSENT], [forgotten]) == [DifferenceKind.REFUND_UNKNOWN]


def test_a_refund_that_fails_days_later_is_told_on_the_day_when_it_failed() -> None:
    assert refund_kinds([replace(FAILED, created_at=YESTERDAY)], []) == [
        DifferenceKind.REFUND_FAILED
    ]


def test_a_refund_that_is_not_sent_for_an_hour_is_told() -> None:
    assert list(find_waiting([UNSENT, GIVEN], now=NOON + timedelta(minutes=59))) == []
    found = list(find_waiting([UNSENT, GIVEN], now=NOON + timedelta(minutes=61)))
    assert [difference.kind for difference in found] == [DifferenceKind.REFUND_STUCK]


def test_a_refund_that_stripe_works_on_for_days_is_told() -> None:
    slow = replace(UNSENT, processor_id="re_2")
    soon, late = (NOON + timedelta(days=5, minutes=minutes) for minutes in (-1, 1))

    assert list(find_waiting([slow, GIVEN], now=soon)) == []
    found = list(find_waiting([slow, GIVEN], now=late))
    assert [difference.kind for difference in found] == [DifferenceKind.REFUND_SLOW]


def test_sums_of_days_add_up_by_currency() -> None:
    compared = compare_payments([PAID], [TAKEN], day=DAY, now=NOW, live=True)
    twice = compared.ours + compared.ours + Books(waived=1)

    assert (twice.captured, twice.sold, twice.waived) == ({EUR: 600}, 2, 1)
