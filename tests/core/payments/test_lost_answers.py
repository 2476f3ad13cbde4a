"""Answers of Stripe that never arrive, or arrive wrong: the outcome is asked for, never guessed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.outcomes import Approved, Declined, NotCharged, NotChargedReason, PayPhase, Stopped
from core.payments.ledger import Payment
from core.payments.provider import (
    IntentMissingError,
    IntentStatus,
    ProviderRefusedError,
    ProviderUnreachableError,
)
from core.payments.settlement import LEASE
from kiosk.demo.stripe_simulator import Fault, FaultKind
from tests.core.shop import open_shop

if TYPE_CHECKING:
    from core.db.database import Database
    from core.outcomes import Hold
    from core.payments.provider import Intent
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

CREATE = "/v1/payment_intents"
LIST = ("GET", CREATE)
PROCESS = "/v1/terminal/readers/*/process_payment_intent"
CAPTURE = "/v1/payment_intents/*/capture"
CANCEL = "/v1/payment_intents/*/cancel"
THE_SDK_TOO = 2
"""The SDK repeats a call once by itself, so it takes two faults for the protocol to notice."""

AFTERWARDS = [
    FaultKind.DROP_AFTER,
    FaultKind.STATUS_500_AFTER,
    FaultKind.GARBAGE_AFTER,
    FaultKind.TRUNCATE_AFTER,
]


@pytest.mark.parametrize("kind", AFTERWARDS)
@pytest.mark.parametrize("path", [CREATE, PROCESS, CAPTURE], ids=["create", "process", "capture"])
def test_a_lost_answer_on_the_way_to_the_ticket_changes_nothing(
    settled: Shop, path: str, kind: FaultKind
) -> None:
    settled.control.answer_by_itself(settled.till.reader_id)
    settled.control.inject(Fault(kind=kind, method="POST", path=path))

    outcome = settled.pay(settled.hold())

    if kind is FaultKind.STATUS_500_AFTER and path == CREATE:
        # The 500 is replayed under its key, and the intent's id is in no other answer.
        assert outcome == NotCharged(NotChargedReason.PROVIDER_UNREACHABLE)
    else:
        assert isinstance(outcome, Approved)
        assert len(settled.control.charges()) == 1


@pytest.mark.parametrize("path", [CREATE, PROCESS, CAPTURE], ids=["create", "process", "capture"])
def test_an_answer_that_is_lost_to_the_sdk_too_changes_nothing(settled: Shop, path: str) -> None:
    settled.control.answer_by_itself(settled.till.reader_id)
    settled.control.inject(
        Fault(kind=FaultKind.DROP_AFTER, method="POST", path=path, times=THE_SDK_TOO)
    )

    assert isinstance(settled.pay(settled.hold()), Approved)
    assert len(settled.control.charges()) == 1


@pytest.mark.parametrize("kind", [*AFTERWARDS, FaultKind.STATUS_500_BEFORE, FaultKind.DROP_BEFORE])
def test_a_lost_answer_to_the_void_leaves_nothing_charged(settled: Shop, kind: FaultKind) -> None:
    hold = settled.hold()
    settled.control.inject(Fault(kind=kind, method="POST", path=CANCEL, times=THE_SDK_TOO))

    assert settled.pay(hold, lambda: settled.payments.stop(hold)) == Stopped()
    settled.settle_all()
    assert settled.state_of(hold) == ("cancelled", "voided")


@pytest.mark.parametrize("path", [CAPTURE, CANCEL], ids=["capture", "void"])
def test_a_stored_500_is_not_asked_for_again_for_ever(settled: Shop, path: str) -> None:
    settled.control.inject(Fault(kind=FaultKind.STATUS_500_BEFORE, method="POST", path=path))
    hold = settled.hold()

    if path == CAPTURE:
        assert isinstance(settled.pay(hold, settled.tap), Approved)
        assert settled.state_of(hold) == ("paid", "captured")
    else:
        settled.pay(hold, lambda: settled.payments.stop(hold))
        settled.settle_all()
        assert settled.state_of(hold) == ("cancelled", "voided")


def test_a_void_of_what_somebody_captured_by_hand_ends_and_frees_the_reader(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    hold = shop.hold()

    def capture_by_hand() -> None:
        shop.terminal.call("capture", shop.control.payment_intents()[0].id, key="by hand")

    shop.terminal.before["cancel"] = capture_by_hand

    def tap_too_late() -> None:
        shop.tap()
        shop.payments.stop(hold)

    assert shop.pay(hold, tap_too_late) == Stopped()
    assert shop.state_of(hold) == ("cancelled", "voided")
    assert "charged without a ticket" in caplog.text
    assert len(shop.disagreements()) == 1
    assert isinstance(shop.pay(shop.hold(), shop.tap), Approved)


def test_a_capture_without_an_answer_is_no_error_while_the_money_is_there(
    settled: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    settled.control.inject(
        Fault(kind=FaultKind.DROP_BEFORE, method="POST", path=CAPTURE, times=THE_SDK_TOO)
    )

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)
    levels = {record.message: record.levelname for record in caplog.records}
    assert levels["capture waits"] == "WARNING"
    assert "ERROR" not in levels.values()


def test_a_capture_that_is_refused_is_settled_later_and_the_ticket_is_good(settled: Shop) -> None:
    settled.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, path=CAPTURE, error="authorization_expired", times=1000)
    )
    hold = settled.hold()

    assert isinstance(settled.pay(hold, settled.tap), Approved)
    assert settled.state_of(hold) == ("paid", "committed")
    settled.control.forget_faults()
    settled.settle_all()
    assert settled.state_of(hold) == ("paid", "captured")


def test_a_payment_whose_authorisation_ended_before_the_capture_is_lost_once_and_for_ever(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    hold = shop.sell_for_nothing()
    caplog.clear()

    for _ in range(3):
        shop.settle_all()

    assert shop.state_of(hold) == ("paid", "lost")
    assert [record.message for record in caplog.records if record.levelname == "ERROR"] == [
        "lost: a ticket that is never charged"
    ]
    assert isinstance(shop.pay(hold), Approved), "the ticket is good, and nobody pays again"
    assert isinstance(shop.pay(shop.hold(), shop.tap), Approved)


def test_a_capture_that_stripe_refuses_as_such_is_lost_too_if_the_intent_is_cancelled(
    shop: Shop,
) -> None:
    def refuse() -> None:
        raise ProviderRefusedError("charge_expired_for_capture")

    hold = shop.sell_for_nothing()
    shop.terminal.before["capture"] = refuse

    shop.settle_all()

    assert shop.state_of(hold) == ("paid", "lost")


def test_stripe_down_before_the_payment_releases_the_spot(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.hold()
    simulator.refuse_connections()

    assert settled.pay(hold) == NotCharged(NotChargedReason.PROVIDER_UNREACHABLE)
    simulator.accept_connections()
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_stripe_down_for_a_moment_after_the_card_was_read_is_waited_for(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.hold()
    phases = []

    def on_phase(phase: PayPhase) -> None:
        phases.append(phase)
        if phase is PayPhase.PRESENT_CARD and PayPhase.CHECKING not in phases:
            settled.tap()
            simulator.refuse_connections()
        elif phase is PayPhase.CHECKING and phases.count(phase) == 1:
            simulator.accept_connections()

    assert isinstance(settled.payments.pay(hold, on_phase), Approved)
    assert phases[:3] == [PayPhase.CONNECTING, PayPhase.PRESENT_CARD, PayPhase.CHECKING]


@pytest.mark.usefixtures("hurry")
def test_stripe_down_until_long_after_the_deadline_ends_the_payment_without_a_charge(
    database: Database, simulator: StripeSimulator
) -> None:
    shop = open_shop(database, simulator.url, window=timedelta())
    hold = shop.hold()

    def tap_and_lose_the_line() -> None:
        shop.tap()
        simulator.refuse_connections()

    outcome = shop.pay(hold, tap_and_lose_the_line)

    assert outcome == NotCharged(NotChargedReason.PROVIDER_UNREACHABLE)
    assert shop.state_of(hold) == ("cancelled", "voiding")
    simulator.accept_connections()
    assert shop.disagreements() != [], "the money is still kept"
    shop.settle_all()
    assert shop.disagreements() == []


def _begin(shop: Shop) -> tuple[Hold, Payment]:
    hold = shop.hold()
    opened = shop.ledger.stand_in.open(
        hold.reservation_id,
        shop.till.kiosk_id,
        shop.till.reader_id,
        lease=LEASE,
        keep_for=LEASE,
    )
    assert isinstance(opened, Payment)
    return hold, opened


def _create(shop: Shop, payment: Payment) -> Intent:
    return shop.terminal.stand_in.create(
        payment.amount, key=payment.key("create"), metadata=payment.metadata
    )


def test_an_intent_whose_id_was_lost_is_asked_for_by_its_key_and_cancelled(settled: Shop) -> None:
    hold, payment = _begin(settled)
    lost = _create(settled, payment)

    settled.settle_all()

    assert settled.state_of(hold) == ("cancelled", "voided")
    (intent,) = settled.control.payment_intents()
    assert (intent.id, intent.status) == (lost.id, "canceled")
    listed = [call for call in settled.control.requests() if (call.method, call.path) == LIST]
    assert listed == []


def test_a_kiosk_that_wakes_before_it_has_an_intent_gets_one_that_is_cancelled(
    settled: Shop,
) -> None:
    hold, payment = _begin(settled)
    settled.settle_all()

    late = _create(settled, payment)

    assert settled.ledger.stand_in.recorded(payment, late.id, lease=LEASE) is None
    assert settled.state_of(hold) == ("cancelled", "voided")
    assert settled.terminal.stand_in.look(late.id).status is IntentStatus.CANCELLED


def test_an_old_payment_without_an_intent_makes_none_that_a_later_days_report_would_not_know(
    settled: Shop,
) -> None:
    hold, _ = _begin(settled)
    settled.execute("UPDATE payments SET created_at = created_at - interval '2 hours'")

    settled.settle_all()

    assert settled.state_of(hold) == ("cancelled", "voided")
    assert settled.control.payment_intents() == []


def test_a_key_that_stripe_answers_with_an_error_for_ever_is_looked_for_in_its_list(
    settled: Shop,
) -> None:
    settled.control.inject(Fault(kind=FaultKind.STATUS_500_AFTER, method="POST", path=CREATE))
    hold = settled.hold()

    assert settled.pay(hold) == NotCharged(NotChargedReason.PROVIDER_UNREACHABLE)

    assert settled.state_of(hold) == ("cancelled", "voided")
    assert [intent.status for intent in settled.control.payment_intents()] == ["canceled"]


def test_an_intent_that_stripe_does_not_know_ends_the_payment_and_frees_the_reader(
    settled: Shop,
) -> None:
    hold = settled.hold()
    assert isinstance(settled.pay(hold, lambda: settled.tap("insufficient_funds")), Declined)
    settled.control.reset()

    settled.restart()

    assert settled.state_of(hold) == ("cancelled", "voided")
    problem = settled.database.statement(
        lambda connection: connection.execute(text("SELECT problem FROM payments")).scalar_one()
    )
    assert "No such payment_intent" in problem
    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)


@pytest.mark.parametrize("answer", ["silence", "another intent"])
def test_it_does_not_end_while_stripe_may_still_have_an_intent_of_the_payment(
    settled: Shop, answer: str
) -> None:
    def missing() -> None:
        raise IntentMissingError("No such payment_intent")

    def silent() -> None:
        raise ProviderUnreachableError("no answer")

    hold = settled.hold()
    assert isinstance(settled.pay(hold, lambda: settled.tap("insufficient_funds")), Declined)
    settled.terminal.before["cancel"] = missing
    if answer == "silence":
        settled.terminal.before["find"] = silent
    settled.restart()

    assert settled.state_of(hold) == ("cancelled", "voiding")
    settled.settle_all()
    assert settled.state_of(hold) == ("cancelled", "voided")
