"""Readers, driven from the server as Stripe Terminal's documentation says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import ControlRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from stripe.terminal import ReaderService

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl

CART = {
    "type": "cart",
    "cart": {
        "currency": "eur",
        "total": 1200,
        "tax": 0,
        "line_items": [{"amount": 1200, "description": "Parking, 4 h", "quantity": 1}],
    },
}


@pytest.fixture
def readers(client: stripe.StripeClient) -> ReaderService:
    return client.v1.terminal.readers


@pytest.mark.parametrize(
    ("code", "device_type"),
    [
        ("simulated-wpe", "simulated_wisepos_e"),
        ("simulated-s700", "simulated_stripe_s700"),
        ("simulated-s710", "simulated_stripe_s710"),
    ],
)
def test_a_simulated_reader_is_registered_at_a_location(
    client: stripe.StripeClient, readers: ReaderService, code: str | None, device_type: str
) -> None:
    location = client.v1.terminal.locations.create(
        {"display_name": "Garage Mitte", "address": {"country": "DE", "line1": "Ring 1"}}
    )
    made = readers.create({"registration_code": code, "label": "North", "location": location.id})

    found = readers.retrieve(made.id, {"expand": ["location"]})
    assert (found.device_type, found.label, found.status) == (device_type, "North", "online")
    assert found.location.display_name == "Garage Mitte"
    assert found.action is None
    assert [item.id for item in readers.list({"location": location.id}).data] == [made.id]
    assert [item.id for item in client.v1.terminal.locations.list().data] == [location.id]
    assert client.v1.terminal.locations.retrieve(location.id).address.line1 == "Ring 1"


def test_an_unknown_registration_code_is_refused(readers: ReaderService) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        readers.create({"registration_code": "puppies-plug-could"})

    assert refused.value.param == "registration_code"


def test_a_payment_that_no_card_has_begun_is_silently_replaced(
    client: stripe.StripeClient,
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    first, second = make_intent(), make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": first.id})
    readers.process_payment_intent(reader.id, {"payment_intent": second.id})

    control.tap(reader.id)

    assert client.v1.payment_intents.retrieve(first.id).status == "requires_payment_method"
    assert client.v1.payment_intents.retrieve(second.id).status == "requires_capture"


def test_a_reader_is_busy_while_the_issuer_is_asked(
    client: stripe.StripeClient,
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent, other = make_intent(), make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    assert control.tap(reader.id, issuer_seconds=None).phase == "authorising"

    for call in (
        lambda: readers.cancel_action(reader.id),
        lambda: readers.process_payment_intent(reader.id, {"payment_intent": other.id}),
        lambda: readers.set_reader_display(reader.id, CART),
    ):
        with pytest.raises(stripe.InvalidRequestError) as busy:
            call()
        assert busy.value.code == "terminal_reader_busy"
    assert control.let_issuer_answer(reader.id).phase == "approved"
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_the_issuer_answers_when_its_time_has_come(
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    control.tap(reader.id, issuer_seconds=90)
    assert readers.retrieve(reader.id).action.status == "in_progress"

    control.advance_clock(90)

    assert readers.retrieve(reader.id).action.status == "succeeded"


def test_cancel_action_clears_the_screen_and_leaves_the_payment_open(
    client: stripe.StripeClient,
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})

    assert readers.cancel_action(reader.id).action is None

    assert control.reader(reader.id).phase == "idle"
    with pytest.raises(ControlRefusedError, match="not waiting") as refused:
        control.tap(reader.id)
    assert refused.value.status == 409
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_the_customer_can_cancel_only_where_the_payment_allows_it(
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    with pytest.raises(ControlRefusedError, match="enable_customer_cancellation"):
        control.press_cancel(reader.id)

    readers.process_payment_intent(
        reader.id,
        {"payment_intent": intent.id, "process_config": {"enable_customer_cancellation": True}},
    )
    assert control.reader(reader.id).may_cancel
    control.press_cancel(reader.id)

    action = readers.retrieve(reader.id).action
    assert (action.status, action.failure_code) == ("failed", "customer_canceled")


def test_a_cart_is_shown_and_cleared_but_not_over_a_payment(
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    shown = readers.set_reader_display(reader.id, CART)
    assert shown.action.set_reader_display.cart.line_items[0].description == "Parking, 4 h"
    assert (control.reader(reader.id).phase, control.reader(reader.id).amount) == ("display", 1200)
    assert readers.cancel_action(reader.id).action is None

    readers.process_payment_intent(reader.id, {"payment_intent": make_intent().id})
    with pytest.raises(stripe.InvalidRequestError) as busy:
        readers.set_reader_display(reader.id, CART)
    assert busy.value.code == "terminal_reader_busy"


def test_a_reader_that_is_off_line_takes_no_command_until_it_is_back(
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    process = {"payment_intent": make_intent().id}
    control.set_connection(reader.id, "offline")
    assert readers.retrieve(reader.id).status == "offline"
    for call in (
        lambda: readers.process_payment_intent(reader.id, process),
        lambda: readers.cancel_action(reader.id),
    ):
        with pytest.raises(stripe.InvalidRequestError) as offline:
            call()
        assert offline.value.code == "terminal_reader_offline"
    with pytest.raises(ControlRefusedError, match="offline"):
        control.tap(reader.id)

    control.set_connection(reader.id, "online")

    assert readers.process_payment_intent(reader.id, process).action.status == "in_progress"


def test_an_unplugged_reader_times_out_until_stripe_notices_after_two_minutes(
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    process = {"payment_intent": make_intent().id}
    control.set_connection(reader.id, "silent")
    assert readers.retrieve(reader.id).status == "online"
    with pytest.raises(stripe.InvalidRequestError) as timeout:
        readers.process_payment_intent(reader.id, process)
    assert timeout.value.code == "terminal_reader_timeout"

    control.advance_clock(121)

    assert readers.retrieve(reader.id).status == "offline"
    with pytest.raises(stripe.InvalidRequestError) as offline:
        readers.process_payment_intent(reader.id, process)
    assert offline.value.code == "terminal_reader_offline"


def test_a_reader_that_loses_its_line_mid_payment_stays_in_progress_for_ever(
    client: stripe.StripeClient,
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    control.tap(reader.id, issuer_seconds=5)
    control.set_connection(reader.id, "silent")

    control.advance_clock(3600)

    assert readers.retrieve(reader.id).action.status == "in_progress"
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"


def test_a_payment_that_is_already_authorised_is_refused_by_the_reader(
    readers: ReaderService, reader: ReaderView, authorised: Callable[..., stripe.PaymentIntent]
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        readers.process_payment_intent(reader.id, {"payment_intent": authorised().id})

    assert refused.value.code == "intent_invalid_state"
    assert refused.value.error.payment_intent.status == "requires_capture"


def test_a_payment_that_does_not_allow_cards_at_a_reader_is_refused(
    client: stripe.StripeClient,
    readers: ReaderService,
    reader: ReaderView,
) -> None:
    online = client.v1.payment_intents.create({"amount": 1200, "currency": "eur"})
    assert "card_present" not in online.payment_method_types

    with pytest.raises(stripe.InvalidRequestError) as refused:
        readers.process_payment_intent(reader.id, {"payment_intent": online.id})

    assert refused.value.code == "payment_intent_incompatible_payment_method"


def test_a_reader_without_a_location_takes_no_payments(
    readers: ReaderService, make_intent: Callable[..., stripe.PaymentIntent]
) -> None:
    homeless = readers.create({"registration_code": "simulated-s700"})

    with pytest.raises(stripe.InvalidRequestError) as refused:
        readers.process_payment_intent(homeless.id, {"payment_intent": make_intent().id})

    assert refused.value.code == "terminal_reader_invalid_location_for_payment"


def test_a_reader_can_answer_every_payment_by_itself(
    client: stripe.StripeClient,
    readers: ReaderService,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    control.answer_by_itself(reader.id, "good")
    intent = make_intent()
    sent = readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    assert sent.action.status == "in_progress"
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"

    control.answer_by_itself(reader.id, "declined", after_seconds=30)
    intent = make_intent()
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    assert control.reader(reader.id).phase == "waiting"
    control.advance_clock(30)
    assert control.reader(reader.id).failure_code == "card_declined"

    control.answer_by_itself(reader.id, None)
    readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    control.advance_clock(3600)
    assert control.reader(reader.id).phase == "waiting"


def test_the_test_helper_presents_a_good_card_by_default_and_refuses_an_idle_reader(
    client: stripe.StripeClient,
    readers: ReaderService,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    present = client.v1.test_helpers.terminal.readers.present_payment_method
    with pytest.raises(stripe.InvalidRequestError, match="not waiting"):
        present(reader.id)
    readers.process_payment_intent(reader.id, {"payment_intent": make_intent().id})

    assert present(reader.id).action.status == "succeeded"
