"""Whether PostgreSQL and Stripe tell the same story about the money."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from tests.core.small_garage import drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row

    from core.db.database import Database
    from kiosk.demo.stripe_simulator import SimulatorControl
    from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent

_STORIES: Final = text("""
SELECT p.id AS payment_id, p.state, p.intent_id, p.amount_minor, p.currency,
    r.id AS reservation_id, r.paid, r.price_minor, r.waiver, t.code
FROM reservations r
LEFT JOIN payments p ON p.reservation_id = r.id
LEFT JOIN tickets t ON t.reservation_id = r.id
ORDER BY r.id, p.id
""")


def disagreements(database: Database, control: SimulatorControl) -> list[str]:
    """Return a sentence for each thing that is not settled, or that the two sides see differently.

    After settlement there must be none: each captured intent has a paid reservation with a ticket
    of the same amount, no other intent holds money, no payment is open, no reader asks for a card.
    """
    rows = database.statement(lambda connection: connection.execute(_STORIES).all())
    intents = {intent.id: intent for intent in control.payment_intents()}
    found = [*_of_intents(rows, intents), *_of_rows(rows, intents), *drift(database)]
    found += [
        f"reader {reader.label} still asks for a card that nobody watches"
        for reader in control.readers()
        if reader.phase in {"waiting", "authorising"}
        and intents[reader.payment_intent or ""].status == "requires_payment_method"
    ]
    return found


def _of_intents(rows: Sequence[Row[Any]], intents: dict[str, PaymentIntent]) -> Iterator[str]:
    of_intent = {row.intent_id: row for row in rows if row.intent_id is not None}
    for intent in intents.values():
        row = of_intent.get(intent.id)
        if intent.status == "requires_capture":
            yield f"{intent.id} keeps {intent.amount_capturable} of somebody's money"
        if intent.status != "succeeded":
            continue
        if row is None or row.state != "captured" or not row.paid or row.code is None:
            yield f"{intent.id} is captured without a ticket"
        elif not intent.amount_received == row.amount_minor == row.price_minor:
            yield f"{intent.id} took {intent.amount_received}, the ticket says {row.price_minor}"
        elif intent.currency != row.currency.lower():
            yield f"{intent.id} is in {intent.currency}, the ticket in {row.currency}"


def _of_rows(rows: Sequence[Row[Any]], intents: dict[str, PaymentIntent]) -> Iterator[str]:
    charged = {row.reservation_id for row in rows if row.state == "captured"}
    for row in rows:
        if row.state not in {None, "captured", "voided"}:
            yield f"payment {row.payment_id} is still {row.state}"
        if row.state == "captured" and intents[row.intent_id].status != "succeeded":
            yield f"payment {row.payment_id} is captured, but not at Stripe"
        if bool(row.paid) != (row.code is not None):
            yield f"reservation {row.reservation_id} is paid={row.paid} with ticket {row.code}"
        if row.paid and row.waiver is None and row.reservation_id not in charged:
            yield f"reservation {row.reservation_id} has a ticket that nobody paid"
