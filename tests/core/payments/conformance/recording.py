"""Promises about recording payments and looking at them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.money import Money
from core.payments.provider import IntentMissingError, IntentStatus, ProviderUnreachableError

if TYPE_CHECKING:
    from tests.core.payments.conformance.lab import Lab

MORE_THAN_A_PAGE = 101
"""Stripe's longest page has 100 lines; others have less."""


class Recording:
    """``create``, ``look`` and ``find``."""

    def test_a_payment_is_recorded_as_asked_and_waits_for_a_card(self, lab: Lab) -> None:
        for number, currency in enumerate(lab.currencies):
            amount = Money(1250, currency)
            intent = lab.terminal.create(amount, key=f"k{number}", metadata={"payment": "7"})

            assert intent.id
            assert (intent.amount, intent.capturable) == (amount, Money(0, currency))
            assert (intent.status, intent.declined, intent.card) == (
                IntentStatus.WAITING,
                None,
                None,
            )
            assert intent.metadata == {"payment": "7"}

    def test_only_a_card_at_a_reader_may_pay_and_a_test_is_no_real_money(self, lab: Lab) -> None:
        intent = lab.terminal.create(price(lab), key="k", metadata={})

        assert (intent.card_only, intent.live) == (True, False)

    def test_recording_again_with_the_same_key_is_the_same_payment(self, lab: Lab) -> None:
        first = lab.terminal.create(price(lab), key="k", metadata={"payment": "7"})
        again = lab.terminal.create(price(lab), key="k", metadata={"payment": "7"})
        other = lab.terminal.create(price(lab), key="another", metadata={"payment": "7"})

        assert again == first
        assert other.id != first.id
        assert lab.books().payments == 2

    def test_a_lost_answer_to_recording_is_unknown_and_is_found_with_its_key(
        self, lab: Lab
    ) -> None:
        lab.lose_the_answer()
        with pytest.raises(ProviderUnreachableError):
            lab.terminal.create(price(lab), key="k", metadata={})

        assert lab.terminal.create(price(lab), key="k", metadata={}).id
        assert lab.books().payments == 1

    def test_a_payment_that_is_looked_at_is_the_one_that_was_recorded(self, lab: Lab) -> None:
        made = lab.terminal.create(price(lab), key="k", metadata={"payment": "7"})

        assert lab.terminal.look(made.id) == made

    def test_a_payment_that_nobody_knows_is_missing(self, lab: Lab) -> None:
        nobody = lab.terminal.create(price(lab), key="k", metadata={}).id[:-4] + "gone"
        for ask in (
            lambda: lab.terminal.look(nobody),
            lambda: lab.terminal.cancel(nobody, key="c"),
            lambda: lab.terminal.capture(nobody, key="d"),
        ):
            with pytest.raises(IntentMissingError):
                ask()

    def test_a_payment_is_found_by_all_that_is_written_on_it(self, lab: Lab) -> None:
        since = datetime.now(UTC) - timedelta(minutes=1)
        ours = lab.terminal.create(
            price(lab), key="k", metadata={"payment": "7", "kiosk": "north", "more": "x"}
        )
        lab.terminal.create(price(lab), key="l", metadata={"payment": "7", "kiosk": "south"})
        asked = {"payment": "7", "kiosk": "north"}

        assert lab.terminal.find(metadata=asked, created_after=since) == ours
        for unlike in ({"payment": "8"}, {"payment": "7", "kiosk": "west"}):
            assert lab.terminal.find(metadata=unlike, created_after=since) is None

    def test_a_payment_is_found_behind_many_others(self, lab: Lab) -> None:
        since = datetime.now(UTC) - timedelta(minutes=1)
        ours = lab.terminal.create(price(lab), key="ours", metadata={"payment": "7"})
        for number in range(MORE_THAN_A_PAGE):
            lab.terminal.create(price(lab), key=f"k{number}", metadata={})

        assert lab.terminal.find(metadata={"payment": "7"}, created_after=since) == ours

    def test_what_was_recorded_before_is_not_found(self, lab: Lab) -> None:
        lab.terminal.create(price(lab), key="k", metadata={"payment": "7"})
        later = datetime.now(UTC) + timedelta(minutes=1)

        assert lab.terminal.find(metadata={"payment": "7"}, created_after=later) is None


def price(lab: Lab) -> Money:
    """An amount that any card pays."""
    return Money(500, lab.currencies[0])
