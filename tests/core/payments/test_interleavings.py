"""Two who move the same payment, at the worst moment, in either order: one decides, both obey."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.allocation import expire_holds
from core.db.errors import DatabaseUnavailableError
from core.outcomes import (
    AlreadyPaid,
    Approved,
    Cancelled,
    NotCharged,
    NotChargedReason,
    PayPhase,
    Stopped,
)
from core.payments import moves
from core.payments.provider import ProviderUnreachableError
from core.payments.states import PaymentState
from tests.core.shop import open_shop

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop


def test_a_stop_that_is_faster_than_the_approval_wins(settled: Shop) -> None:
    hold = settled.hold()
    stopped = []
    settled.ledger.before["commit"] = lambda: stopped.append(settled.payments.stop(hold))

    assert settled.pay(hold, settled.tap) == Stopped()
    assert stopped == [Cancelled()]
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_control_a_commit_that_does_not_look_again_is_caught(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    careless = moves.PAY_RESERVATION.text.replace("AND status = 'held'", "")
    monkeypatch.setattr(moves, "PAY_RESERVATION", text(careless))
    careless = moves.COMMIT.text.replace("AND state = 'armed'", "")
    monkeypatch.setattr(moves, "COMMIT", text(careless))
    hold = shop.hold()
    shop.ledger.before["commit"] = lambda: shop.payments.stop(hold)

    shop.pay(hold, shop.tap)

    assert shop.disagreements() != []


def test_a_stop_that_is_slower_than_the_approval_gets_the_ticket(settled: Shop) -> None:
    hold = settled.hold()
    stopped = []
    settled.ledger.after["commit"] = lambda: stopped.append(settled.payments.stop(hold))

    outcome = settled.pay(hold, settled.tap)

    assert isinstance(outcome, Approved)
    assert stopped == [AlreadyPaid(outcome.ticket)]


def test_cancelling_twice_is_cancelling_once(settled: Shop) -> None:
    hold = settled.hold()

    def stop_twice() -> None:
        assert settled.payments.stop(hold) == settled.payments.stop(hold) == Cancelled()

    assert settled.pay(hold, stop_twice) == Stopped()
    assert settled.payments.stop(hold) == Cancelled()


@pytest.mark.parametrize(
    "moment",
    ["create", "present", "reader", "look"],
)
def test_a_stop_at_any_moment_before_the_approval_wins(settled: Shop, moment: str) -> None:
    hold = settled.hold()
    settled.control.answer_by_itself(settled.till.reader_id)
    settled.terminal.before[moment] = lambda: settled.payments.stop(hold)

    assert settled.pay(hold) == Stopped()
    settled.settle_all()
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_a_hold_that_expired_before_the_commit_is_voided(settled: Shop) -> None:
    hold = settled.hold()

    def expire() -> None:
        settled.run_out_of_time()
        assert expire_holds(settled.database, settled.garage.id) == 1

    settled.ledger.before["commit"] = expire

    assert settled.pay(hold, settled.tap) == NotCharged(NotChargedReason.HOLD_EXPIRED)
    assert settled.state_of(hold) == ("expired", "voided")


def test_a_hold_lasts_longer_than_the_reader_asks_for_a_card(settled: Shop) -> None:
    hold = settled.hold()
    left = text("SELECT hold_expires_at - now() FROM reservations")

    def look_and_tap() -> None:
        lasts = settled.database.statement(lambda connection: connection.scalar(left))
        assert lasts > settled.till.window + timedelta(minutes=1)
        settled.tap()

    settled.execute("UPDATE reservations SET hold_expires_at = now() + interval '5 s'")
    assert isinstance(settled.pay(hold, look_and_tap), Approved)


def test_the_sweeper_leaves_a_hold_alone_while_it_is_being_paid(settled: Shop) -> None:
    hold = settled.hold()

    def sweep_and_tap() -> None:
        assert expire_holds(settled.database, settled.garage.id) == 0
        settled.tap()

    assert isinstance(settled.pay(hold, sweep_and_tap), Approved)


def test_a_kiosk_that_wakes_after_it_was_settled_charges_nobody(settled: Shop) -> None:
    hold = settled.hold()
    settled.ledger.before["commit"] = settled.settle_all

    assert settled.pay(hold, settled.tap) == NotCharged(NotChargedReason.INTERRUPTED)
    assert settled.state_of(hold) == ("cancelled", "voided")


@pytest.mark.parametrize("moment", ["create", "present"])
def test_a_kiosk_that_wakes_before_the_card_was_asked_for_asks_for_none(
    settled: Shop, moment: str
) -> None:
    hold = settled.hold()
    settled.control.answer_by_itself(settled.till.reader_id)
    settled.terminal.before[moment] = settled.settle_all

    assert settled.pay(hold) == NotCharged(NotChargedReason.INTERRUPTED)
    assert settled.control.charges() == []


def test_a_kiosk_that_wakes_after_its_capture_was_settled_ends_with_the_ticket(
    settled: Shop,
) -> None:
    settled.terminal.before["capture"] = settled.settle_all

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)
    assert len(settled.control.charges()) == 1


def test_two_kiosks_that_settle_the_same_payment_charge_once(
    settled: Shop, simulator: StripeSimulator
) -> None:
    other = open_shop(settled.database, simulator.url, name="south")
    hold = settled.hold()
    settled.ledger.after["commit"] = _cut_off

    with pytest.raises(_CutOffError):
        settled.pay(hold, settled.tap)
    settled.run_out_of_lease()
    settled.terminal.before["capture"] = other.settle_all
    settled.settlement.settle_dead()

    assert settled.state_of(hold) == ("paid", "captured")
    assert len(settled.control.charges()) == 1


def test_a_payment_that_somebody_settles_is_not_taken_by_another(
    settled: Shop, simulator: StripeSimulator
) -> None:
    other = open_shop(settled.database, simulator.url, name="south")
    settled.ledger.after["commit"] = _cut_off
    with pytest.raises(_CutOffError):
        settled.pay(settled.hold(), settled.tap)
    settled.run_out_of_lease()
    taken = []
    settled.terminal.before["capture"] = lambda: taken.append(other.settlement.settle_dead())

    assert settled.settlement.settle_dead() == 1
    assert taken == [0]


def test_a_commit_whose_answer_is_lost_is_asked_for_and_ends_with_the_ticket(
    settled: Shop,
) -> None:
    settled.ledger.after["commit"] = _lose_the_database
    hold = settled.hold()

    assert isinstance(settled.pay(hold, settled.tap), Approved)
    assert settled.phases[-2:] == [PayPhase.CHECKING] * 2
    assert settled.state_of(hold) == ("paid", "captured")


def test_a_commit_that_did_not_happen_is_repeated(settled: Shop) -> None:
    settled.ledger.before["commit"] = _lose_the_database

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)


@pytest.mark.parametrize(
    "step", ["open", "recorded", "arm", "disarm", "give_up", "captured", "voided", "find"]
)
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_database_that_is_gone_at_any_step_leaves_nothing_half_done(
    settled: Shop, step: str, when: str
) -> None:
    getattr(settled.ledger, when)[step] = _lose_the_database
    hold = settled.hold()
    card = "declined" if step == "disarm" else "good"
    end = settled.unplug if step in {"give_up", "voided"} else lambda: settled.tap(card)

    with suppress(DatabaseUnavailableError):
        settled.pay(hold, end)
    settled.control.set_connection(settled.till.reader_id, "online")
    settled.settle_all()

    assert settled.state_of(hold) in {
        ("paid", "captured"),
        ("cancelled", "voided"),
        ("held", None),
    }


def test_a_void_that_stripe_refuses_is_repeated_until_it_is_understood(settled: Shop) -> None:
    hold = settled.hold()
    settled.terminal.before["cancel"] = _lose_stripe
    settled.pay(hold, lambda: settled.payments.stop(hold))

    settled.settle_all()

    assert settled.state_of(hold) == ("cancelled", "voided")


def test_settling_what_runs_decides_against_it(settled: Shop) -> None:
    hold = settled.hold()
    states = []

    def settle() -> None:
        settled.run_out_of_lease()
        payment = settled.ledger.stand_in.claim_unsettled(lease=settled.till.window, at_most=1)[0]
        states.append(settled.settlement.settle(payment))

    assert settled.pay(hold, settle) == NotCharged(NotChargedReason.INTERRUPTED)
    assert states == [PaymentState.VOIDED]


class _CutOffError(Exception):
    """Ends a payment in the middle, as the death of its process would."""


def _cut_off() -> None:
    raise _CutOffError


def _lose_the_database() -> None:
    raise DatabaseUnavailableError("lost")


def _lose_stripe() -> None:
    raise ProviderUnreachableError("lost")
