"""Every test looks at each answer, whether the SDK declares it so; these look at the looking."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import stripe

from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
from tests.stripe_sdk.shapes import departures, departures_of_error

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.stripe_sdk.answers import Answers

BENT: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "a field is missing": (lambda answer: answer.pop("amount"), "amount: missing"),
    "a field has another type": (lambda answer: answer.update(currency=5), "currency: 5 is no str"),
    "a field is null that never is": (lambda answer: answer.update(amount=None), "None is no int"),
    "a field is unknown": (lambda answer: answer.update(price=1), "price: not declared"),
    "a word is not listed": (lambda answer: answer.update(status="paid"), "'paid' is not one of"),
    "a nested word is not listed": (
        lambda answer: answer["payment_method_options"]["card_present"].update(
            capture_method="never"
        ),
        "card_present.capture_method: 'never' is not one of",
    ),
    "a truth is a number": (lambda answer: answer.update(livemode=0), "livemode: 0 is no bool"),
}


@pytest.mark.parametrize("bent", BENT)
def test_a_bent_answer_is_caught_where_the_sdk_receives_it(
    make_intent: Callable[..., stripe.PaymentIntent],
    answers: Answers,
    monkeypatch: pytest.MonkeyPatch,
    bent: str,
) -> None:
    bend, sentence = BENT[bent]
    straight = PaymentIntent.rendered

    def rendered(intent: PaymentIntent) -> dict[str, Any]:
        answer = straight(intent)
        bend(answer)
        return answer

    monkeypatch.setattr(PaymentIntent, "rendered", rendered)
    make_intent()

    assert len(answers.wrong) == 1, answers.wrong
    assert sentence in answers.wrong[0]
    answers.wrong.clear()  # else the fixture fails this test, as it does every other


def test_a_straight_answer_is_seen_and_passes(
    make_intent: Callable[..., stripe.PaymentIntent], answers: Answers
) -> None:
    make_intent()

    assert (answers.seen, answers.wrong) == (1, [])


@pytest.mark.parametrize(
    "error",
    [
        {"type": "invalid_request_error", "message": "x", "code": "reader_on_strike"},
        {"type": "strike", "message": "x"},
        {"message": "x"},
        {"type": "api_error", "message": "x", "reason": "strike"},
    ],
    ids=["code", "type", "no type", "unknown field"],
)
def test_an_error_that_stripe_does_not_have_is_caught(error: dict[str, str]) -> None:
    assert departures_of_error({"error": error})


def test_an_expandable_field_is_an_id_or_the_whole_object(
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    answer = make_intent().to_dict()
    answer["latest_charge"] = {"id": "ch_1", "object": "charge"}

    wrong = departures(answer, stripe.PaymentIntent, "pi")

    assert "pi.latest_charge.amount: missing" in wrong
