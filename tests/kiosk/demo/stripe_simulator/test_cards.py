"""What issuers say, by card and by amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import stripe

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl

CARDS = {
    "4000000000000002": ("card_declined", "generic_decline"),
    "4000000000009995": ("card_declined", "insufficient_funds"),
    "4000000000009987": ("card_declined", "lost_card"),
    "4000000000009979": ("card_declined", "stolen_card"),
    "4000000000000069": ("expired_card", "expired_card"),
    "4000000000000119": ("processing_error", "processing_error"),
}
ENDINGS = {
    1201: "call_issuer",
    1202: "offline_pin_required",
    1203: "online_or_offline_pin_required",
    1205: "generic_decline",
    1255: "incorrect_pin",
    1265: "withdrawal_count_limit_exceeded",
    1275: "pin_try_exceeded",
}


@pytest.mark.parametrize("number", CARDS)
def test_a_declined_card_fails_the_action_and_the_same_payment_can_be_tried_again(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
    number: str,
) -> None:
    intent = make_intent()
    process = {"payment_intent": intent.id}
    client.v1.terminal.readers.process_payment_intent(reader.id, process)

    shown = client.v1.test_helpers.terminal.readers.present_payment_method(
        reader.id, {"type": "card_present", "card_present": {"number": number}}
    )

    code, decline_code = CARDS[number]
    assert (shown.action.status, shown.action.failure_code) == ("failed", code)
    assert shown.action.api_error.type == "card_error"
    assert shown.action.api_error.decline_code == decline_code
    declined = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    assert declined.status == "requires_payment_method"
    assert declined.last_payment_error.decline_code == decline_code
    assert declined.latest_charge.status == "failed"
    assert declined.latest_charge.outcome.reason == decline_code

    client.v1.terminal.readers.process_payment_intent(reader.id, process)
    control.tap(reader.id, "good")
    approved = client.v1.payment_intents.retrieve(intent.id)
    assert (approved.status, approved.last_payment_error) == ("requires_capture", None)


@pytest.mark.parametrize("amount", ENDINGS)
def test_the_end_of_the_amount_declines_a_good_card(
    authorised: Callable[..., stripe.PaymentIntent], amount: int
) -> None:
    intent = authorised(amount=amount)

    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.decline_code == ENDINGS[amount]


@pytest.mark.parametrize("amount", [1200, 1249, 1250])
def test_other_amounts_are_approved(
    authorised: Callable[..., stripe.PaymentIntent], amount: int
) -> None:
    assert authorised(amount=amount).status == "requires_capture"


def test_declining_by_amount_can_be_switched_off(
    control: SimulatorControl, authorised: Callable[..., stripe.PaymentIntent]
) -> None:
    control.decline_by_amount(enabled=False)

    assert authorised(amount=1255).status == "requires_capture"
