"""What a reader can do wrong, or have done to it, while it asks for a card."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.money import Money, currency
from core.outcomes import Approved, Declined, DeclineReason, NotCharged, NotChargedReason, PayPhase
from kiosk.demo.stripe_simulator import Fault, FaultKind
from tests.core.payments.test_lost_answers import PROCESS, THE_SDK_TOO
from tests.core.shop import open_shop

if TYPE_CHECKING:
    from core.db.database import Database
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

CANCEL_ACTION = "/v1/terminal/readers/*/cancel_action"
REBOOT_S = 180.0
NOTICED_S = 121.0
"""After two minutes of silence Stripe says that a reader is off line."""


def _strike(shop: Shop, kind: FaultKind) -> None:
    shop.control.inject(
        Fault(kind=kind, method="TAP", path=f"/v1/terminal/readers/{shop.till.reader_id}")
    )


def test_a_reader_that_reports_an_error_after_the_card_was_authorised_is_not_believed(
    settled: Shop,
) -> None:
    _strike(settled, FaultKind.TAP_CONNECTION_ERROR)

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)


def test_a_reader_that_never_reports_is_not_waited_for(settled: Shop) -> None:
    _strike(settled, FaultKind.TAP_NEVER_REPORTED)

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)
    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved), "nor the next driver"


def test_a_reader_that_timed_out_although_it_was_told_is_watched(settled: Shop) -> None:
    settled.control.inject(Fault(kind=FaultKind.ERROR_AFTER, path=PROCESS, error="reader_timeout"))
    settled.control.answer_by_itself(settled.till.reader_id)

    assert isinstance(settled.pay(settled.hold()), Approved)
    assert settled.phases[:2] == [PayPhase.CONNECTING, PayPhase.CHECKING]


def test_a_reader_that_was_never_told_is_not_waited_for(settled: Shop) -> None:
    settled.control.inject(Fault(kind=FaultKind.DROP_BEFORE, path=PROCESS, times=THE_SDK_TOO))

    outcome = settled.pay(settled.hold())

    assert isinstance(outcome, NotCharged)


def test_a_reader_that_is_busy_for_a_moment_is_asked_again(settled: Shop) -> None:
    settled.control.inject(Fault(kind=FaultKind.ERROR_BEFORE, path=PROCESS, error="reader_busy"))

    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)


def test_a_reader_that_stays_busy_ends_the_payment(settled: Shop) -> None:
    settled.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, path=PROCESS, error="reader_busy", times=99)
    )
    hold = settled.hold()

    assert settled.pay(hold) == NotCharged(NotChargedReason.READER_BUSY)
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_a_reader_that_is_off_line_ends_the_payment(settled: Shop) -> None:
    hold = settled.hold()
    settled.unplug()

    assert settled.pay(hold) == NotCharged(NotChargedReason.READER_OFFLINE)
    assert settled.state_of(hold) == ("cancelled", "voided")


def phase(shop: Shop) -> str:
    return shop.control.reader(shop.till.reader_id).phase


def test_a_reader_that_is_back_on_line_no_longer_asks_for_a_dead_payment(settled: Shop) -> None:
    settled.pay(settled.hold(), settled.unplug)
    settled.payments.clear_reader()  # it cannot be reached yet
    settled.control.set_connection(settled.till.reader_id, "online")
    assert phase(settled) == "waiting"

    settled.payments.clear_reader()

    assert phase(settled) == "idle"


def test_a_running_payment_is_not_taken_off_the_reader(settled: Shop) -> None:
    def when_asked() -> None:
        settled.payments.clear_reader()
        assert phase(settled) == "waiting"
        settled.tap()

    assert isinstance(settled.pay(settled.hold(), when_asked), Approved)


def test_a_prompt_that_somebody_can_still_pay_is_left_alone(settled: Shop) -> None:
    intent = settled.terminal.stand_in.create(Money(500, currency("EUR")), key="x", metadata={})
    settled.terminal.stand_in.present(settled.till.reader_id, intent.id, key="y")

    settled.payments.clear_reader()

    assert phase(settled) == "waiting"
    settled.terminal.stand_in.cancel_action(settled.till.reader_id)


def test_a_reader_that_goes_off_line_while_it_asks_ends_the_payment(settled: Shop) -> None:
    hold = settled.hold()

    assert settled.pay(hold, settled.unplug) == NotCharged(NotChargedReason.READER_OFFLINE)
    assert settled.state_of(hold) == ("cancelled", "voided")


def test_a_reader_that_goes_off_line_after_the_card_was_authorised_ends_in_a_ticket(
    settled: Shop,
) -> None:
    def tap_and_unplug() -> None:
        settled.tap()
        settled.unplug()

    assert isinstance(settled.pay(settled.hold(), tap_and_unplug), Approved)


@pytest.mark.parametrize("card_is_read", [False, True], ids=["no card yet", "a card is read"])
@pytest.mark.parametrize(
    ("seen_after_s", "why"),
    [
        pytest.param(NOTICED_S, NotChargedReason.READER_OFFLINE, id="seen off line"),
        pytest.param(REBOOT_S, NotChargedReason.READER_BUSY, id="seen when it is back"),
    ],
)
def test_a_reader_that_reboots_while_it_asks_charges_nobody_and_the_next_driver_can_pay(
    settled: Shop, seen_after_s: float, why: NotChargedReason, *, card_is_read: bool
) -> None:
    control, reader = settled.control, settled.till.reader_id
    hold = settled.hold()

    def reboot() -> None:
        if card_is_read:
            control.tap(reader, issuer_seconds=None)
        control.reboot(reader, seconds=REBOOT_S)
        control.advance_clock(seen_after_s)

    assert settled.pay(hold, reboot) == NotCharged(why)
    assert settled.state_of(hold) == ("cancelled", "voided")
    assert control.charges() == []

    control.advance_clock(REBOOT_S - seen_after_s)
    assert isinstance(settled.pay(settled.hold(), settled.tap), Approved)


@pytest.mark.parametrize(
    "seen_after_s",
    [0.0, NOTICED_S, REBOOT_S],
    ids=["not seen", "seen off line", "seen when it is back"],
)
def test_a_reader_that_reboots_after_the_card_was_authorised_ends_in_a_ticket(
    settled: Shop, seen_after_s: float
) -> None:
    def tap_and_reboot() -> None:
        settled.tap()
        settled.control.reboot(settled.till.reader_id, seconds=REBOOT_S)
        settled.control.advance_clock(seen_after_s)

    assert isinstance(settled.pay(settled.hold(), tap_and_reboot), Approved)


def test_a_reader_that_was_given_other_work_ends_the_payment(settled: Shop) -> None:
    hold = settled.hold()
    terminal = settled.terminal.stand_in

    def replace() -> None:
        other = terminal.create(Money(100, currency("EUR")), key="other", metadata={})
        terminal.present(settled.till.reader_id, other.id, key="other:process")

    assert settled.pay(hold, replace) == NotCharged(NotChargedReason.READER_BUSY)
    assert settled.state_of(hold) == ("cancelled", "voided")
    terminal.cancel_action(settled.till.reader_id)


@pytest.mark.parametrize("approves", [True, False], ids=["approved", "declined"])
@pytest.mark.usefixtures("hurry")
def test_a_card_that_is_being_authorised_at_the_deadline_is_waited_for(
    database: Database, simulator: StripeSimulator, *, approves: bool
) -> None:
    shop = open_shop(database, simulator.url, window=timedelta())
    reader = shop.till.reader_id

    def tap_slowly() -> None:
        shop.control.tap(reader, "good" if approves else "declined", issuer_seconds=None)
        shop.terminal.before["look"] = lambda: shop.terminal.before.update(
            look=lambda: shop.control.let_issuer_answer(reader)
        )

    outcome = shop.pay(shop.hold(), tap_slowly)

    if approves:
        assert isinstance(outcome, Approved)
    else:
        assert outcome in {
            Declined(DeclineReason.DECLINED),
            NotCharged(NotChargedReason.NOBODY_PAID),
        }
    shop.settle_all()
    assert shop.disagreements() == []


@pytest.mark.usefixtures("hurry")
def test_a_prompt_that_cannot_be_taken_away_is_voided_at_stripe(
    database: Database, simulator: StripeSimulator
) -> None:
    shop = open_shop(database, simulator.url, window=timedelta())
    shop.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, path=CANCEL_ACTION, error="reader_busy", times=99)
    )
    hold = shop.hold()

    assert isinstance(shop.pay(hold), NotCharged)
    assert shop.state_of(hold) == ("cancelled", "voided")
