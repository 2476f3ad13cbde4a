"""What somebody standing before the reader sees, for people, tours and tests."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from kiosk.demo.stripe_simulator.reader import Reader, ReaderConnection, ReaderPhase

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject

CONNECTIONS: tuple[ReaderConnection, ...] = get_args(ReaderConnection)


@dataclass(frozen=True, kw_only=True)
class ReaderView:
    """One reader's screen.

    Attributes:
        id: ``tmr_...``.
        label: Its name.
        location: ``tml_...`` or None.
        connection: online, silent (unplugged, not yet noticed) or offline.
        phase: What it is doing.
        amount: Minor units on the screen, or None.
        currency: Of the amount, lower case.
        payment_intent: The payment on the screen, also after it ended.
        may_cancel: Whether it shows its own cancel button.
        failure_code: Why the last payment failed, or None.
        failure_message: The same in a sentence.
        auto_card: The card's number that answers each payment by itself, or None.
    """

    id: str
    label: str
    location: str | None
    connection: ReaderConnection
    phase: ReaderPhase
    amount: int | None
    currency: str | None
    payment_intent: str | None
    may_cancel: bool
    failure_code: str | None
    failure_message: str | None
    auto_card: str | None

    @classmethod
    def from_record(cls, record: JsonObject) -> ReaderView:
        """Reads back what ``asdict`` wrote."""
        return cls(**record)


def view_of(account: Account, reader: Reader) -> ReaderView:
    """The reader's screen now."""
    action = reader.action
    intent_id: str | None = None
    amount: int | None = None
    currency: str | None = None
    if action is not None and action.type == "set_reader_display":
        cart = action.details["cart"]
        amount, currency = cart["total"], cart["currency"]
    elif action is not None:
        intent = account.payment_intent(action.details["payment_intent"])
        intent_id, amount, currency = intent.id, intent.amount, intent.currency
    return ReaderView(
        id=reader.id,
        label=reader.label,
        location=reader.location,
        connection=reader.connection,
        phase=reader.phase(account.now),
        amount=amount,
        currency=currency,
        payment_intent=intent_id,
        may_cancel=reader.customer_may_cancel,
        failure_code=None if action is None else action.failure_code,
        failure_message=None if action is None else action.failure_message,
        auto_card=None if reader.auto is None else reader.auto.card_number,
    )
