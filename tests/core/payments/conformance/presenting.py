"""Promises about the reader: asking for a card, and what it tells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.outcomes import DeclineReason
from core.payments.provider import (
    ActionStatus,
    IntentStateError,
    IntentStatus,
    ReaderBusyError,
    ReaderOfflineError,
    ReaderTimedOutError,
)
from tests.core.payments.conformance.recording import price

if TYPE_CHECKING:
    from tests.core.payments.conformance.lab import Lab


class Presenting:
    """``present``, ``reader`` and ``cancel_action``."""

    def test_an_idle_reader_is_on_line_and_does_nothing(self, lab: Lab) -> None:
        state = lab.terminal.reader(lab.reader)

        assert (state.online, state.action) == (True, ActionStatus.NONE)
        assert (state.intent_id, state.declined) == (None, None)

    def test_the_reader_asks_for_a_card_while_nobody_has_tapped_yet(self, lab: Lab) -> None:
        intent = waiting(lab)

        state = lab.terminal.reader(lab.reader)
        assert (state.action, state.intent_id) == (ActionStatus.IN_PROGRESS, intent)
        assert lab.terminal.look(intent).status is IntentStatus.WAITING

    def test_a_card_that_is_approved_is_told_by_the_reader(self, lab: Lab) -> None:
        intent = waiting(lab)
        lab.tap()

        state = lab.terminal.reader(lab.reader)
        assert (state.action, state.intent_id) == (ActionStatus.SUCCEEDED, intent)

    def test_a_card_that_is_refused_is_told_with_its_reason_by_reader_and_payment(
        self, lab: Lab
    ) -> None:
        intent = waiting(lab)
        lab.tap("short of funds")

        state = lab.terminal.reader(lab.reader)
        assert (state.action, state.intent_id) == (ActionStatus.DECLINED, intent)
        assert state.declined is DeclineReason.INSUFFICIENT_FUNDS
        seen = lab.terminal.look(intent)
        assert (seen.status, seen.declined) == (
            IntentStatus.WAITING,
            DeclineReason.INSUFFICIENT_FUNDS,
        )

    def test_after_a_refusal_another_card_can_pay_with_a_new_key(self, lab: Lab) -> None:
        intent = waiting(lab, key="first")
        lab.tap("short of funds")

        lab.terminal.present(lab.reader, intent, key="second")
        lab.tap()

        assert lab.terminal.look(intent).status is IntentStatus.AUTHORISED

    def test_the_same_key_never_asks_for_a_card_again(self, lab: Lab) -> None:
        intent = waiting(lab, key="first")
        lab.tap("short of funds")

        lab.terminal.present(lab.reader, intent, key="first")

        assert lab.terminal.reader(lab.reader).action is ActionStatus.DECLINED

    def test_a_cancel_at_the_reader_is_told_from_a_refusal(self, lab: Lab) -> None:
        intent = waiting(lab)
        lab.press_cancel()

        state = lab.terminal.reader(lab.reader)
        assert (state.action, state.intent_id) == (ActionStatus.CANCELLED_BY_DRIVER, intent)
        assert lab.terminal.look(intent).status is IntentStatus.WAITING

    def test_a_confused_reader_has_failed_and_the_payment_tells_the_truth(self, lab: Lab) -> None:
        lab.confuse_the_reader()
        intent = waiting(lab)
        lab.tap()

        assert lab.terminal.reader(lab.reader).action is ActionStatus.FAILED
        assert lab.terminal.look(intent).status is IntentStatus.AUTHORISED

    def test_a_reader_that_is_off_line_is_seen_and_told_nothing(self, lab: Lab) -> None:
        intent = lab.terminal.create(price(lab), key="k", metadata={}).id
        lab.unplug()

        assert not lab.terminal.reader(lab.reader).online
        with pytest.raises(ReaderOfflineError):
            lab.terminal.present(lab.reader, intent, key="p")
        with pytest.raises(ReaderOfflineError):
            lab.terminal.cancel_action(lab.reader)
        assert lab.terminal.reader(lab.reader).action is ActionStatus.NONE

    def test_a_reader_is_busy_while_a_card_is_being_read(self, lab: Lab) -> None:
        intent = waiting(lab)
        other = lab.terminal.create(price(lab), key="other", metadata={}).id
        lab.begin_to_read()

        with pytest.raises(ReaderBusyError):
            lab.terminal.present(lab.reader, other, key="p")
        with pytest.raises(ReaderBusyError):
            lab.terminal.cancel_action(lab.reader)
        lab.let_issuer_answer()
        assert lab.terminal.look(intent).status is IntentStatus.AUTHORISED

    def test_a_reader_that_timed_out_may_have_begun(self, lab: Lab) -> None:
        intent = lab.terminal.create(price(lab), key="k", metadata={}).id
        lab.time_out_the_reader()
        with pytest.raises(ReaderTimedOutError):
            lab.terminal.present(lab.reader, intent, key="p")

        lab.tap()

        assert lab.terminal.look(intent).status is IntentStatus.AUTHORISED

    def test_the_reader_is_not_asked_for_what_is_paid_or_given_up(self, lab: Lab) -> None:
        held, taken, given_up = [waiting(lab, key=f"w{number}") for number in range(3)]
        lab.terminal.cancel(given_up, key="c")
        for number, intent in enumerate((held, taken)):
            lab.terminal.present(lab.reader, intent, key=f"p{number}")
            lab.tap()
        lab.terminal.capture(taken, key="t")

        for number, intent in enumerate((held, taken, given_up)):
            with pytest.raises(IntentStateError):
                lab.terminal.present(lab.reader, intent, key=f"again{number}")

    def test_a_cleared_reader_asks_for_nothing_and_the_payment_goes_on_waiting(
        self, lab: Lab
    ) -> None:
        intent = waiting(lab)

        lab.terminal.cancel_action(lab.reader)
        lab.terminal.cancel_action(lab.reader)

        assert lab.terminal.reader(lab.reader).action is ActionStatus.NONE
        assert lab.terminal.look(intent).status is IntentStatus.WAITING


def waiting(lab: Lab, key: str = "w") -> str:
    """A payment for which the reader asks for a card."""
    intent = lab.terminal.create(price(lab), key=f"{key}:create", metadata={})
    lab.terminal.present(lab.reader, intent.id, key=key)
    return intent.id
