"""The cards that can be presented, and what their issuers say.

Numbers, decline codes and amount endings are Stripe's own for simulated readers and the physical
test card: https://docs.stripe.com/terminal/references/testing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Decline:
    """An issuer's no: Stripe's error code, the decline code and a sentence for the driver."""

    code: str
    decline_code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as the reader sees it.

    Attributes:
        name: The word people use for it in the control interface.
        number: The test number that Stripe's documentation lists.
        brand: Stripe's brand word.
        funding: credit, debit or prepaid.
        application: The chip's preferred name, which receipts must carry.
        aid: The chip's application identifier (dedicated file name), in hexadecimal.
        decline: What the issuer always answers, or None where it approves.
        refund_fails: A refund to this card fails some time after it succeeded.
        refund_waits: A refund to this card is pending for some time before it succeeds.
    """

    name: str
    number: str
    brand: str = "visa"
    funding: Literal["credit", "debit", "prepaid"] = "credit"
    application: str = "Visa Credit"
    aid: str = "A0000000031010"
    decline: Decline | None = None
    refund_fails: bool = False
    refund_waits: bool = False

    @property
    def last4(self) -> str:
        """The last four digits, the only ones that may be printed."""
        return self.number[-4:]


def _declined(decline_code: str, message: str = "Your card was declined.") -> Decline:
    return Decline("card_declined", decline_code, message)


_MASTERCARD = "A0000000041010"

CARDS: tuple[Card, ...] = (
    Card(name="good", number="4242424242424242"),
    Card(name="visa_debit", number="4000056655665556", funding="debit", application="Visa Debit"),
    Card(
        name="mastercard",
        number="5555555555554444",
        brand="mastercard",
        application="Mastercard Credit",
        aid=_MASTERCARD,
    ),
    Card(
        name="mastercard_debit",
        number="5200828282828210",
        brand="mastercard",
        funding="debit",
        application="Mastercard Debit",
        aid=_MASTERCARD,
    ),
    Card(
        name="amex",
        number="378282246310005",
        brand="amex",
        application="American Express",
        aid="A000000025010801",
    ),
    Card(
        name="discover",
        number="6011111111111117",
        brand="discover",
        application="Discover",
        aid="A0000001523010",
    ),
    Card(name="declined", number="4000000000000002", decline=_declined("generic_decline")),
    Card(
        name="insufficient_funds",
        number="4000000000009995",
        decline=_declined("insufficient_funds", "Your card has insufficient funds."),
    ),
    Card(name="lost_card", number="4000000000009987", decline=_declined("lost_card")),
    Card(name="stolen_card", number="4000000000009979", decline=_declined("stolen_card")),
    Card(
        name="expired_card",
        number="4000000000000069",
        decline=Decline("expired_card", "expired_card", "Your card has expired."),
    ),
    Card(
        name="processing_error",
        number="4000000000000119",
        decline=Decline(
            "processing_error",
            "processing_error",
            "An error occurred while processing your card. Try again in a little bit.",
        ),
    ),
    Card(name="refund_fails", number="4000000000005126", refund_fails=True),
    # From the page for payments on line: https://docs.stripe.com/testing#refunds.
    Card(name="refund_waits", number="4000000000007726", refund_waits=True),
)

_BY_WORD = {word: card for card in CARDS for word in (card.name, card.number)}

_ENDINGS = {
    1: _declined("call_issuer"),
    2: _declined("offline_pin_required"),
    3: _declined("online_or_offline_pin_required"),
    5: _declined("generic_decline"),
    55: _declined("incorrect_pin", "Your PIN is incorrect."),
    65: _declined("withdrawal_count_limit_exceeded"),
    75: _declined("pin_try_exceeded"),
}


def find_card(word: str) -> Card | None:
    """The card with this name or number, or None."""
    return _BY_WORD.get(word)


def issuer_answer(card: Card, amount: int, *, amount_endings: bool) -> Decline | None:
    """What the issuer says to ``amount`` (minor units): None approves.

    Args:
        card: The card presented.
        amount: In the currency's minor unit.
        amount_endings: Whether an approving card declines by the amount's last two digits.
    """
    if card.decline is not None or not amount_endings:
        return card.decline
    return _ENDINGS.get(amount % 100)
