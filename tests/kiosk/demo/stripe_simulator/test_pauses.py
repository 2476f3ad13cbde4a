"""Readers reboot every night and update themselves: the real SDK meets them while they do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import ControlRefusedError, Fault, FaultKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl

    MakeIntent = Callable[..., stripe.PaymentIntent]

PROCESS = "/v1/terminal/readers/*/process_payment_intent"


def refused(call: Callable[[], object]) -> str | None:
    with pytest.raises(stripe.InvalidRequestError) as error:
        call()
    return error.value.code


def test_a_reboot_loses_the_payment_that_was_on_the_reader_and_not_the_payment_itself(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: MakeIntent,
) -> None:
    readers, process = client.v1.terminal.readers, {"payment_intent": make_intent().id}
    readers.process_payment_intent(reader.id, process)

    control.reboot(reader.id, seconds=180)

    assert refused(lambda: readers.process_payment_intent(reader.id, process)) == (
        "terminal_reader_timeout"
    )
    control.advance_clock(121)
    assert readers.retrieve(reader.id).status == "offline"
    assert refused(lambda: readers.cancel_action(reader.id)) == "terminal_reader_offline"
    with pytest.raises(ControlRefusedError, match="offline"):
        control.tap(reader.id)
    control.advance_clock(60)
    back = readers.retrieve(reader.id)
    assert (back.status, back.action) == ("online", None)
    assert control.reader(reader.id).phase == "idle"
    readers.process_payment_intent(reader.id, process)
    control.tap(reader.id)
    assert client.v1.payment_intents.retrieve(process["payment_intent"]).status == (
        "requires_capture"
    )


def test_a_card_that_is_at_a_rebooting_reader_is_never_charged(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: MakeIntent,
) -> None:
    intent = make_intent()
    client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
    control.tap(reader.id, issuer_seconds=5)

    control.reboot(reader.id)
    control.advance_clock(3600)

    assert client.v1.payment_intents.retrieve(intent.id).status == "requires_payment_method"
    assert control.charges() == []


def test_a_reader_that_updates_is_on_line_and_busy_until_it_is_done(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: MakeIntent,
) -> None:
    readers, process = client.v1.terminal.readers, {"payment_intent": make_intent().id}

    assert control.update_software(reader.id, seconds=60).phase == "updating"

    assert readers.retrieve(reader.id).status == "online"
    for call in (
        lambda: readers.process_payment_intent(reader.id, process),
        lambda: readers.cancel_action(reader.id),
    ):
        assert refused(call) == "terminal_reader_busy"
    control.advance_clock(60)
    assert readers.process_payment_intent(reader.id, process).action.status == "in_progress"
    with pytest.raises(ControlRefusedError, match="during a payment"):
        control.update_software(reader.id)


def test_a_reader_can_begin_an_update_or_a_reboot_just_when_it_is_told_to_take_a_card(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: MakeIntent,
) -> None:
    readers, process = client.v1.terminal.readers, {"payment_intent": make_intent().id}
    control.inject(Fault(kind=FaultKind.READER_UPDATES, path=PROCESS, seconds=30))
    control.inject(Fault(kind=FaultKind.READER_REBOOTS, path=PROCESS, seconds=30))

    assert refused(lambda: readers.process_payment_intent(reader.id, process)) == (
        "terminal_reader_busy"
    )
    control.advance_clock(30)
    told = readers.process_payment_intent(reader.id, process)
    assert told.action.status == "in_progress"
    assert control.reader(reader.id).phase == "offline"
    control.advance_clock(30)
    assert readers.retrieve(reader.id).action is None


def test_the_line_can_be_restored_by_hand_during_a_reboot(
    client: stripe.StripeClient, control: SimulatorControl, reader: ReaderView
) -> None:
    control.reboot(reader.id, seconds=180)

    control.set_connection(reader.id, "online")

    assert client.v1.terminal.readers.cancel_action(reader.id).status == "online"
