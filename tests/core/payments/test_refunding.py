"""Money that goes back: once, and never more than was captured."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

from core.db.errors import DatabaseUnavailableError
from core.payments.provider import ProviderUnreachableError
from core.payments.refunds import RefundRefusal, RefundState, Refused
from kiosk.demo.stripe_simulator import Fault, FaultKind
from tests.core.shop import decided, refund_request, why_refused

if TYPE_CHECKING:
    from tests.core.shop import Shop

REFUND = "/v1/refunds"
CAPTURE = "/v1/payment_intents/*/capture"
THE_SDK_TOO = 2
LATER_S = 61.0


def test_all_of_it_goes_back_and_the_ticket_stays_good(settled: Shop) -> None:
    hold = settled.sell()

    refund = decided(settled.refund(hold))

    assert (refund.state, refund.amount.minor) == (RefundState.SUCCEEDED, 300)
    assert settled.state_of(hold) == ("paid", "captured")
    assert [one.amount for one in settled.control.refunds()] == [300]


def test_parts_go_back_until_nothing_is_left(settled: Shop) -> None:
    hold = settled.sell()

    assert decided(settled.refund(hold, 100)).amount.minor == 100
    assert why_refused(settled.refund(hold, 201)) is RefundRefusal.TOO_MUCH
    assert decided(settled.refund(hold)).amount.minor == 200
    assert why_refused(settled.refund(hold)) is RefundRefusal.NOTHING_LEFT
    assert sum(one.amount for one in settled.control.refunds()) == 300


def test_what_was_not_charged_or_has_no_reason_is_not_refunded(settled: Shop) -> None:
    free, paid = settled.hold(), settled.sell()
    settled.reservations.waive(free.reservation_id, reason="a test")

    assert why_refused(settled.refund(free)) is RefundRefusal.NOTHING_CHARGED
    unreasoned = replace(refund_request(), reason=" ")
    outcome = settled.refunding.refund(paid.reservation_id, unreasoned)
    assert why_refused(outcome) is RefundRefusal.NO_REASON
    assert settled.control.refunds() == []


def test_the_same_request_made_twice_is_made_once(settled: Shop) -> None:
    hold, request = settled.sell(), uuid4()

    first = decided(settled.refund(hold, 100, request=request))
    second = decided(settled.refund(hold, 100, request=request))

    assert first == second
    assert len(settled.control.refunds()) == 1


def test_a_decision_whose_answer_is_lost_is_made_once(settled: Shop) -> None:
    hold = settled.sell()

    def lost() -> None:
        raise DatabaseUnavailableError("cut off")

    settled.refund_ledger.after["decide"] = lost
    assert decided(settled.refund(hold, 100)).state is RefundState.SUCCEEDED
    assert settled.refunds() == [("succeeded", 100)]


def test_while_the_capture_waits_the_refund_waits_too(settled: Shop) -> None:
    settled.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, path=CAPTURE, error="authorization_expired", times=1000)
    )
    hold = settled.sell()
    refund = decided(settled.refund(hold))
    settled.settle_all()

    assert (refund.state, refund.captured) == (RefundState.PENDING, False)
    assert refund.problem == "the payment is not captured yet"
    assert settled.control.refunds() == []
    settled.control.forget_faults()
    settled.settle_all()
    assert settled.state_of(hold) == ("paid", "captured")
    assert settled.refunds() == [("succeeded", 300)]


def test_a_refund_of_what_is_lost_is_refused_and_the_stay_ends_all_the_same(shop: Shop) -> None:
    hold = shop.sell_for_nothing()
    shop.settle_all()

    refused = shop.refund(hold, end_stay=True)

    assert refused == Refused(RefundRefusal.NOTHING_CHARGED, None, stay_ended=True)
    assert shop.state_of(hold) == ("completed", "lost")


def test_a_refund_that_was_decided_before_the_money_was_lost_fails_and_says_why(
    shop: Shop,
) -> None:
    hold = shop.sell_for_nothing()

    refund = decided(shop.refund(hold))

    assert refund.state is RefundState.FAILED
    assert str(refund.problem).endswith("nothing was charged, and there is nothing to give back")
    shop.settle_all()
    assert shop.state_of(hold) == ("paid", "lost")


def test_before_the_commit_there_is_nothing_to_refund_for_it_is_voided(settled: Shop) -> None:
    hold = settled.hold()
    refused = []
    settled.pay(hold, lambda: (refused.append(settled.refund(hold)), settled.payments.stop(hold)))

    assert why_refused(refused[0]) is RefundRefusal.NOTHING_CHARGED
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_who_is_a_try_behind_moves_nothing(settled: Shop) -> None:
    hold = settled.sell()

    def silent() -> None:
        raise ProviderUnreachableError("no answer")

    settled.terminal.before["refunds_of"] = silent
    behind = decided(settled.refund(hold))
    ledger = settled.refund_ledger.stand_in
    assert ledger.again(behind, "spent")

    assert not ledger.again(behind, "spent")
    assert not ledger.refused(behind, "too late")
    ahead = ledger.find(behind.id)
    assert (ahead.tries, ahead.state) == (1, RefundState.PENDING)


def test_a_refund_takes_no_other_name_at_stripe(settled: Shop) -> None:
    refund = decided(settled.refund(settled.sell()))
    ledger = settled.refund_ledger.stand_in

    assert not ledger.failed(refund, "re_other", "another one failed")
    assert ledger.find(refund.id).state is RefundState.SUCCEEDED
