"""Every way in which a payment can end, through the real SDK."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.money import Money
from core.outcomes import (
    AlreadyPaid,
    Approved,
    Cancelled,
    CancelledOnReader,
    Declined,
    DeclineReason,
    NotCharged,
    NotChargedReason,
    PayPhase,
    Stopped,
)
from core.payments import paying
from core.payments.paying import FREE_OF_CHARGE
from core.payments.provider import ProviderRefusedError
from core.payments.stripe_terminal import StripeTerminal
from core.vehicles import VehicleType
from tests.core.shop import KEY, open_shop
from tests.core.small_garage import small_plan

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.db.database import Database
    from core.outcomes import PayOutcome
    from core.payments.provider import Intent
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop


def test_a_good_card_gets_a_ticket_of_the_quoted_price(settled: Shop) -> None:
    hold = settled.hold(VehicleType.REGULAR, timedelta(hours=2))

    outcome = settled.pay(hold, settled.tap)

    assert isinstance(outcome, Approved)
    ticket = outcome.ticket
    assert str(ticket.price) == "8.00 EUR"
    assert (ticket.floor, ticket.spot_number) == (hold.spot.floor, hold.spot.number)
    assert ticket.period == hold.period
    assert ticket.card is not None
    assert (ticket.card.last4, ticket.card.dedicated_file_name) == ("4242", "A0000000031010")
    assert settled.state_of(hold) == ("paid", "captured")
    assert settled.phases == [PayPhase.CONNECTING, PayPhase.PRESENT_CARD, PayPhase.CHECKING]


@pytest.mark.parametrize(
    ("card", "reason"),
    [
        ("declined", DeclineReason.DECLINED),
        ("insufficient_funds", DeclineReason.INSUFFICIENT_FUNDS),
        ("expired_card", DeclineReason.EXPIRED_CARD),
        ("processing_error", DeclineReason.TRY_AGAIN),
        ("lost_card", DeclineReason.DECLINED),
        ("stolen_card", DeclineReason.DECLINED),
    ],
)
def test_a_refused_card_says_why_and_keeps_the_hold(
    settled: Shop, card: str, reason: DeclineReason
) -> None:
    hold = settled.hold()

    assert settled.pay(hold, lambda: settled.tap(card)) == Declined(reason)
    assert settled.state_of(hold) == ("held", "ready")


def test_after_a_refused_card_another_one_pays_the_same_intent(settled: Shop) -> None:
    hold = settled.hold()
    settled.pay(hold, lambda: settled.tap("declined"))
    settled.pay(hold, settled.press_cancel)

    assert isinstance(settled.pay(hold, settled.tap), Approved)
    assert len(settled.control.payment_intents()) == 1


def test_cancel_on_the_reader_keeps_the_hold(settled: Shop) -> None:
    hold = settled.hold()

    assert settled.pay(hold, settled.press_cancel) == CancelledOnReader()
    assert settled.state_of(hold) == ("held", "ready")


def test_cancel_on_the_screen_frees_the_spot_at_once(settled: Shop) -> None:
    hold = settled.hold()
    stopped = []

    outcome = settled.pay(hold, lambda: stopped.append(settled.payments.stop(hold)))

    assert (stopped, outcome) == ([Cancelled()], Stopped())
    assert settled.state_of(hold) == ("cancelled", "voided")
    assert settled.control.reader(settled.till.reader_id).phase == "idle", "it shows no amount"


def test_cancelling_between_two_cards_is_settled_without_waiting(settled: Shop) -> None:
    hold = settled.hold()
    settled.pay(hold, lambda: settled.tap("declined"))

    assert settled.payments.stop(hold) == Cancelled()
    settled.settlement.settle_dead()

    assert settled.state_of(hold) == ("cancelled", "voided")


@pytest.mark.usefixtures("hurry")
def test_nobody_presenting_a_card_ends_the_payment(
    database: Database, simulator: StripeSimulator
) -> None:
    shop = open_shop(database, simulator.url, window=timedelta())
    hold = shop.hold()

    assert shop.pay(hold) == NotCharged(NotChargedReason.NOBODY_PAID)
    assert shop.state_of(hold) == ("cancelled", "voided")
    assert shop.disagreements() == []


def test_paying_twice_gives_the_same_ticket_and_charges_once(settled: Shop) -> None:
    hold = settled.hold()
    first = settled.pay(hold, settled.tap)

    assert settled.pay(hold) == first
    assert len(settled.control.charges()) == 1


def test_cancelling_what_is_paid_answers_with_the_ticket(settled: Shop) -> None:
    hold = settled.hold()
    paid = settled.pay(hold, settled.tap)

    assert isinstance(paid, Approved)
    assert settled.payments.stop(hold) == AlreadyPaid(paid.ticket)
    assert settled.reservations.cancel(hold.reservation_id) == AlreadyPaid(paid.ticket)


def test_a_hold_that_has_ended_is_not_charged(settled: Shop) -> None:
    hold = settled.hold()
    settled.run_out_of_time()

    assert settled.pay(hold) == NotCharged(NotChargedReason.HOLD_EXPIRED)
    assert settled.control.payment_intents() == []


def test_a_hold_that_ended_before_another_card_is_decided_before_it_is_said(settled: Shop) -> None:
    hold = settled.hold()
    settled.pay(hold, lambda: settled.tap("declined"))
    settled.run_out_of_time()

    assert settled.pay(hold) == NotCharged(NotChargedReason.HOLD_EXPIRED)
    assert settled.state_of(hold) == ("cancelled", "voiding")


def test_a_cancelled_hold_is_not_charged(settled: Shop) -> None:
    hold = settled.hold()
    settled.payments.stop(hold)

    assert settled.pay(hold) == NotCharged(NotChargedReason.HOLD_EXPIRED)


def test_a_stay_that_costs_nothing_is_waived_with_its_reason_and_without_a_card(
    database: Database, simulator: StripeSimulator
) -> None:
    shop = open_shop(database, simulator.url, plan=small_plan(rates=("0", "0", "0")))
    hold = shop.hold()

    outcome = shop.pay(hold)

    assert isinstance(outcome, Approved)
    assert (outcome.ticket.waiver, outcome.ticket.card) == (FREE_OF_CHARGE, None)
    assert shop.control.requests() == []
    assert shop.disagreements() == []
    assert shop.pay(hold) == outcome, "paying twice gives the first ticket"


def test_a_stay_that_costs_nothing_is_not_waived_after_its_hold_was_cancelled(
    database: Database, simulator: StripeSimulator
) -> None:
    shop = open_shop(database, simulator.url, plan=small_plan(rates=("0", "0", "0")))
    hold = shop.hold()
    shop.payments.stop(hold)

    assert shop.pay(hold) == NotCharged(NotChargedReason.HOLD_EXPIRED)
    assert shop.disagreements() == []


@pytest.mark.usefixtures("hurry")
def test_a_payment_recorded_in_test_mode_by_a_live_kiosk_is_refused(
    database: Database, simulator: StripeSimulator
) -> None:
    shop = open_shop(database, simulator.url, live=True)
    hold = shop.hold()

    assert shop.pay(hold, shop.tap) == NotCharged(NotChargedReason.REFUSED)
    assert shop.state_of(hold) == ("cancelled", "voided")
    assert shop.disagreements() == []


class _Mistaken(StripeTerminal):
    """A processor that records or authorises something else than it was asked for."""

    def __init__(self, stripe_url: str, *, creates: int = 0, authorises: int = 0) -> None:
        super().__init__(KEY, api_url=stripe_url)
        self._creates = creates
        self._authorises = authorises

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        more = Money(amount.minor + self._creates, amount.currency)
        return super().create(more, key=key, metadata=metadata)

    def look(self, intent_id: str) -> Intent:
        intent = super().look(intent_id)
        more = Money(intent.capturable.minor + self._authorises, intent.capturable.currency)
        return replace(intent, capturable=more)


@pytest.mark.parametrize("mistake", ["creates", "authorises"])
@pytest.mark.usefixtures("hurry")
def test_another_amount_than_the_quoted_one_is_never_charged(
    database: Database, simulator: StripeSimulator, mistake: str
) -> None:
    terminal = _Mistaken(simulator.url, **{mistake: 1})
    shop = open_shop(database, simulator.url, card_terminal=terminal)
    hold = shop.hold()

    assert shop.pay(hold, shop.tap) == NotCharged(NotChargedReason.REFUSED)
    assert shop.state_of(hold) == ("cancelled", "voided")
    assert shop.disagreements() == []


def test_an_authorisation_that_ends_too_soon_is_voided(
    settled: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paying, "NEEDED_VALIDITY", timedelta(days=30))
    hold = settled.hold()

    assert settled.pay(hold, settled.tap) == NotCharged(NotChargedReason.REFUSED)
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_a_price_that_stripe_does_not_take_is_refused_and_the_log_says_why(
    settled: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    hold = settled.hold()
    settled.terminal.before["create"] = lambda: _raise_refused("amount_too_small")

    assert settled.pay(hold) == NotCharged(NotChargedReason.REFUSED)
    assert settled.state_of(hold) == ("cancelled", "voided")
    (line,) = (record for record in caplog.records if record.message == "not charged")
    assert (line.levelname, vars(line)["problem"]) == ("ERROR", "amount_too_small")


def test_the_next_driver_pays_although_the_last_payment_on_the_reader_was_left_open(
    settled: Shop,
) -> None:
    left = settled.hold()
    settled.pay(left, lambda: settled.tap("declined"))

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)
    assert settled.state_of(left) == ("cancelled", "voided")


def test_another_kiosks_running_payment_on_the_same_reader_is_left_alone(
    settled: Shop, simulator: StripeSimulator
) -> None:
    other = open_shop(settled.database, simulator.url, name="south", reader="north")
    hold = settled.hold()
    outcomes: list[PayOutcome] = []

    def meanwhile() -> None:
        outcomes.append(other.pay(other.hold()))
        settled.tap()

    assert isinstance(settled.pay(hold, meanwhile), Approved)
    assert outcomes == [NotCharged(NotChargedReason.READER_BUSY)]


def test_a_payment_that_runs_while_the_kiosk_closes_is_voided_and_the_reader_cleared(
    settled: Shop,
) -> None:
    hold = settled.hold()

    assert settled.pay(hold, settled.payments.close) == Stopped()
    assert settled.state_of(hold) == ("cancelled", "voided")
    assert settled.control.reader(settled.till.reader_id).phase == "idle"


def test_a_payment_that_ends_without_a_charge_rings_for_its_spot(settled: Shop) -> None:
    hold = settled.hold()
    settled.bell.rung.clear()
    settled.control.set_connection(settled.till.reader_id, "offline")

    assert settled.pay(hold) == NotCharged(NotChargedReason.READER_OFFLINE)
    assert settled.bell.rung == [settled.garage.id]


def test_the_driver_has_the_whole_window_for_the_second_card(settled: Shop) -> None:
    hold = settled.hold()
    settled.pay(hold, lambda: settled.tap("declined"))
    settled.run_out_of_lease()

    def settle_then_tap() -> None:
        assert settled.settlement.settle_dead() == 0, "the payment is being worked on"
        settled.tap()

    assert isinstance(settled.pay(hold, settle_then_tap), Approved)


def _raise_refused(code: str) -> None:
    raise ProviderRefusedError(code)
