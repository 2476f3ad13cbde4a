"""What must be true of refunds, after every step and at every answer to an operator."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from core.payments.refunds import Decided, RefundState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.payments.refunds import RefundDecision
    from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
    from kiosk.demo.stripe_simulator.refund import Refund
    from tests.schedules.virtual_database import Story

MADE_FOR: Final = {"committed", "captured", "lost"}


def refund_untruths(
    stories: Sequence[Story],
    intents: Mapping[str, PaymentIntent],
    refunds: Sequence[Refund],
    *,
    keys_forgotten: bool,
) -> Iterator[str]:
    """Yield everything that must never be so, not for a moment; ``refunds`` are Stripe's.

    ``keys_forgotten`` excuses the one known limit: a process that sleeps between its look at
    Stripe's list and its request until Stripe has forgotten the key.
    """
    yield from _decided(stories, {refund.id: refund for refund in refunds})
    decided = {str(one["id"]): one for story in stories for one in story.refunds}
    made: set[str] = set()
    given_back: Counter[str] = Counter()
    for refund in refunds:
        name = refund.metadata["refund"]
        if name not in decided:
            yield f"refund {name} was made, and nobody decided it"
        elif refund.amount != decided[name]["amount_minor"]:
            yield f"refund {name} gave back another amount than was decided"
        if name in made and not keys_forgotten:
            yield f"refund {name} was made twice"
        made.add(name)
        given_back[refund.payment_intent] += refund.amount
    for intent, amount in given_back.items():
        if amount > intents[intent].amount_received:
            yield f"more was given back of {intent} than captured"


def answer_untruths(
    who: str, decision: RefundDecision, stories: Sequence[Story], refunds: Sequence[Refund]
) -> Iterator[str]:
    """Yield what is wrong with an answer at the moment when an operator gets it."""
    if not isinstance(decision, Decided):
        return
    told = decision.refund
    if not any(one["id"] == told.id for story in stories for one in story.refunds):
        yield f"{who} is told of refund {told.id}, and it is not written down"
    at_stripe = {refund.metadata["refund"] for refund in refunds}
    if told.state is RefundState.SUCCEEDED and str(told.id) not in at_stripe:
        yield f"{who} is told that refund {told.id} is made, and Stripe has none"


def _decided(stories: Sequence[Story], at_stripe: Mapping[str, Refund]) -> Iterator[str]:
    for story in stories:
        if story.refunds and story.state not in MADE_FOR:
            yield f"payment {story.payment} is {story.state}, and is to be given back"
        alive = [one for one in story.refunds if one["state"] != "failed"]
        if sum(one["amount_minor"] for one in alive) > story.price_minor:
            yield f"more of payment {story.payment} is to be given back than is taken"
        for one in alive:
            if one["state"] == "succeeded" and one["stripe_refund_id"] not in at_stripe:
                yield f"refund {one['id']} has succeeded, but not at Stripe"
