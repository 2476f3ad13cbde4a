"""Stripe's answers and errors in the protocol's words, through the real SDK."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
import stripe

from core.ids import ReaderId
from core.money import Money, currency
from core.outcomes import DeclineReason
from core.payments.declines import decline_reason
from core.payments.provider import (
    ActionStatus,
    IntentMissingError,
    IntentStateError,
    IntentStatus,
    ProviderRefusedError,
    ProviderUnreachableError,
    ReaderBusyError,
    ReaderOfflineError,
    ReaderTimedOutError,
)
from core.payments.stripe_terminal import StripeTerminal
from kiosk.demo.stripe_simulator import Fault, FaultKind, SimulatorControl
from tests.core.shop import KEY

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator import StripeSimulator

EUR = currency("EUR")
PROCESS = "/v1/terminal/readers/*/process_payment_intent"


@pytest.fixture
def terminal(simulator: StripeSimulator, hurry: None) -> StripeTerminal:  # noqa: ARG001
    return StripeTerminal(KEY, api_url=simulator.url)


@pytest.fixture
def control(simulator: StripeSimulator) -> SimulatorControl:
    return SimulatorControl(simulator.url)


@pytest.fixture
def reader(control: SimulatorControl) -> ReaderId:
    return ReaderId(control.ensure_reader("north").id)


def test_who_cannot_reach_stripe_reads_what_the_system_says(hurry: None) -> None:  # noqa: ARG001
    nobody = StripeTerminal(KEY, api_url="http://127.0.0.1:9")

    with pytest.raises(ProviderUnreachableError) as told:
        nobody.look("pi_1")

    assert str(told.value) == "Stripe cannot be reached (connection refused)"


@pytest.mark.parametrize("code", ["EUR", "JPY", "KWD"])
def test_an_intent_is_recorded_for_a_card_at_the_reader_alone(
    terminal: StripeTerminal, code: str
) -> None:
    amount = Money(1250, currency(code))

    intent = terminal.create(amount, key="k", metadata={"payment": "7"})

    assert (intent.status, intent.amount) == (IntentStatus.WAITING, amount)
    assert (intent.card_only, intent.live) == (True, False)
    assert intent.metadata == {"payment": "7"}
    assert terminal.create(amount, key="k", metadata={"payment": "7"}) == intent


def test_an_intent_goes_all_the_way(
    terminal: StripeTerminal, control: SimulatorControl, reader: ReaderId
) -> None:
    intent = terminal.create(Money(300, EUR), key="k", metadata={})
    assert terminal.reader(reader).action is ActionStatus.NONE
    terminal.present(reader, intent.id, key="p")
    state = terminal.reader(reader)
    assert (state.online, state.action, state.intent_id) == (
        True,
        ActionStatus.IN_PROGRESS,
        intent.id,
    )
    control.tap(reader)

    authorised = terminal.look(intent.id)
    assert (authorised.status, authorised.capturable) == (IntentStatus.AUTHORISED, Money(300, EUR))
    assert authorised.capture_before is not None
    assert authorised.capture_before > datetime.now(UTC) + timedelta(days=1)
    assert authorised.card is not None
    assert (authorised.card.brand, authorised.card.last4) == ("visa", "4242")
    assert terminal.reader(reader).action is ActionStatus.SUCCEEDED
    assert terminal.capture(intent.id, key="c").status is IntentStatus.CAPTURED
    with pytest.raises(IntentStateError):
        terminal.capture(intent.id, key="c2")
    with pytest.raises(IntentStateError):
        terminal.cancel(intent.id, key="v")
    with pytest.raises(IntentStateError):
        terminal.present(reader, intent.id, key="p2")


def test_a_decline_is_told_by_the_reader_and_by_the_intent(
    terminal: StripeTerminal, control: SimulatorControl, reader: ReaderId
) -> None:
    intent = terminal.create(Money(300, EUR), key="k", metadata={})
    terminal.present(reader, intent.id, key="p")
    control.tap(reader, "insufficient_funds")

    assert terminal.reader(reader).declined is DeclineReason.INSUFFICIENT_FUNDS
    assert terminal.look(intent.id).declined is DeclineReason.INSUFFICIENT_FUNDS


def test_an_intent_is_found_again_by_what_was_written_on_it(terminal: StripeTerminal) -> None:
    earlier = datetime.now(UTC) - timedelta(minutes=1)
    made = [
        terminal.create(Money(300, EUR), key=f"k{n}", metadata={"payment": str(n)})
        for n in range(3)
    ]

    assert terminal.find(metadata={"payment": "1"}, created_after=earlier) == made[1]
    assert terminal.find(metadata={"payment": "9"}, created_after=earlier) is None


@pytest.mark.parametrize(
    ("error", "raised"),
    [
        ("reader_busy", ReaderBusyError),
        ("reader_offline", ReaderOfflineError),
        ("reader_timeout", ReaderTimedOutError),
        ("rate_limited", ProviderUnreachableError),
        ("lock_timeout", ProviderUnreachableError),
        ("unavailable", ProviderUnreachableError),
    ],
)
def test_an_error_says_what_is_known(
    terminal: StripeTerminal,
    control: SimulatorControl,
    reader: ReaderId,
    error: str,
    raised: type[Exception],
) -> None:
    control.inject(Fault(kind=FaultKind.ERROR_BEFORE, path=PROCESS, error=error, times=2))
    intent = terminal.create(Money(300, EUR), key="k", metadata={})

    with pytest.raises(raised):
        terminal.present(reader, intent.id, key="p")


def test_a_wrong_key_is_refused_without_showing_it(simulator: StripeSimulator) -> None:
    with pytest.raises(ProviderRefusedError) as caught:
        StripeTerminal("pk_test_verysecret", api_url=simulator.url).look("pi_1")
    assert "verysecret" not in str(caught.value)


def test_what_does_not_exist_is_refused(terminal: StripeTerminal) -> None:
    with pytest.raises(
        ProviderRefusedError, match=r"^No such .*'pi_nowhere' \(resource_missing\)$"
    ):
        terminal.look("pi_nowhere")


def test_what_stripe_refuses_is_said_without_its_requests_classes_and_cents(
    terminal: StripeTerminal, control: SimulatorControl, reader: ReaderId
) -> None:
    intent = terminal.create(Money(300, EUR), key="k", metadata={})
    terminal.present(reader, intent.id, key="p")
    control.tap(reader)
    terminal.capture(intent.id, key="c")

    with pytest.raises(ProviderRefusedError) as caught:
        terminal.refund(intent.id, Money(400, EUR), key="r", metadata={})

    assert str(caught.value) == "Refund amount is greater than unrefunded amount on charge"


def test_nobody_there_is_an_unknown_outcome(
    terminal: StripeTerminal, simulator: StripeSimulator
) -> None:
    simulator.refuse_connections()

    with pytest.raises(ProviderUnreachableError):
        terminal.create(Money(300, EUR), key="k", metadata={})


@pytest.mark.parametrize(
    ("codes", "reason"),
    [
        (("insufficient_funds", "card_declined"), DeclineReason.INSUFFICIENT_FUNDS),
        (("generic_decline", "expired_card"), DeclineReason.EXPIRED_CARD),
        (("lost_card", "card_declined"), DeclineReason.DECLINED),
        (("stolen_card", None), DeclineReason.DECLINED),
        ((None, None), DeclineReason.DECLINED),
        (("pin_try_exceeded",), DeclineReason.TOO_MANY_PIN_TRIES),
        (("a code of tomorrow",), DeclineReason.DECLINED),
    ],
)
def test_a_decline_code_becomes_what_a_driver_may_be_told(
    codes: tuple[str | None, ...], reason: DeclineReason
) -> None:
    assert decline_reason(*codes) is reason


def test_others_payments_in_the_account_are_passed_over_whatever_their_currency(
    terminal: StripeTerminal, simulator: StripeSimulator
) -> None:
    since = datetime.now(UTC) - timedelta(minutes=1)
    ours = terminal.create(Money(500, EUR), key="ours", metadata={"payment": "1"})
    stripe.StripeClient(KEY, base_addresses={"api": simulator.url}).v1.payment_intents.create(
        {"amount": 500, "currency": "pen", "allowed_payment_method_types": ["card_present"]}
    )

    assert terminal.find(metadata={"payment": "1"}, created_after=since) == ours
    assert terminal.find(metadata={"payment": "2"}, created_after=since) is None


def test_an_intent_that_is_missing_is_told_from_a_reader_that_is(terminal: StripeTerminal) -> None:
    for ask in (
        lambda: terminal.look("pi_nobody"),
        lambda: terminal.cancel("pi_nobody", key="c"),
        lambda: terminal.capture("pi_nobody", key="d"),
    ):
        with pytest.raises(IntentMissingError, match="No such payment_intent"):
            ask()
    with pytest.raises(ProviderRefusedError) as caught:
        terminal.reader(ReaderId("tmr_nobody"))
    assert not isinstance(caught.value, IntentMissingError)
