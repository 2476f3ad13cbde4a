"""What issuers say, by card and by amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import stripe

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl

    MakeIntent = Callable[..., stripe.PaymentIntent]

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
    make_intent: MakeIntent,
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
def test_the_end_of_the_amount_declines_a_good_card(authorised: MakeIntent, amount: int) -> None:
    intent = authorised(amount=amount)

    assert intent.status == "requires_payment_method"
    assert intent.last_payment_error.decline_code == ENDINGS[amount]


STANDARD = {
    "4242424242424242": ("visa", "credit"),
    "4000056655665556": ("visa", "debit"),
    "5555555555554444": ("mastercard", "credit"),
    "5200828282828210": ("mastercard", "debit"),
    "5105105105105100": ("mastercard", "prepaid"),
    "378282246310005": ("amex", "credit"),
    "371449635398431": ("amex", "credit"),
    "6011111111111117": ("discover", "credit"),
    "6011000990139424": ("discover", "credit"),
    "3056930009020004": ("diners", "credit"),
    "36227206271667": ("diners", "credit"),
    "3566002020360505": ("jcb", "credit"),
    "6200000000000005": ("unionpay", "credit"),
    "6280000360000978": ("eftpos_au", "debit"),
    "4000050360000001": ("visa", "debit"),
    "5555050360000080": ("mastercard", "debit"),
}


@pytest.mark.parametrize("number", STANDARD)
def test_a_standard_card_is_approved_and_its_receipt_names_the_brand_and_four_digits(
    client: stripe.StripeClient, reader: ReaderView, make_intent: MakeIntent, number: str
) -> None:
    intent = make_intent()
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    client.v1.test_helpers.terminal.readers.present_payment_method(
        reader.id, {"card_present": {"number": number}}
    )

    paid = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})

    card = paid.latest_charge.payment_method_details.card_present
    assert paid.status == "requires_capture"
    assert (card.brand, card.funding) == STANDARD[number]
    assert card.last4 == number[-4:]
    assert number not in str(paid)


@pytest.mark.parametrize(
    ("number", "verification", "attempts"),
    [
        ("4242424242424242", "approval", 1),
        ("4001007020000002", "offline_pin", 1),
        ("4000008260000075", "offline_pin", 2),
        ("4001000360000005", "online_pin", 1),
        ("4000002760000008", "online_pin", 2),
    ],
)
def test_a_card_with_a_pin_says_so_on_the_receipt(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: MakeIntent,
    *,
    number: str,
    verification: str,
    attempts: int,
) -> None:
    intent = authorised(number)

    charge = client.v1.charges.retrieve(intent.latest_charge)
    receipt = charge.payment_method_details.card_present.receipt
    assert (intent.status, intent.last_payment_error) == ("requires_capture", None)
    assert receipt.cardholder_verification_method == verification
    assert [made.status for made in control.charges()] == ["succeeded", "failed"][:attempts]


@pytest.mark.parametrize(
    ("amount", "pin", "status", "said"),
    [
        (1202, "1234", "requires_capture", "offline_pin"),
        (1202, "4321", "requires_payment_method", "incorrect_pin"),
        (1203, "4321", "requires_capture", "online_pin"),
        (1203, "43", "requires_payment_method", "incorrect_pin"),
        (1255, "1234", "requires_payment_method", "incorrect_pin"),
        (1200, "1234", "requires_capture", "approval"),
    ],
)
def test_an_amount_that_wants_a_pin_is_paid_with_the_right_one(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: MakeIntent,
    *,
    amount: int,
    pin: str,
    status: str,
    said: str,
) -> None:
    intent = make_intent(amount=amount)
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})

    control.tap(reader.id, pin=pin)

    after = client.v1.payment_intents.retrieve(intent.id, {"expand": ["latest_charge"]})
    receipt = after.latest_charge.payment_method_details.card_present.receipt
    assert after.status == status
    assert said in (receipt.cardholder_verification_method, after.latest_charge.outcome.reason)


def test_only_standard_cards_decline_by_the_amount(authorised: MakeIntent) -> None:
    assert authorised("refund_fails", amount=1205).status == "requires_capture"
    assert authorised("lost_card", amount=1205).last_payment_error.decline_code == "lost_card"


@pytest.mark.parametrize("amount", [1200, 1249, 1250])
def test_other_amounts_are_approved(authorised: MakeIntent, amount: int) -> None:
    assert authorised(amount=amount).status == "requires_capture"


def test_declining_by_amount_can_be_switched_off(
    control: SimulatorControl, authorised: MakeIntent
) -> None:
    control.decline_by_amount(enabled=False)

    assert authorised(amount=1255).status == "requires_capture"
