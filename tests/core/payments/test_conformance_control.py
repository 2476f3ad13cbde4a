"""Control: each promise of the conformance suite has a wrong adapter that fails it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from core.payments.provider import ProviderError
from kiosk.demo.stripe_simulator import ControlRefusedError
from tests.core.payments.conformance import wrong_accounts as books
from tests.core.payments.conformance import wrong_terminals as wrong
from tests.core.payments.conformance.stripe_lab import StripeLab
from tests.core.payments.conformance.suite import ProviderConformance

if TYPE_CHECKING:
    from core.payments.provider import CardAccount, CardTerminal
    from kiosk.demo.stripe_simulator import StripeSimulator

FAILS = (AssertionError, pytest.fail.Exception, ProviderError, ControlRefusedError)

BROKEN: dict[type[wrong.Wrong | books.WrongAccount], tuple[str, ...]] = {
    wrong.IgnoresKeys: (
        "a_lost_answer_to_giving_up_is_unknown_and_its_key_tells",
        "a_lost_answer_to_recording_is_unknown_and_is_found_with_its_key",
        "a_lost_answer_to_the_capture_is_unknown_and_its_key_tells",
        "a_payment_that_is_given_up_can_never_be_charged",
        "captured_money_is_taken_once_however_often_the_key_is_used",
        "recording_again_with_the_same_key_is_the_same_payment",
        "the_same_key_never_asks_for_a_card_again",
    ),
    wrong.AsksWithOneKey: ("after_a_refusal_another_card_can_pay_with_a_new_key",),
    wrong.AsksForMore: (
        "a_payment_is_recorded_as_asked_and_waits_for_a_card",
        "an_approved_card_holds_the_money_and_takes_nothing",
    ),
    wrong.WritesNothingDown: (
        "a_payment_is_recorded_as_asked_and_waits_for_a_card",
        "a_payment_is_found_by_all_that_is_written_on_it",
    ),
    wrong.TakesAnythingForReal: ("only_a_card_at_a_reader_may_pay_and_a_test_is_no_real_money",),
    wrong.LooksElsewhere: ("a_payment_that_is_looked_at_is_the_one_that_was_recorded",),
    wrong.FindsAnything: ("a_payment_is_found_by_all_that_is_written_on_it",),
    wrong.FindsTheLatestOnly: ("a_payment_is_found_behind_many_others",),
    wrong.FindsWhatIsOld: ("what_was_recorded_before_is_not_found",),
    wrong.TellsTheReaderNothing: (
        "the_reader_asks_for_a_card_while_nobody_has_tapped_yet",
        "a_reader_that_timed_out_may_have_begun",
    ),
    wrong.SeesNoReader: (
        "an_idle_reader_is_on_line_and_does_nothing",
        "a_reader_that_is_off_line_is_seen_and_told_nothing",
    ),
    wrong.SeesOnlySuccess: (
        "a_cancel_at_the_reader_is_told_from_a_refusal",
        "a_confused_reader_has_failed_and_the_payment_tells_the_truth",
    ),
    wrong.SeesOnlyFailure: (
        "a_cancel_at_the_reader_is_told_from_a_refusal",
        "a_card_that_is_approved_is_told_by_the_reader",
        "a_card_that_is_refused_is_told_with_its_reason_by_reader_and_payment",
    ),
    wrong.BelievesTheReader: ("a_confused_reader_has_failed_and_the_payment_tells_the_truth",),
    wrong.LeavesTheScreen: ("a_cleared_reader_asks_for_nothing_and_the_payment_goes_on_waiting",),
    wrong.GivesUpTheScreenOnly: (
        "a_payment_that_is_given_up_can_never_be_charged",
        "giving_up_releases_what_was_held",
        "giving_up_while_a_card_is_read_is_refused_or_nothing_is_ever_held",
        "what_is_taken_cannot_be_given_up",
    ),
    wrong.CapturesAtOnce: ("an_approved_card_holds_the_money_and_takes_nothing",),
    wrong.CapturesOnPaper: (
        "captured_money_is_taken_once_however_often_the_key_is_used",
        "where_nothing_is_held_nothing_is_captured",
    ),
    wrong.KnowsNoDeadlineAndNoCard: (
        "a_hold_carries_what_the_receipt_needs_and_never_the_number",
        "a_hold_says_until_when_it_can_be_taken",
    ),
    wrong.CallsSilenceARefusal: (
        "a_lost_answer_to_giving_up_is_unknown_and_its_key_tells",
        "a_lost_answer_to_recording_is_unknown_and_is_found_with_its_key",
        "a_lost_answer_to_the_capture_is_unknown_and_its_key_tells",
        "a_lost_capture_has_taken_nothing_and_its_key_can_be_used",
        "an_answer_of_somebody_between_is_an_unknown_outcome",
        "nobody_there_is_an_unknown_outcome_of_every_call",
        "trouble_of_the_processors_own_is_an_unknown_outcome",
    ),
    wrong.CallsARefusalSilence: (
        "a_key_that_the_processor_does_not_know_is_refused_and_never_shown",
    ),
    wrong.ShowsTheSecret: ("a_key_that_the_processor_does_not_know_is_refused_and_never_shown",),
    wrong.CallsAMissingPaymentAnother: ("a_payment_that_nobody_knows_is_missing",),
    wrong.CallsAStateARefusal: (
        "a_second_capture_says_that_the_payment_must_be_looked_at",
        "the_reader_is_not_asked_for_what_is_paid_or_given_up",
        "what_is_taken_cannot_be_given_up",
        "where_nothing_is_held_nothing_is_captured",
    ),
    wrong.CallsOffLineBusy: ("a_reader_that_is_off_line_is_seen_and_told_nothing",),
    wrong.CallsBusyOffLine: ("a_reader_is_busy_while_a_card_is_being_read",),
    wrong.CallsATimeOutOffLine: ("a_reader_that_timed_out_may_have_begun",),
    books.RefundsEachTime: (
        "a_refund_with_the_same_key_is_made_once",
        "a_lost_answer_to_a_refund_is_unknown_and_the_list_tells",
    ),
    books.RefundsWithoutAName: ("a_refund_gives_back_what_is_asked_and_is_listed_at_once",),
    books.RefundsOnPaper: ("more_than_was_taken_never_goes_back",),
    books.ListsNoRefund: (
        "a_refund_gives_back_what_is_asked_and_is_listed_at_once",
        "only_the_payments_own_refunds_are_listed",
    ),
    books.ListsEverybodysRefunds: ("only_the_payments_own_refunds_are_listed",),
    books.ListsAnyPeriod: (
        "the_books_have_every_payment_and_refund_of_the_period_and_no_other",
        "a_period_begins_with_its_first_moment_and_ends_before_its_last",
    ),
    books.ListsTheLastMomentToo: (
        "a_period_begins_with_its_first_moment_and_ends_before_its_last",
    ),
    books.ListsOnePage: ("the_books_are_complete_however_long_they_are",),
    books.CallsLostBooksRefused: (
        "a_lost_answer_to_a_refund_is_unknown_and_the_list_tells",
        "a_lost_refund_has_given_nothing_back_and_its_key_can_be_used",
        "trouble_with_the_books_is_an_unknown_outcome",
    ),
    books.CallsRefusedBooksLost: ("a_stranger_sees_no_books_and_no_key_is_shown",),
    books.ShowsTheSecretOfTheBooks: ("a_stranger_sees_no_books_and_no_key_is_shown",),
    books.CallsAMissingRefundAnother: ("a_refund_of_a_payment_that_nobody_knows_is_missing",),
    books.CallsNothingTakenARefusal: ("what_was_not_taken_is_not_given_back",),
}
"""What each is meant to break, at least; names of tests without ``test_``."""


class WrongLab(StripeLab):
    def __init__(
        self, simulator: StripeSimulator, adapter: type[wrong.Wrong | books.WrongAccount]
    ) -> None:
        super().__init__(simulator)
        self._adapter = adapter
        self.terminal = self._spoilt(self.terminal)
        self.account = self._spoilt_books(self.account)

    def stranger(self, secret: str) -> CardTerminal:
        return self._spoilt(super().stranger(secret))

    def strange_account(self, secret: str) -> CardAccount:
        return self._spoilt_books(super().strange_account(secret))

    def _spoilt(self, right: CardTerminal) -> CardTerminal:
        return self._adapter(right) if issubclass(self._adapter, wrong.Wrong) else right

    def _spoilt_books(self, right: CardAccount) -> CardAccount:
        return self._adapter(right) if issubclass(self._adapter, books.WrongAccount) else right


@pytest.mark.parametrize(
    ("adapter", "promise"),
    [
        pytest.param(adapter, promise, id=f"{adapter.__name__}-{promise}")
        for adapter, promises in BROKEN.items()
        for promise in promises
    ],
)
def test_a_wrong_adapter_breaks_the_promise(
    simulator: StripeSimulator,
    hurry: None,  # noqa: ARG001
    adapter: type[wrong.Wrong | books.WrongAccount],
    promise: str,
) -> None:
    keeps_it = getattr(ProviderConformance(), f"test_{promise}")

    with pytest.raises(FAILS):
        keeps_it(WrongLab(simulator, adapter))


def test_every_promise_has_a_wrong_adapter_that_breaks_it() -> None:
    promises = {name for name in dir(ProviderConformance) if name.startswith("test_")}

    broken = {f"test_{promise}" for promises in BROKEN.values() for promise in promises}
    assert broken == promises
