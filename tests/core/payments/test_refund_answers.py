"""Refunds whose answers are lost, late, or somebody else's: each is made once, in the end."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

import pytest

from core.payments.provider import ProviderRefusedError, ProviderUnreachableError
from core.payments.refunding import SILENT_AT_MOST, Refunding
from core.payments.refunds import Refund, RefundState
from kiosk.demo.stripe_simulator import Fault, FaultKind
from tests.core.shop import decided

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

REFUND = "/v1/refunds"
CAPTURE = "/v1/payment_intents/*/capture"
THE_SDK_TOO = 2
LATER_S = 61.0


AFTERWARDS = [
    FaultKind.DROP_AFTER,
    FaultKind.STATUS_500_AFTER,
    FaultKind.GARBAGE_AFTER,
    FaultKind.TRUNCATE_AFTER,
]
BEFORE = [FaultKind.DROP_BEFORE, FaultKind.STATUS_500_BEFORE]


@pytest.mark.parametrize("times", [1, THE_SDK_TOO], ids=["once", "to the SDK too"])
@pytest.mark.parametrize("kind", [*AFTERWARDS, *BEFORE])
def test_a_lost_answer_is_one_refund_in_the_end(settled: Shop, kind: FaultKind, times: int) -> None:
    hold = settled.sell()
    settled.control.inject(Fault(kind=kind, method="POST", path=REFUND, times=times))

    decided(settled.refund(hold, 100))
    for _ in range(3):
        settled.settle_all()

    assert settled.refunds() == [("succeeded", 100)]
    assert len(settled.control.refunds()) == 1


@pytest.mark.parametrize("status", [200, 403, 404, 408])
def test_a_page_of_somebody_between_is_no_refusal(settled: Shop, status: int) -> None:
    hold = settled.sell()
    settled.control.inject(
        Fault(kind=FaultKind.GARBAGE_AFTER, method="POST", path=REFUND, status=status)
    )

    refund = decided(settled.refund(hold))

    assert refund.state is RefundState.PENDING
    assert refund.problem == f"the answer is not Stripe's (HTTP {status})"
    settled.settle_all()
    assert settled.refunds() == [("succeeded", 300)]
    assert len(settled.control.refunds()) == 1


def test_a_refusal_of_a_repeat_is_not_believed_before_the_list_is_read(settled: Shop) -> None:
    def refuse() -> None:
        raise ProviderRefusedError("PermissionError: not with this key")

    hold = settled.sell()
    settled.terminal.after["refund"] = refuse

    assert decided(settled.refund(hold)).state is RefundState.SUCCEEDED
    assert len(settled.control.refunds()) == 1


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.STATUS_500_BEFORE])
def test_nothing_is_asked_while_the_list_cannot_be_read(settled: Shop, kind: FaultKind) -> None:
    hold = settled.sell()
    settled.control.inject(Fault(kind=kind, method="GET", path=REFUND, times=THE_SDK_TOO))

    refund = decided(settled.refund(hold))

    assert (refund.state, refund.processor_id) == (RefundState.PENDING, None)
    assert refund.problem is not None
    assert settled.control.refunds() == []


def test_the_same_key_is_used_until_stripe_says_that_it_is_spent(settled: Shop) -> None:
    hold = settled.sell()
    settled.control.inject(
        Fault(kind=FaultKind.DROP_BEFORE, method="POST", path=REFUND, times=2 * THE_SDK_TOO)
    )
    decided(settled.refund(hold))
    settled.settle_all()
    settled.control.inject(
        Fault(kind=FaultKind.STATUS_500_BEFORE, method="POST", path=REFUND, times=1)
    )
    settled.settle_all()
    settled.settle_all()

    keys = [call.idempotency_key for call in settled.control.requests() if call.path == REFUND]
    assert [key.partition(":create:")[2] for key in dict.fromkeys(keys) if key] == ["0", "1"]


def test_control_a_fresh_key_for_each_try_without_a_look_is_caught(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Refund, "key", property(lambda _: str(uuid4())))
    monkeypatch.setattr(Refunding, "_listed", lambda *_: [])
    hold = shop.sell()
    shop.control.inject(
        Fault(kind=FaultKind.DROP_AFTER, method="POST", path=REFUND, times=THE_SDK_TOO)
    )

    decided(shop.refund(hold, 100))
    shop.settle_all()

    assert "refund 1 was made 2 times" in shop.disagreements()


def test_stripe_away_leaves_the_refund_to_settlement(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    assert decided(settled.refund(hold)).state is RefundState.PENDING
    simulator.accept_connections()

    settled.settle_all()

    assert settled.refunds() == [("succeeded", 300)]


def test_settlement_stops_where_nobody_answers_and_takes_up_the_rest_later(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    for _ in range(SILENT_AT_MOST + 1):
        settled.refund(hold, 50)
    settled.run_out_of_lease()

    assert settled.refunding.settle_due() == SILENT_AT_MOST
    simulator.accept_connections()


def test_one_refund_without_an_answer_holds_up_no_other(settled: Shop) -> None:
    def silent() -> None:
        raise ProviderUnreachableError("503, each time")

    hold = settled.sell()
    for _ in range(2):
        settled.terminal.before["refunds_of"] = silent
        settled.refund(hold, 100)
    settled.run_out_of_lease()
    settled.terminal.before["refunds_of"] = silent

    assert settled.refunding.settle_due() == 2
    assert sorted(settled.refunds()) == [("pending", 100), ("succeeded", 100)]


def test_settlement_ends_early_when_it_is_told_to(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    settled.refund(hold, 100)
    simulator.accept_connections()
    settled.run_out_of_lease()

    assert settled.refunding.settle_due(ended=lambda: True) == 0
    assert settled.refunds() == [("pending", 100)]
