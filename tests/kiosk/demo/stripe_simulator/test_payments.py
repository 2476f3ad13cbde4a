"""A payment's life, told by the real SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl


def test_a_manual_payment_is_authorised_by_a_tap_and_captured_once(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent(metadata={"reservation": "r-1"}, description="Spot 4-117")
    assert intent.status == "requires_payment_method"
    assert intent.payment_method_types == ["card_present"]

    sent = client.v1.terminal.readers.process_payment_intent(
        reader.id, {"payment_intent": intent.id}
    )
    assert sent.action.status == "in_progress"
    assert sent.action.process_payment_intent.payment_intent == intent.id

    control.tap(reader.id, "good")
    assert client.v1.terminal.readers.retrieve(reader.id).action.status == "succeeded"
    intent = client.v1.payment_intents.retrieve(intent.id)
    assert (intent.status, intent.amount_capturable) == ("requires_capture", 1200)

    intent = client.v1.payment_intents.capture(intent.id)
    assert (intent.status, intent.amount_received, intent.amount_capturable) == (
        "succeeded",
        1200,
        0,
    )
    with pytest.raises(stripe.InvalidRequestError) as second:
        client.v1.payment_intents.capture(intent.id)
    assert second.value.code == "payment_intent_unexpected_state"
    assert second.value.error.payment_intent.status == "succeeded"
    assert [charge.amount_captured for charge in control.charges()] == [1200]


def test_automatic_capture_takes_the_money_with_the_tap(
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised(capture_method="automatic")

    assert (intent.status, intent.amount_received) == ("succeeded", 1200)


def test_the_receipt_carries_what_card_networks_require(
    client: stripe.StripeClient, authorised: Callable[..., stripe.PaymentIntent]
) -> None:
    intent = client.v1.payment_intents.retrieve(
        authorised("mastercard").id, {"expand": ["latest_charge"]}
    )

    details = intent.latest_charge.payment_method_details.card_present
    assert (details.brand, details.last4, details.read_method) == (
        "mastercard",
        "4444",
        "contactless_emv",
    )
    assert details.capture_before == intent.latest_charge.created + 2 * 24 * 3600
    assert details.receipt.application_preferred_name == "Mastercard Credit"
    assert details.receipt.dedicated_file_name == "A0000000041010"
    assert details.receipt.account_type == "credit"
    assert len(details.receipt.authorization_code) == 6
    assert len(details.receipt.application_cryptogram) == 16
    assert details.receipt.terminal_verification_results
    assert details.receipt.transaction_status_information
    assert details.receipt.authorization_response_code == "3030"
    assert details.receipt.cardholder_verification_method


def test_a_charge_can_be_looked_up_and_leads_back_to_its_payment(
    client: stripe.StripeClient, authorised: Callable[..., stripe.PaymentIntent]
) -> None:
    intent = authorised()

    charge = client.v1.charges.retrieve(intent.latest_charge, {"expand": ["payment_intent"]})

    assert charge.payment_intent.id == intent.id
    assert charge.captured is False


def test_less_than_the_authorised_amount_can_be_captured_but_not_more(
    client: stripe.StripeClient, authorised: Callable[..., stripe.PaymentIntent]
) -> None:
    intent = authorised()
    with pytest.raises(stripe.InvalidRequestError) as too_much:
        client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 1201})
    assert too_much.value.code == "amount_too_large"

    intent = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 500})

    assert (intent.amount, intent.amount_received) == (1200, 500)


@pytest.mark.parametrize("paid", [False, True], ids=["before the tap", "after the tap"])
def test_a_cancelled_payment_can_never_be_charged(
    client: stripe.StripeClient,
    control: SimulatorControl,
    make_intent: Callable[..., stripe.PaymentIntent],
    authorised: Callable[..., stripe.PaymentIntent],
    *,
    paid: bool,
) -> None:
    intent = authorised() if paid else make_intent()

    cancelled = client.v1.payment_intents.cancel(intent.id, {"cancellation_reason": "abandoned"})

    assert (cancelled.status, cancelled.cancellation_reason) == ("canceled", "abandoned")
    with pytest.raises(stripe.InvalidRequestError, match="canceled"):
        client.v1.payment_intents.capture(intent.id)
    with pytest.raises(stripe.InvalidRequestError, match="canceled"):
        client.v1.payment_intents.cancel(intent.id)
    assert all(charge.amount_captured == 0 for charge in control.charges())


def test_a_tap_on_a_cancelled_payment_is_not_authorised(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    client.v1.payment_intents.cancel(intent.id)

    assert control.tap(reader.id).failure_code == "intent_invalid_state"
    assert control.charges() == []


def test_an_authorisation_lapses_after_two_days(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.advance_clock(2 * 24 * 3600 - 60)
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"

    control.advance_clock(120)

    assert client.v1.payment_intents.retrieve(intent.id).status == "canceled"
    with pytest.raises(stripe.InvalidRequestError) as late:
        client.v1.payment_intents.capture(intent.id)
    assert late.value.code == "payment_intent_unexpected_state"


def test_description_metadata_and_amount_can_change_before_the_tap_only(
    client: stripe.StripeClient,
    make_intent: Callable[..., stripe.PaymentIntent],
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent(metadata={"a": "1", "b": "2"})
    changed = client.v1.payment_intents.update(
        intent.id, {"amount": 1300, "metadata": {"a": "", "c": "3"}}
    )
    assert (changed.amount, changed.metadata.to_dict()) == (1300, {"b": "2", "c": "3"})

    with pytest.raises(stripe.InvalidRequestError) as late:
        client.v1.payment_intents.update(authorised().id, {"amount": 1300})
    assert late.value.code == "payment_intent_unexpected_state"


def test_payments_are_listed_newest_first_page_by_page(
    client: stripe.StripeClient,
    control: SimulatorControl,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    old = make_intent()
    control.advance_clock(3600)
    made = [make_intent().id for _ in range(5)]
    since = old.created + 1

    first = client.v1.payment_intents.list({"created": {"gte": since}, "limit": 3})
    assert [intent.id for intent in first.data] == made[:1:-1]
    assert first.has_more

    rest = client.v1.payment_intents.list(
        {"created": {"gte": since}, "limit": 3, "starting_after": first.data[-1].id}
    )
    assert [intent.id for intent in rest.data] == made[1::-1]
    assert not rest.has_more
    everything = client.v1.payment_intents.list({"limit": 2}).auto_paging_iter()
    assert [intent.id for intent in everything] == [*reversed(made), old.id]


def test_a_captured_payment_is_refunded_in_parts_until_nothing_is_left(
    client: stripe.StripeClient, authorised: Callable[..., stripe.PaymentIntent]
) -> None:
    intent = authorised()
    with pytest.raises(stripe.InvalidRequestError) as early:
        client.v1.refunds.create({"payment_intent": intent.id})
    assert early.value.code == "payment_intent_unexpected_state"
    client.v1.payment_intents.capture(intent.id)

    part = client.v1.refunds.create({"payment_intent": intent.id, "amount": 200})
    assert (part.status, part.amount) == ("succeeded", 200)
    with pytest.raises(stripe.InvalidRequestError, match="greater than unrefunded"):
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 1001})
    rest = client.v1.refunds.create(
        {"charge": intent.latest_charge, "reason": "requested_by_customer"}
    )
    assert rest.amount == 1000

    with pytest.raises(stripe.InvalidRequestError) as again:
        client.v1.refunds.create({"payment_intent": intent.id})
    assert again.value.code == "charge_already_refunded"
    assert client.v1.charges.retrieve(intent.latest_charge).refunded
    assert client.v1.refunds.retrieve(part.id).charge == intent.latest_charge
    listed = client.v1.refunds.list({"payment_intent": intent.id})
    assert [refund.id for refund in listed.data] == [rest.id, part.id]


def test_a_refund_to_a_closed_card_fails_later_and_the_money_is_back(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised("refund_fails")
    client.v1.payment_intents.capture(intent.id)
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert refund.status == "succeeded"

    control.advance_clock(3600)

    failed = client.v1.refunds.retrieve(refund.id)
    assert (failed.status, failed.failure_reason) == ("failed", "expired_or_canceled_card")
    charge = client.v1.charges.retrieve(intent.latest_charge)
    assert (charge.amount_refunded, charge.refunded) == (0, False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"amount": 0}, "parameter_invalid_integer"),
        ({"amount": -5}, "parameter_invalid_integer"),
        ({"amount": 49}, "amount_too_small"),
        ({"amount": 100_000_000}, "amount_too_large"),
        ({"currency": "xxx"}, None),
        ({"currency": "kwd", "amount": 1005}, None),
        ({"allowed_payment_method_types": ["interac_present"]}, None),
    ],
    ids=["zero", "negative", "too small", "too large", "currency", "third decimal", "interac"],
)
def test_an_amount_that_cannot_be_charged_is_refused(
    make_intent: Callable[..., stripe.PaymentIntent], changes: dict[str, object], code: str | None
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        make_intent(**changes)

    assert refused.value.code == code


def test_what_is_not_there_is_a_404(client: stripe.StripeClient) -> None:
    for look_up in (
        lambda: client.v1.payment_intents.retrieve("pi_none"),
        lambda: client.v1.charges.retrieve("ch_none"),
        lambda: client.v1.refunds.retrieve("re_none"),
        lambda: client.v1.terminal.readers.retrieve("tmr_none"),
        lambda: client.v1.terminal.locations.retrieve("tml_none"),
    ):
        with pytest.raises(stripe.InvalidRequestError) as missing:
            look_up()
        assert (missing.value.http_status, missing.value.code) == (404, "resource_missing")
