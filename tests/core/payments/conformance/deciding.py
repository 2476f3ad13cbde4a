"""Promises about the money: held, taken, or released for good."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from core.payments.provider import IntentStateError, IntentStatus, ProviderUnreachableError
from tests.core.payments.conformance.presenting import waiting
from tests.core.payments.conformance.recording import price

if TYPE_CHECKING:
    from tests.core.payments.conformance.lab import Lab


class Deciding:
    """``capture`` and ``cancel``."""

    def test_an_approved_card_holds_the_money_and_takes_nothing(self, lab: Lab) -> None:
        intent = authorised(lab)

        seen = lab.terminal.look(intent)
        assert (seen.status, seen.capturable) == (IntentStatus.AUTHORISED, price(lab))
        assert (lab.books().held, lab.books().taken) == (price(lab).minor, 0)

    def test_a_hold_says_until_when_it_can_be_taken(self, lab: Lab) -> None:
        until = lab.terminal.look(authorised(lab)).capture_before

        assert until is not None
        assert until > datetime.now(UTC)

    def test_a_hold_carries_what_the_receipt_needs_and_never_the_number(self, lab: Lab) -> None:
        card = lab.terminal.look(authorised(lab)).card

        assert card is not None
        assert card.brand
        assert card.dedicated_file_name
        assert card.application_preferred_name
        assert card.last4 is not None
        assert len(card.last4) == 4

    def test_captured_money_is_taken_once_however_often_the_key_is_used(self, lab: Lab) -> None:
        intent = authorised(lab)

        for _ in range(3):
            assert lab.terminal.capture(intent, key="c").status is IntentStatus.CAPTURED

        assert lab.terminal.look(intent).status is IntentStatus.CAPTURED
        assert (lab.books().held, lab.books().taken) == (0, price(lab).minor)

    def test_a_second_capture_says_that_the_payment_must_be_looked_at(self, lab: Lab) -> None:
        intent = authorised(lab)
        lab.terminal.capture(intent, key="c")

        with pytest.raises(IntentStateError):
            lab.terminal.capture(intent, key="d")
        assert lab.books().taken == price(lab).minor

    def test_where_nothing_is_held_nothing_is_captured(self, lab: Lab) -> None:
        untouched = waiting(lab)
        given_up = waiting(lab, key="other")
        lab.terminal.cancel(given_up, key="v")

        for intent in (untouched, given_up):
            with pytest.raises(IntentStateError):
                lab.terminal.capture(intent, key=f"c:{intent}")

    def test_a_lost_answer_to_the_capture_is_unknown_and_its_key_tells(self, lab: Lab) -> None:
        intent = authorised(lab)
        lab.lose_the_answer()
        with pytest.raises(ProviderUnreachableError):
            lab.terminal.capture(intent, key="c")

        assert lab.terminal.capture(intent, key="c").status is IntentStatus.CAPTURED
        assert lab.books().taken == price(lab).minor

    def test_a_lost_capture_has_taken_nothing_and_its_key_can_be_used(self, lab: Lab) -> None:
        intent = authorised(lab)
        lab.lose_the_request()
        with pytest.raises(ProviderUnreachableError):
            lab.terminal.capture(intent, key="c")
        assert lab.books().taken == 0

        assert lab.terminal.capture(intent, key="c").status is IntentStatus.CAPTURED

    def test_a_payment_that_is_given_up_can_never_be_charged(self, lab: Lab) -> None:
        intent = waiting(lab)

        for _ in range(2):
            assert lab.terminal.cancel(intent, key="v").status is IntentStatus.CANCELLED
        lab.tap()

        assert lab.terminal.look(intent).status is IntentStatus.CANCELLED
        assert (lab.books().held, lab.books().taken) == (0, 0)

    def test_giving_up_releases_what_was_held(self, lab: Lab) -> None:
        intent = authorised(lab)

        assert lab.terminal.cancel(intent, key="v").status is IntentStatus.CANCELLED

        assert (lab.books().held, lab.books().taken) == (0, 0)

    def test_a_lost_answer_to_giving_up_is_unknown_and_its_key_tells(self, lab: Lab) -> None:
        intent = authorised(lab)
        lab.lose_the_answer()
        with pytest.raises(ProviderUnreachableError):
            lab.terminal.cancel(intent, key="v")

        assert lab.terminal.cancel(intent, key="v").status is IntentStatus.CANCELLED

    def test_what_is_taken_cannot_be_given_up(self, lab: Lab) -> None:
        intent = authorised(lab)
        lab.terminal.capture(intent, key="c")

        with pytest.raises(IntentStateError):
            lab.terminal.cancel(intent, key="v")
        assert lab.books().taken == price(lab).minor

    def test_giving_up_while_a_card_is_read_is_refused_or_nothing_is_ever_held(
        self, lab: Lab
    ) -> None:
        intent = waiting(lab)
        lab.begin_to_read()
        try:
            given_up = lab.terminal.cancel(intent, key="v").status is IntentStatus.CANCELLED
        except IntentStateError:
            given_up = False
        lab.let_issuer_answer()

        assert (lab.books().held == 0) is given_up
        seen = lab.terminal.look(intent).status
        assert seen is (IntentStatus.CANCELLED if given_up else IntentStatus.AUTHORISED)


def authorised(lab: Lab) -> str:
    """A payment whose card was approved."""
    intent = waiting(lab)
    lab.tap()
    return intent
