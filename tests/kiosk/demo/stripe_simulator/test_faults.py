"""Bad luck on demand: everything the money protocol must survive."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import ControlRefusedError, Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl, StripeSimulator

CAPTURE = "/v1/payment_intents/*/capture"
PROCESS = "/v1/terminal/readers/*/process_payment_intent"
CANCEL_ACTION = "/v1/terminal/readers/*/cancel_action"


def test_a_lost_answer_after_a_capture_leaves_the_money_taken(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.inject(Fault(kind=FaultKind.DROP_AFTER, path=CAPTURE))

    with pytest.raises(stripe.APIConnectionError):
        client.v1.payment_intents.capture(intent.id)

    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"
    struck = control.requests()[-2]
    assert (struck.fault, struck.status) == ("drop_after", None)


def test_the_sdk_repeats_a_lost_answer_with_the_same_key_and_gets_the_first_one(
    simulator: StripeSimulator,
    make_client: Callable[..., stripe.StripeClient],
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.inject(Fault(kind=FaultKind.DROP_AFTER, path=CAPTURE))

    captured = make_client(simulator.url, retries=1).v1.payment_intents.capture(intent.id)

    assert captured.status == "succeeded"
    assert captured.last_response.headers["Idempotent-Replayed"] == "true"


def test_a_dropped_request_did_nothing(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.inject(Fault(kind=FaultKind.DROP_BEFORE, path=CAPTURE))

    with pytest.raises(stripe.APIConnectionError):
        client.v1.payment_intents.capture(intent.id)

    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_a_500_may_hide_a_capture_that_worked(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.inject(Fault(kind=FaultKind.STATUS_500_AFTER, path=CAPTURE))
    key = {"idempotency_key": "pay:7:capture:1"}

    for _ in range(2):
        with pytest.raises(stripe.APIError):
            client.v1.payment_intents.capture(intent.id, options=key)

    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_an_error_from_the_edge_is_not_what_stripe_remembers(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.inject(Fault(kind=FaultKind.ERROR_AFTER, path=CAPTURE, error="unavailable"))
    key = {"idempotency_key": "pay:7:capture:1"}
    with pytest.raises(stripe.APIError) as failed:
        client.v1.payment_intents.capture(intent.id, options=key)
    assert failed.value.http_status == 503

    assert client.v1.payment_intents.capture(intent.id, options=key).status == "succeeded"


def test_a_reader_timeout_can_be_a_false_negative(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    control.inject(Fault(kind=FaultKind.ERROR_AFTER, path=PROCESS, error="reader_timeout"))
    with pytest.raises(stripe.InvalidRequestError) as timeout:
        client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    assert timeout.value.code == "terminal_reader_timeout"

    control.tap(reader.id)

    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_a_connection_error_may_be_an_authorised_payment(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    control.inject(Fault(kind=FaultKind.TAP_CONNECTION_ERROR, method="TAP"))
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})

    assert control.tap(reader.id).failure_code == "connection_error"

    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


@pytest.mark.parametrize("by_itself", [False, True], ids=["a person", "by itself"])
def test_an_action_may_stay_in_progress_for_ever_on_an_authorised_payment(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
    *,
    by_itself: bool,
) -> None:
    intent = make_intent()
    control.inject(Fault(kind=FaultKind.TAP_NEVER_REPORTED, method="TAP"))
    if by_itself:
        control.answer_by_itself(reader.id)
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    if not by_itself:
        control.tap(reader.id)

    control.advance_clock(3600)

    assert client.v1.terminal.readers.retrieve(reader.id).action.status == "in_progress"
    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_capture"


def test_cancel_action_can_be_busy_a_few_times(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    client.v1.terminal.readers.process_payment_intent(
        reader.id, {"payment_intent": make_intent().id}
    )
    control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, path=CANCEL_ACTION, error="reader_busy", skip=0, times=2)
    )
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError) as busy:
            client.v1.terminal.readers.cancel_action(reader.id)
        assert busy.value.code == "terminal_reader_busy"

    assert client.v1.terminal.readers.cancel_action(reader.id).action is None


def test_an_answer_can_be_slower_than_the_caller_waits(
    simulator: StripeSimulator,
    make_client: Callable[..., stripe.StripeClient],
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised()
    control.inject(Fault(kind=FaultKind.DELAY_AFTER, path=CAPTURE, seconds=30))

    with pytest.raises(stripe.APIConnectionError):
        make_client(simulator.url, timeout=0.05).v1.payment_intents.capture(intent.id)

    assert control.payment_intents()[0].status == "succeeded"


@pytest.mark.parametrize("kind", [FaultKind.GARBAGE_AFTER, FaultKind.TRUNCATE_AFTER])
def test_an_answer_can_arrive_broken(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
    kind: FaultKind,
) -> None:
    intent = authorised()
    control.inject(Fault(kind=kind, path=CAPTURE))

    with pytest.raises((stripe.APIError, stripe.APIConnectionError)):
        client.v1.payment_intents.capture(intent.id)

    assert client.v1.payment_intents.retrieve(intent.id).status == "succeeded"


def test_a_fault_can_let_calls_pass_first_and_strikes_only_what_it_matches(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    control.inject(Fault(kind=FaultKind.DROP_BEFORE, method="GET", path="/v1/refunds", skip=1))

    client.v1.payment_intents.list()
    client.v1.refunds.list()
    with pytest.raises(stripe.APIConnectionError):
        client.v1.refunds.list()
    client.v1.refunds.list()

    assert [call.fault for call in control.requests()] == [None, None, "drop_before", None]


def test_stripe_can_be_unreachable_and_come_back_at_the_same_address(
    simulator: StripeSimulator,
    client: stripe.StripeClient,
    control: SimulatorControl,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    simulator.refuse_connections()
    with pytest.raises(stripe.APIConnectionError):
        client.v1.payment_intents.retrieve(intent.id)
    with pytest.raises(ConnectionRefusedError):
        control.now()

    simulator.accept_connections()

    assert client.v1.payment_intents.retrieve(intent.id).id == intent.id


def test_an_unknown_named_error_or_card_is_refused_at_once(
    control: SimulatorControl, reader: ReaderView
) -> None:
    with pytest.raises(ControlRefusedError, match="unknown error"):
        control.inject(Fault(kind=FaultKind.ERROR_BEFORE, error="bad_weather"))
    with pytest.raises(ControlRefusedError, match="unknown card"):
        control.answer_by_itself(reader.id, "library_card")
    with pytest.raises(ControlRefusedError) as missing:
        control.reader("tmr_none")
    assert missing.value.status == 404


def test_a_reset_forgets_the_money_and_keeps_the_reader(
    control: SimulatorControl,
    reader: ReaderView,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    authorised()
    control.inject(Fault(kind=FaultKind.DROP_BEFORE))
    control.set_connection(reader.id, "offline")

    control.reset()

    assert (control.payment_intents(), control.charges(), control.faults()) == ([], [], [])
    assert control.requests() == []
    assert [(view.id, view.phase) for view in control.readers()] == [(reader.id, "idle")]
    control.reset(readers=True)
    assert control.readers() == []


def test_the_log_tells_what_was_really_called(
    client: stripe.StripeClient,
    control: SimulatorControl,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent()
    client.v1.payment_intents.cancel(intent.id, options={"idempotency_key": "pay:7:cancel:1"})

    create, cancel = control.requests()
    assert (create.method, create.path, create.status) == ("POST", "/v1/payment_intents", 200)
    assert "amount=1200" in create.body
    assert cancel.idempotency_key == "pay:7:cancel:1"
    assert cancel.milliseconds > 0
    assert [call.path for call in control.requests(after=create.seq)] == [cancel.path]
    control.forget_requests()
    assert control.requests() == []
