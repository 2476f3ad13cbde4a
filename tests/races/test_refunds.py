"""Several give back the same money at once, in real threads: it goes back once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.payments import refund_ledger, refund_moves
from core.payments.refunds import Decided, RefundRefusal, Refused, amount_to_refund
from tests.core.shop import open_shop

if TYPE_CHECKING:
    import pytest

    from core.payments.refunds import RefundDecision
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

AT_ONCE: Final = 4


def test_of_many_who_refund_all_of_it_at_once_one_does(settled: Shop) -> None:
    decisions = _all_at_once(settled)

    assert sum(isinstance(decision, Decided) for decision in decisions) == 1
    left = {decision.why for decision in decisions if isinstance(decision, Refused)}
    assert left == {RefundRefusal.NOTHING_LEFT}
    assert [one.amount for one in settled.control.refunds()] == [300]


def test_parts_that_are_refunded_at_once_are_never_more_than_was_captured(settled: Shop) -> None:
    decisions = _all_at_once(settled, 120)

    assert sum(isinstance(decision, Decided) for decision in decisions) == 2
    assert sum(one.amount for one in settled.control.refunds()) == 240


def test_control_without_the_lock_more_goes_back_than_was_captured(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    unlocked = refund_moves.LOCK_PAYMENT.text.replace("FOR UPDATE", "")
    monkeypatch.setattr(refund_moves, "LOCK_PAYMENT", text(unlocked))
    looked = Barrier(AT_ONCE)

    def wait_for_all(*amounts: object, **more: object) -> object:
        looked.wait(timeout=5)  # everybody has looked before anybody writes
        return amount_to_refund(*amounts, **more)  # type: ignore[arg-type]  # as it is called

    monkeypatch.setattr(refund_ledger, "amount_to_refund", wait_for_all)

    decisions = _all_at_once(shop, 120)

    # Stripe refuses the last two; what the database decided is more than there was.
    decided = [decision.refund for decision in decisions if isinstance(decision, Decided)]
    assert sum(refund.amount.minor for refund in decided) == AT_ONCE * 120 > 300


def test_four_who_settle_at_once_make_each_refund_once(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    for _ in range(3):
        settled.refund(hold, 100)
    simulator.accept_connections()
    settled.run_out_of_lease()
    kiosks = [open_shop(settled.database, simulator.url, name=f"{n}") for n in range(AT_ONCE)]
    start = Barrier(AT_ONCE)

    def settle(kiosk: Shop) -> int:
        start.wait()
        return kiosk.refunding.settle_due()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        taken = list(pool.map(settle, kiosks))

    assert sum(taken) == 3
    assert settled.refunds() == [("succeeded", 100)] * 3


def _all_at_once(shop: Shop, minor: int | None = None) -> list[RefundDecision]:
    hold = shop.sell()
    start = Barrier(AT_ONCE)

    def refund(_: int) -> RefundDecision:
        start.wait()
        return shop.refund(hold, minor)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(refund, range(AT_ONCE)))
