"""Idempotency keys: the first answer is the answer."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl, StripeSimulator

PARAMS = {
    "amount": 1200,
    "currency": "eur",
    "capture_method": "manual",
    "allowed_payment_method_types": ["card_present"],
}
KEY = {"idempotency_key": "pay:7:create"}


def test_the_same_key_gives_the_same_payment_and_says_that_it_is_a_replay(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    first = client.v1.payment_intents.create(PARAMS, options=KEY)
    again = client.v1.payment_intents.create(PARAMS, options=KEY)

    assert again.id == first.id
    assert "Idempotent-Replayed" not in first.last_response.headers
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert again.last_response.headers["Original-Request"] == first.last_response.request_id
    assert len(control.payment_intents()) == 1
    assert [call.replayed for call in control.requests()] == [False, True]


def test_a_replay_repeats_the_old_body_even_when_the_payment_moved_on(
    client: stripe.StripeClient,
) -> None:
    first = client.v1.payment_intents.create(PARAMS, options=KEY)
    client.v1.payment_intents.cancel(first.id)

    again = client.v1.payment_intents.create(PARAMS, options=KEY)
    assert again.status == "requires_payment_method"


def test_prompting_again_with_the_same_key_never_reaches_the_reader(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    params, key = {"payment_intent": make_intent().id}, {"idempotency_key": "pay:7:process:1"}
    client.v1.terminal.readers.process_payment_intent(reader.id, params, options=key)
    control.tap(reader.id, "declined")

    replay = client.v1.terminal.readers.process_payment_intent(reader.id, params, options=key)

    assert replay.action.status == "in_progress"
    assert control.reader(reader.id).phase == "failed"


@pytest.mark.parametrize("change", ["amount", "address"])
def test_the_same_key_for_something_else_is_an_error(
    client: stripe.StripeClient, control: SimulatorControl, change: str
) -> None:
    payment_intents = client.v1.payment_intents
    intent = payment_intents.create(PARAMS, options=KEY)
    other = {
        "amount": lambda: payment_intents.create({**PARAMS, "amount": 1300}, options=KEY),
        "address": lambda: payment_intents.cancel(intent.id, options=KEY),
    }

    with pytest.raises(stripe.IdempotencyError) as refused:
        other[change]()

    assert refused.value.http_status == 400
    assert control.payment_intents()[0].status == "requires_payment_method"


def test_an_error_after_execution_began_is_kept(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    params, key = {"payment_intent": make_intent().id}, {"idempotency_key": "pay:7:process:1"}
    process = client.v1.terminal.readers.process_payment_intent
    control.set_connection(reader.id, "offline")
    with pytest.raises(stripe.InvalidRequestError):
        process(reader.id, params, options=key)
    control.set_connection(reader.id, "online")

    with pytest.raises(stripe.InvalidRequestError) as replay:
        process(reader.id, params, options=key)

    assert replay.value.code == "terminal_reader_offline"
    assert replay.value.headers["Idempotent-Replayed"] == "true"


@pytest.mark.parametrize("refusal", ["unknown parameter", "amount", "401", "429"])
def test_a_refusal_before_execution_is_not_kept(
    simulator: StripeSimulator,
    make_client: Callable[..., stripe.StripeClient],
    client: stripe.StripeClient,
    control: SimulatorControl,
    refusal: str,
) -> None:
    create = client.v1.payment_intents.create
    stranger = make_client(simulator.url, key="nonsense")
    if refusal == "429":
        control.inject(Fault(kind=FaultKind.ERROR_BEFORE, error="rate_limited"))
    refused = {
        "unknown parameter": lambda: create({**PARAMS, "amuont": 1}, options=KEY),
        "amount": lambda: create({**PARAMS, "amount": 1}, options=KEY),
        "401": lambda: stranger.v1.payment_intents.create(PARAMS, options=KEY),
        "429": lambda: create(PARAMS, options=KEY),
    }
    with pytest.raises(stripe.StripeError):
        refused[refusal]()

    assert create(PARAMS, options=KEY).amount == 1200


def test_a_stored_500_is_replayed_for_ever_although_nothing_happened(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    control.inject(Fault(kind=FaultKind.STATUS_500_BEFORE, method="POST"))
    for _ in range(3):
        with pytest.raises(stripe.APIError) as failed:
            client.v1.payment_intents.create(PARAMS, options=KEY)
        assert failed.value.http_status == 500

    assert control.payment_intents() == []
    assert control.faults() == []
    assert client.v1.payment_intents.create(PARAMS, options={"idempotency_key": "fresh"}).id


def test_keys_are_forgotten_after_a_day(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    first = client.v1.payment_intents.create(PARAMS, options=KEY)
    control.advance_clock(24 * 3600 + 1)

    assert client.v1.payment_intents.create(PARAMS, options=KEY).id != first.id


def test_a_key_that_is_still_being_executed_is_a_conflict(
    simulator: StripeSimulator,
    make_client: Callable[..., stripe.StripeClient],
    control: SimulatorControl,
) -> None:
    control.inject(Fault(kind=FaultKind.DELAY_BEFORE, method="POST", seconds=30))
    slow, quick = make_client(simulator.url), make_client(simulator.url)
    outcome: list[object] = []

    def create_slowly() -> None:
        try:
            outcome.append(slow.v1.payment_intents.create(PARAMS, options=KEY))
        except stripe.StripeError as cut_off:
            outcome.append(cut_off)

    thread = threading.Thread(target=create_slowly)
    thread.start()
    for _ in range(1000):  # until the slow call has arrived
        if not control.faults():
            break

    def create_until_the_slow_call_holds_its_key() -> None:
        for _ in range(1000):
            quick.v1.payment_intents.create({**PARAMS, "amount": 5000}, options=KEY)

    with pytest.raises(stripe.StripeError) as conflict:
        create_until_the_slow_call_holds_its_key()
    simulator.stop()
    thread.join()

    assert conflict.value.http_status == 409
    assert conflict.value.error.code == "idempotency_key_in_use"
    assert len(outcome) == 1
