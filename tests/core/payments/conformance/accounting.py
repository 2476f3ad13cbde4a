"""Promises about the processor's books: money that goes back, and the lines of a period."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from core.money import Money
from core.payments.provider import (
    IntentMissingError,
    IntentStateError,
    IntentStatus,
    ProviderRefusedError,
    ProviderUnreachableError,
    RefundMissingError,
    RefundStatus,
)
from tests.core.payments.conformance.deciding import authorised
from tests.core.payments.conformance.presenting import waiting
from tests.core.payments.conformance.recording import MORE_THAN_A_PAGE, price

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.payments.provider import CardAccount, RefundRecord
    from tests.core.payments.conformance.lab import Lab

AN_HOUR = timedelta(hours=1)
SECRET = "sk_unknown_verysecret"


class Accounting:
    """``refund``, ``look_at_refund``, ``refunds_of`` and the lists of a period."""

    def test_a_refund_gives_back_what_is_asked_and_is_listed_at_once(self, lab: Lab) -> None:
        intent = taken(lab)

        made = give_back(lab, intent, 200, metadata={"refund": "7"})

        assert (made.intent_id, made.amount) == (intent, part(lab, 200))
        assert (made.status, made.problem) == (RefundStatus.SUCCEEDED, None)
        assert made.metadata == {"refund": "7"}
        assert lab.account.look_at_refund(made.id) == made
        assert list(lab.account.refunds_of(intent)) == [made]
        assert lab.books().given_back == 200

    def test_a_refund_with_the_same_key_is_made_once(self, lab: Lab) -> None:
        intent = taken(lab)

        first, again = (give_back(lab, intent, 200, key="r") for _ in range(2))
        other = give_back(lab, intent, 200, key="another")

        assert first == again
        assert other.id != first.id
        assert lab.books().given_back == 400

    def test_a_lost_answer_to_a_refund_is_unknown_and_the_list_tells(self, lab: Lab) -> None:
        intent = taken(lab)
        lab.lose_the_answer()
        with pytest.raises(ProviderUnreachableError):
            give_back(lab, intent, 200, key="r")

        (made,) = lab.account.refunds_of(intent)
        assert give_back(lab, intent, 200, key="r") == made
        assert lab.books().given_back == 200

    def test_a_lost_refund_has_given_nothing_back_and_its_key_can_be_used(self, lab: Lab) -> None:
        intent = taken(lab)
        lab.lose_the_request()
        with pytest.raises(ProviderUnreachableError):
            give_back(lab, intent, 200, key="r")
        assert list(lab.account.refunds_of(intent)) == []

        give_back(lab, intent, 200, key="r")
        assert lab.books().given_back == 200

    def test_more_than_was_taken_never_goes_back(self, lab: Lab) -> None:
        intent = taken(lab)
        give_back(lab, intent, 300)

        with pytest.raises(ProviderRefusedError):
            give_back(lab, intent, 201, key="more")
        assert lab.books().given_back == 300

    def test_what_was_not_taken_is_not_given_back(self, lab: Lab) -> None:
        for intent in (waiting(lab), authorised(lab)):
            with pytest.raises(IntentStateError):
                give_back(lab, intent, 100, key=f"r:{intent}")
        assert lab.books().given_back == 0

    def test_a_refund_of_a_payment_that_nobody_knows_is_missing(self, lab: Lab) -> None:
        intent = taken(lab)
        made = give_back(lab, intent, 200)

        with pytest.raises(IntentMissingError):
            give_back(lab, f"{intent[:-4]}gone", 200, key="other")
        with pytest.raises(RefundMissingError):
            lab.account.look_at_refund(f"{made.id[:-4]}gone")

    def test_only_the_payments_own_refunds_are_listed(self, lab: Lab) -> None:
        intent, other = taken(lab, "one"), taken(lab, "two")
        ours = {give_back(lab, intent, 100, key=f"r{number}").id for number in range(2)}
        give_back(lab, other, 100, key="other")

        assert {record.id for record in lab.account.refunds_of(intent)} == ours

    def test_the_books_have_every_payment_and_refund_of_the_period_and_no_other(
        self, lab: Lab
    ) -> None:
        now, intent = datetime.now(UTC), taken(lab)
        made = give_back(lab, intent, 200, metadata={"refund": "7"})

        (line,) = lab.account.intents_between(now - AN_HOUR, now + AN_HOUR)
        assert (line.id, line.status, line.live) == (intent, IntentStatus.CAPTURED, False)
        assert (line.amount, line.received) == (price(lab), price(lab))
        assert line.metadata == {"payment": "w"}
        assert abs(line.created_at - now) < AN_HOUR
        assert list(lab.account.refunds_between(now - AN_HOUR, now + AN_HOUR)) == [made]
        for since, until in (
            (now + AN_HOUR, now + 2 * AN_HOUR),
            (now - 2 * AN_HOUR, now - AN_HOUR),
        ):
            assert list(lab.account.intents_between(since, until)) == []
            assert list(lab.account.refunds_between(since, until)) == []

    def test_a_period_begins_with_its_first_moment_and_ends_before_its_last(self, lab: Lab) -> None:
        now, intent = datetime.now(UTC), taken(lab)
        made = give_back(lab, intent, 200)
        (line,) = lab.account.intents_between(now - AN_HOUR, now + AN_HOUR)

        assert [one.id for one in lab.account.intents_between(line.created_at, now + AN_HOUR)] == [
            intent
        ]
        assert list(lab.account.intents_between(now - AN_HOUR, line.created_at)) == []
        assert list(lab.account.refunds_between(made.created_at, now + AN_HOUR)) == [made]
        assert list(lab.account.refunds_between(now - AN_HOUR, made.created_at)) == []

    def test_the_books_are_complete_however_long_they_are(self, lab: Lab) -> None:
        now = datetime.now(UTC)
        for number in range(MORE_THAN_A_PAGE):
            lab.terminal.create(price(lab), key=f"k{number}", metadata={})

        lines = list(lab.account.intents_between(now - AN_HOUR, now + AN_HOUR))
        assert len({line.id for line in lines}) == len(lines) == MORE_THAN_A_PAGE

    def test_trouble_with_the_books_is_an_unknown_outcome(self, lab: Lab) -> None:
        asked = every_question(lab, lab.account)
        for happen in (lab.overload, lab.break_down):
            for ask in asked:
                happen()
                with pytest.raises(ProviderUnreachableError):
                    ask()
        lab.go_away()
        for ask in asked:
            with pytest.raises(ProviderUnreachableError):
                ask()

    def test_a_stranger_sees_no_books_and_no_key_is_shown(self, lab: Lab) -> None:
        for ask in every_question(lab, lab.strange_account(SECRET)):
            with pytest.raises(ProviderRefusedError) as refused:
                ask()
            assert "verysecret" not in str(refused.value)


def taken(lab: Lab, key: str = "w") -> str:
    """A payment whose money is captured."""
    intent = lab.terminal.create(price(lab), key=f"{key}:create", metadata={"payment": key}).id
    lab.terminal.present(lab.reader, intent, key=key)
    lab.tap()
    lab.terminal.capture(intent, key=f"{key}:capture")
    return intent


def part(lab: Lab, minor: int) -> Money:
    return Money(minor, lab.currencies[0])


def give_back(
    lab: Lab, intent: str, minor: int, *, key: str = "r", metadata: dict[str, str] | None = None
) -> RefundRecord:
    return lab.account.refund(intent, part(lab, minor), key=key, metadata=metadata or {})


def every_question(lab: Lab, account: CardAccount) -> list[Callable[[], object]]:
    """One call of each method of the account, for a payment that is captured."""
    intent = taken(lab)
    made = give_back(lab, intent, 100)
    until = datetime.now(UTC) + AN_HOUR
    since = until - 2 * AN_HOUR
    return [
        lambda: account.refund(intent, part(lab, 100), key="fresh", metadata={}),
        lambda: account.look_at_refund(made.id),
        lambda: list(account.refunds_of(intent)),
        lambda: list(account.refunds_between(since, until)),
        lambda: list(account.intents_between(since, until)),
    ]
