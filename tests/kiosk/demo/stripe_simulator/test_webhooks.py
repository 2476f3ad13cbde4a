"""Events are signed as Stripe's, sent off the callers' path, and delivered badly on demand."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import Manner, SimulatorControl, SimulatorProcess
from tests.kiosk.demo.stripe_simulator.receiver import SECONDS, Receiver

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from kiosk.demo.stripe_simulator import ReaderView

    MakeIntent = Callable[..., stripe.PaymentIntent]

TOLD = ("payment_intent.*", "terminal.reader.*", "charge.refunded", "refund.*")


@pytest.fixture
def receiver(control: SimulatorControl) -> Iterator[Receiver]:
    """Hears of everything that the kiosk could want to know."""
    with Receiver() as receiver:
        receiver.secret = control.webhooks.send_to(receiver.url, types=TOLD)
        yield receiver


def test_a_purchase_is_told_step_by_step(
    client: stripe.StripeClient, receiver: Receiver, authorised: MakeIntent
) -> None:
    intent = authorised()
    client.v1.payment_intents.capture(intent.id, options={"idempotency_key": "pay:1:capture"})

    assert receiver.types(3) == [
        "payment_intent.created",
        "payment_intent.amount_capturable_updated",
        "terminal.reader.action_succeeded",
    ]
    captured = receiver.next()
    assert captured.type == "payment_intent.succeeded"
    assert captured.data.object["id"] == intent.id
    assert captured.data.object["amount_received"] == 1200
    assert captured.request is not None
    assert captured.request.idempotency_key == "pay:1:capture"
    assert captured.pending_webhooks == 1


def test_what_goes_wrong_is_told_too(
    client: stripe.StripeClient, receiver: Receiver, authorised: MakeIntent
) -> None:
    intent = authorised("insufficient_funds")
    client.v1.payment_intents.cancel(intent.id)

    _, failed, reader, cancelled = [receiver.next() for _ in range(4)]

    assert failed.type == "payment_intent.payment_failed"
    assert failed.data.object["last_payment_error"]["decline_code"] == "insufficient_funds"
    assert reader.type == "terminal.reader.action_failed"
    assert reader.data.object["action"]["failure_code"] == "card_declined"
    assert cancelled.type == "payment_intent.canceled"


def test_a_refund_that_fails_later_is_told_when_it_fails(
    client: stripe.StripeClient,
    control: SimulatorControl,
    receiver: Receiver,
    authorised: MakeIntent,
) -> None:
    intent = authorised("refund_fails")
    client.v1.payment_intents.capture(intent.id)
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert receiver.types(6)[4:] == ["charge.refunded", "refund.created"]

    control.advance_clock(3600)

    updated, failed = receiver.next(), receiver.next()
    assert (updated.type, failed.type) == ("refund.updated", "refund.failed")
    assert updated.data.previous_attributes["status"] == "succeeded"
    assert (failed.data.object["id"], failed.data.object["status"]) == (refund.id, "failed")
    assert failed.request.id is None  # it happened by itself


def test_an_authorisation_that_lapses_is_told(
    control: SimulatorControl, receiver: Receiver, authorised: MakeIntent
) -> None:
    authorised()
    receiver.types(3)

    control.advance_clock(2 * 24 * 3600 + 1)

    lapsed = {event.type: event for event in (receiver.next(), receiver.next())}
    assert lapsed.keys() == {"payment_intent.canceled", "charge.refunded"}
    assert lapsed["payment_intent.canceled"].data.object["cancellation_reason"] == "expired"


def test_a_signature_covers_every_byte_and_belongs_to_one_secret(
    control: SimulatorControl, receiver: Receiver, make_intent: MakeIntent
) -> None:
    make_intent()
    receiver.next()
    body, signature = receiver.raw[0]

    def verify(payload: bytes, header: str, secret: str) -> None:
        stripe.Webhook.construct_event(payload, header, secret)

    verify(body, signature, receiver.secret)
    another = control.webhooks.send_to(receiver.url)
    old = signature.replace("t=", "t=1", 1)
    for payload, header, secret in (
        (body.replace(b"1200", b"9999"), signature, receiver.secret),
        (body, signature, another),
        (body, old, receiver.secret),
    ):
        with pytest.raises(stripe.SignatureVerificationError):
            verify(payload, header, secret)


def test_an_event_can_be_verified_after_the_accounts_clock_was_moved(
    control: SimulatorControl, receiver: Receiver, make_intent: MakeIntent
) -> None:
    control.advance_clock(-7 * 24 * 3600)

    make_intent()

    assert receiver.next().created < time.time() - 6 * 24 * 3600


def test_twice_is_the_same_event_again(
    control: SimulatorControl, receiver: Receiver, make_intent: MakeIntent
) -> None:
    control.webhooks.deliver(Manner(copies=2))

    make_intent()

    assert receiver.next().id == receiver.next().id


def test_never_is_never_and_the_event_can_still_be_looked_up(
    client: stripe.StripeClient,
    control: SimulatorControl,
    receiver: Receiver,
    make_intent: MakeIntent,
) -> None:
    control.webhooks.deliver(Manner(types="payment_intent.created", copies=0))
    intent = make_intent()
    client.v1.payment_intents.cancel(intent.id)

    assert receiver.types(1) == ["payment_intent.canceled"]
    assert [delivery.event for delivery in control.webhooks.deliveries()] == [
        client.v1.events.list({"type": "payment_intent.canceled"}).data[0].id
    ]
    listed = client.v1.events.list({"types": ["payment_intent.created"]}).data
    assert [event.data.object["id"] for event in listed] == [intent.id]
    assert client.v1.events.retrieve(listed[0].id).type == "payment_intent.created"


def test_late_is_after_the_time_has_come_and_out_of_order_is_the_newest_first(
    client: stripe.StripeClient,
    control: SimulatorControl,
    receiver: Receiver,
    make_intent: MakeIntent,
) -> None:
    control.webhooks.deliver(Manner(late_seconds=600, newest_first=True))
    intent = make_intent()
    client.v1.payment_intents.cancel(intent.id)
    control.webhooks.deliver_well()
    make_intent()
    assert receiver.next().data.object["id"] != intent.id
    assert not receiver.has_more

    control.advance_clock(600)

    assert receiver.types(2) == ["payment_intent.canceled", "payment_intent.created"]


def test_what_the_receiver_does_not_take_is_tried_again_and_then_given_up(
    control: SimulatorControl, receiver: Receiver, make_intent: MakeIntent
) -> None:
    receiver.answers = [500, 503]
    make_intent()
    for hours in (0, 1):
        _until(control, attempts=1 + hours)
        control.advance_clock(3600)
    assert receiver.next().type == "payment_intent.created"

    receiver.answers = [500] * 4
    make_intent()
    for attempt in range(1, 5):
        _until(control, attempts=attempt)
        control.advance_clock(3 * 3600)
    first, second = control.webhooks.deliveries()
    assert (first.state, first.attempts) == ("delivered", 3)
    assert (second.state, second.attempts) == ("given_up", 4)


def test_nobody_at_the_address_is_tried_again_later(
    control: SimulatorControl, make_intent: MakeIntent
) -> None:
    with Receiver() as gone:
        control.webhooks.send_to(gone.url)

    make_intent()

    _until(control, attempts=1)
    assert control.webhooks.deliveries()[0].state == "waiting"


def test_a_receiver_that_does_not_answer_keeps_no_caller_waiting(
    client: stripe.StripeClient,
    control: SimulatorControl,
    receiver: Receiver,
    make_intent: MakeIntent,
) -> None:
    receiver.slow.clear()

    intents = [make_intent().id for _ in range(5)]

    assert [delivery.state for delivery in control.webhooks.deliveries()] == ["waiting"] * 5
    assert client.v1.payment_intents.retrieve(intents[0]).status == "requires_payment_method"
    receiver.slow.set()
    assert [receiver.next().data.object["id"] for _ in intents] == intents


def test_what_waited_when_the_simulator_was_killed_is_delivered_by_the_next(
    tmp_path: Path, make_client: Callable[..., stripe.StripeClient]
) -> None:
    params = {"amount": 1200, "currency": "eur", "allowed_payment_method_types": ["card_present"]}
    with Receiver() as receiver, SimulatorProcess(tmp_path / "stripe.sqlite") as process:
        control = SimulatorControl(process.url)
        receiver.secret = control.webhooks.send_to(receiver.url)
        control.webhooks.deliver(Manner(late_seconds=60))
        intent = make_client(process.url).v1.payment_intents.create(params)

        process.kill()
        process.start()
        control.advance_clock(60)

        assert receiver.next().data.object["id"] == intent.id


def test_an_endpoint_is_registered_by_the_sdk_and_shows_its_secret_once(
    client: stripe.StripeClient, control: SimulatorControl, make_intent: MakeIntent
) -> None:
    endpoints = client.v1.webhook_endpoints
    with Receiver() as receiver:
        made = endpoints.create({"url": receiver.url, "enabled_events": ["payment_intent.created"]})
        receiver.secret = made.secret
        client.v1.payment_intents.cancel(make_intent().id)

        assert receiver.next().type == "payment_intent.created"
        assert len(control.webhooks.deliveries()) == 1
    assert "secret" not in endpoints.retrieve(made.id).to_dict()
    assert [listed.id for listed in endpoints.list().data] == [made.id]


@pytest.mark.parametrize("url", ["http://example.com/stripe", "https://127.0.0.1/stripe"])
def test_nothing_is_sent_to_another_machine(client: stripe.StripeClient, url: str) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.webhook_endpoints.create({"url": url, "enabled_events": ["*"]})

    assert refused.value.code == "simulator_not_modelled"


def test_forgotten_endpoints_hear_nothing_any_more(
    control: SimulatorControl, receiver: Receiver, make_intent: MakeIntent, reader: ReaderView
) -> None:
    control.webhooks.deliver(Manner(late_seconds=60))
    make_intent()
    control.webhooks.forget()
    make_intent()

    assert (control.webhooks.deliveries(), receiver.has_more) == ([], False)
    assert control.reader(reader.id).phase == "idle"


def _until(control: SimulatorControl, *, attempts: int) -> None:
    """Wait until the last delivery was tried so often."""
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        if control.webhooks.deliveries()[-1].attempts >= attempts:
            return
    pytest.fail(f"the delivery was not tried {attempts} times")
