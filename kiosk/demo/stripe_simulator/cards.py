"""The cards that can be presented, and what their issuers say.

Numbers, decline codes and amount endings are Stripe's own for simulated readers and the physical
test card: https://docs.stripe.com/terminal/references/testing. Interac is left out: it needs the
card again for a refund, so the kiosk never allows it.
"""

from __future__ import annotations

from kiosk.demo.stripe_simulator.card import Card, Decline, Verification
from kiosk.demo.stripe_simulator.standard_cards import STANDARD_CARDS


def _declined(decline_code: str, message: str = "Your card was declined.") -> Decline:
    return Decline("card_declined", decline_code, message)


CARDS: tuple[Card, ...] = (
    *STANDARD_CARDS,
    Card(name="offline_pin", number="4001007020000002", pin="offline_pin"),
    Card(name="offline_pin_retry", number="4000008260000075", pin="offline_pin", tap_refused=True),
    Card(name="online_pin", number="4001000360000005", pin="online_pin"),
    Card(name="online_pin_retry", number="4000002760000008", pin="online_pin", tap_refused=True),
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
PIN_REQUIRED = {"offline_pin": _ENDINGS[2], "online_pin": _ENDINGS[3]}
"""How a tap is refused where the PIN is wanted, by the PIN's kind."""
_OFFLINE_PIN_ENDING = 2
_ONLINE_PIN_ENDING = 3
_RIGHT_PIN = "1234"
_PIN_DIGITS = 4


def find_card(word: str) -> Card | None:
    """The card with this name or number, or None."""
    return _BY_WORD.get(word)


def issuer_answer(
    card: Card, amount: int, *, amount_endings: bool, pin: str | None = None
) -> Decline | Verification:
    """What the issuer says to ``amount`` (minor units): a decline, or how it knew the holder.

    Args:
        card: The card presented.
        amount: In the currency's minor unit.
        amount_endings: Whether a standard card declines by the amount's last two digits.
        pin: What was entered on the reader, or None where the card was only tapped. An amount
            that ends in 02 wants ``1234``, one that ends in 03 any four digits.
    """
    if card.decline is not None:
        return card.decline
    if card.pin is not None:
        return card.pin
    ending = amount % 100
    if not amount_endings or not card.standard or ending not in _ENDINGS:
        return "approval"
    if pin is not None and ending == _OFFLINE_PIN_ENDING:
        return "offline_pin" if pin == _RIGHT_PIN else _ENDINGS[55]
    if pin is not None and ending == _ONLINE_PIN_ENDING:
        entered = pin.isdigit() and len(pin) == _PIN_DIGITS
        return "online_pin" if entered else _ENDINGS[55]
    return _ENDINGS[ending]
