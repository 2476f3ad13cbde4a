"""Refunds that the bank or Stripe does not take, at once or weeks later."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.money import Money
from core.payments.provider import ProviderRefusedError
from core.payments.refunds import RefundRefusal, RefundState
from kiosk.demo.stripe_simulator import Fault, FaultKind
from tests.core.shop import decided, why_refused

if TYPE_CHECKING:
    from tests.core.shop import Shop

REFUND = "/v1/refunds"
CAPTURE = "/v1/payment_intents/*/capture"
THE_SDK_TOO = 2
LATER_S = 61.0


def test_a_refund_that_fails_later_is_told_and_may_be_decided_anew(
    settled: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    hold = settled.sell("refund_fails")
    assert decided(settled.refund(hold)).state is RefundState.SUCCEEDED
    assert why_refused(settled.refund(hold)) is RefundRefusal.NOTHING_LEFT
    settled.control.advance_clock(LATER_S)

    with caplog.at_level(logging.ERROR):
        settled.settle_all()

    assert settled.refunds() == [("failed", 300)]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "refund failed" in caplog.text
    assert decided(settled.refund(hold)).amount.minor == 300
    settled.control.advance_clock(LATER_S)
    settled.settle_all()


def test_a_refund_that_the_bank_takes_its_time_for_is_looked_at_until_it_is_done(
    settled: Shop,
) -> None:
    hold = settled.sell("refund_waits")
    refund = decided(settled.refund(hold))
    assert (refund.state, refund.processor_id is None) == (RefundState.PENDING, False)
    settled.settle_all()
    assert settled.refunds() == [("pending", 300)]

    settled.control.advance_clock(LATER_S)
    settled.settle_all()

    assert settled.refunds() == [("succeeded", 300)]
    assert len(settled.control.refunds()) == 1


def test_a_refund_that_stripe_refuses_has_failed_and_says_why(settled: Shop) -> None:
    def refuse() -> None:
        raise ProviderRefusedError("insufficient_funds: the account is empty")

    hold = settled.sell()
    settled.terminal.before["refund"] = refuse

    refund = decided(settled.refund(hold))

    assert refund.state is RefundState.FAILED
    assert refund.problem == (
        "insufficient_funds: the account is empty; refund again, or give the money back in another "
        "way"
    )
    assert decided(settled.refund(hold)).state is RefundState.SUCCEEDED


def test_what_somebody_gave_back_in_the_dashboard_is_not_given_back_again(shop: Shop) -> None:
    hold = shop.sell()
    intent = shop.control.payment_intents()[0]
    shop.terminal.call("refund", intent.id, hold.price, key="by hand", metadata={"by": "the owner"})

    refund = decided(shop.refund(hold))

    assert refund.state is RefundState.FAILED
    assert str(refund.problem).endswith("in the processor's dashboard; nothing is left")
    assert len(shop.control.refunds()) == 1


@pytest.mark.parametrize("faster", ["before the list is read", "after it was read"])
def test_what_is_left_after_a_refund_in_the_dashboard_is_named_and_can_be_given_back(
    shop: Shop, faster: str
) -> None:
    hold = shop.sell()
    intent = shop.control.payment_intents()[0]

    def by_hand() -> None:
        euro = Money(100, hold.price.currency)
        shop.terminal.call("refund", intent.id, euro, key="by hand", metadata={})

    if faster == "before the list is read":
        by_hand()
    else:
        shop.terminal.before["refund"] = by_hand

    refund = decided(shop.refund(hold))

    assert refund.state is RefundState.FAILED
    assert refund.problem == (
        "1.00 EUR of 3.00 EUR went back already, some of it in the processor's dashboard; refund "
        "at most 2.00 EUR"
    )
    assert decided(shop.refund(hold, 200)).state is RefundState.SUCCEEDED
    assert sum(one.amount for one in shop.control.refunds()) == 300


def test_what_the_driver_disputes_is_not_to_be_given_back_by_hand(settled: Shop) -> None:
    hold = settled.sell()
    settled.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, method="POST", path=REFUND, error="charge_disputed")
    )

    refund = decided(settled.refund(hold))

    assert refund.state is RefundState.FAILED
    assert "give nothing back by hand" in str(refund.problem)
    assert "in another way" not in str(refund.problem)


def test_looks_get_rarer_and_end_after_some_weeks(settled: Shop) -> None:
    settled.refund(settled.sell())
    due = text("SELECT next_look_at - now() FROM refunds")

    def look(age: str) -> object:
        settled.execute(
            "UPDATE refunds SET created_at = now() - CAST(:age AS interval), next_look_at = now()",
            age=age,
        )
        settled.refunding.settle_due()
        return settled.database.statement(lambda connection: connection.scalar(due))

    waits = [look(age) for age in ("0 s", "10 min", "3 h", "20 days")]
    minutes = [round(wait.total_seconds() / 60) for wait in waits]  # type: ignore[attr-defined]  # an interval
    assert minutes == [1, 10, 180, 1440]
    assert look("36 days") is None
