"""The same payment moved by several at once, in real threads: one charge, one ticket, or none."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import expire_holds
from core.db.errors import DriftError
from core.outcomes import Approved, Hold, NotCharged, NotChargedReason, Stopped
from core.payments import moves
from core.payments.settlement import Settlement
from core.vehicles import VehicleType
from tests.core.shop import open_shop
from tests.core.small_garage import drift

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.outcomes import PayOutcome
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

ROUNDS: Final = 6
PATIENCE_S: Final = 10


def test_a_stop_races_the_approval(settled: Shop) -> None:
    def stop(hold: Hold) -> None:
        settled.payments.stop(hold)

    ends = _race(settled, stop)

    assert ends <= {("paid", "captured"), ("cancelled", "voided")}


def test_the_end_of_the_hold_races_the_approval(settled: Shop) -> None:
    def expire(_: Hold) -> None:
        settled.run_out_of_time()
        expire_holds(settled.database, settled.garage.id)

    ends = _race(settled, expire)

    assert ends <= {("paid", "captured"), ("expired", "voided"), ("cancelled", "voided")}


def test_a_late_payment_does_not_get_a_spot_that_somebody_else_has_by_now(settled: Shop) -> None:
    late, rival = _pay_late(settled)

    assert late == NotCharged(NotChargedReason.HOLD_EXPIRED)
    assert settled.state_of(rival)[0] == "held"
    assert drift(settled.database) == []


def test_control_a_payment_that_does_not_look_again_meets_the_constraint(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = moves.PAY_RESERVATION.text.replace("AND status = 'held'", "")
    monkeypatch.setattr(moves, "PAY_RESERVATION", text(careless))

    with pytest.raises(DriftError):
        _pay_late(shop)


def _pay_late(shop: Shop) -> tuple[PayOutcome, Hold]:
    """Pay for the one large spot when the hold has run out and somebody else has it."""
    hold, rivals = shop.hold(VehicleType.LARGE), list[Hold]()

    def lose() -> None:
        shop.run_out_of_time()
        rivals.append(shop.hold(VehicleType.LARGE))

    shop.ledger.before["commit"] = lose
    return shop.pay(hold, shop.tap), rivals[0]


def test_another_kiosks_settlement_races_the_approval(
    settled: Shop, simulator: StripeSimulator
) -> None:
    other = open_shop(settled.database, simulator.url, name="south")

    ends = _race(settled, lambda _: other.settle_all())

    assert ends <= {("paid", "captured"), ("cancelled", "voided")}


def test_four_who_settle_at_once_finish_each_payment_once(
    settled: Shop, simulator: StripeSimulator
) -> None:
    kiosks = _dead_kiosks(settled, simulator)
    start = Barrier(len(kiosks))

    def settle(kiosk: Shop) -> int:
        start.wait()
        return kiosk.settlement.settle_dead()

    with ThreadPoolExecutor(len(kiosks)) as pool:
        taken = list(pool.map(settle, kiosks))

    assert sum(taken) == len(kiosks)
    states = sorted(intent.status for intent in settled.control.payment_intents())
    assert states == ["canceled", "canceled", "succeeded", "succeeded"]


def test_one_who_settles_side_by_side_finishes_each_payment_once(
    settled: Shop, simulator: StripeSimulator
) -> None:
    kiosks = _dead_kiosks(settled, simulator)
    together = Barrier(2)  # breaks, and fails the test, if they come one after the other
    settled.terminal.before["cancel"] = lambda: together.wait(PATIENCE_S)
    settled.terminal.before["capture"] = lambda: together.wait(PATIENCE_S)
    settlement = Settlement(settled.ledger.stand_in, settled.terminal.stand_in, at_once=4)

    assert settlement.settle_dead() == len(kiosks)

    assert not together.broken
    states = sorted(intent.status for intent in settled.control.payment_intents())
    assert states == ["canceled", "canceled", "succeeded", "succeeded"]


def _dead_kiosks(settled: Shop, simulator: StripeSimulator) -> list[Shop]:
    """Four that died at the commit: two before it, two after it."""
    kiosks = [open_shop(settled.database, simulator.url, name=f"{n}") for n in range(4)]
    for which, kiosk in enumerate(kiosks):
        (kiosk.ledger.after if which % 2 else kiosk.ledger.before)["commit"] = _die
        with pytest.raises(_DeadError):
            kiosk.pay(kiosk.hold(), kiosk.tap)
    settled.run_out_of_lease()
    return kiosks


def _race(shop: Shop, against: Callable[[Hold], None]) -> set[tuple[str, str | None]]:
    """Let something happen at the moment of the approval, again and again; return the ends."""
    ends = set()
    with ThreadPoolExecutor(1) as pool:
        for _ in range(ROUNDS):
            hold = shop.hold()
            start = Barrier(2)
            rival = pool.submit(_at, start, against, hold)
            shop.ledger.before["commit"] = start.wait
            outcome = shop.pay(hold, shop.tap)
            rival.result()
            shop.settle_all()
            end = shop.state_of(hold)
            assert isinstance(outcome, Approved if end[0] == "paid" else Stopped | NotCharged)
            ends.add(end)
            if end[0] == "paid":
                shop.reservations.complete(hold.reservation_id)
    return ends


def _at(start: Barrier, against: Callable[[Hold], None], hold: Hold) -> None:
    start.wait()
    against(hold)


class _DeadError(Exception):
    pass


def _die() -> None:
    raise _DeadError
