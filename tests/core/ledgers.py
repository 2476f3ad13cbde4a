"""Whether PostgreSQL and Stripe tell the same story about the money."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from tests.core.small_garage import drift

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Row

    from core.db.database import Database
    from kiosk.demo.stripe_simulator import SimulatorControl
    from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
    from kiosk.demo.stripe_simulator.refund import Refund

_STORIES: Final = text("""
SELECT p.id AS payment_id, p.state, p.intent_id, p.amount_minor, p.currency,
    r.id AS reservation_id, r.status, r.paid, r.price_minor, r.waiver, t.code
FROM reservations r
LEFT JOIN payments p ON p.reservation_id = r.id
LEFT JOIN tickets t ON t.reservation_id = r.id
ORDER BY r.id, p.id
""")
_REFUNDS: Final = text("""
SELECT f.id, f.state, f.amount_minor, f.currency, f.stripe_refund_id, p.intent_id,
    p.amount_minor AS charged_minor, p.state AS payment_state
FROM refunds f JOIN payments p ON p.id = f.payment_id ORDER BY f.id
""")


def disagreements(database: Database, control: SimulatorControl) -> list[str]:
    """Return a sentence for each thing that is not settled, or that the two sides see differently.

    After settlement there must be none: each captured intent has a reservation with a ticket of
    the same amount, paid unless its money goes back; no other intent holds money, no payment is
    open, no reader asks for a card. Each refund is made once, and never more than was captured.
    """
    rows = database.statement(lambda connection: connection.execute(_STORIES).all())
    intents = {intent.id: intent for intent in control.payment_intents()}
    refunds = database.statement(lambda connection: connection.execute(_REFUNDS).all())
    found = [*_of_intents(rows, intents), *_of_rows(rows, intents), *drift(database)]
    found += _of_refunds(refunds, control.refunds())
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
        called_off = row is not None and row.status == "cancelled"
        if row is None or row.state != "captured" or row.code is None:
            yield f"{intent.id} is captured without a ticket"
        elif not row.paid and not called_off:
            yield f"{intent.id} is captured for a reservation that is {row.status}"
        elif not intent.amount_received == row.amount_minor == row.price_minor:
            yield f"{intent.id} took {intent.amount_received}, the ticket says {row.price_minor}"
        elif intent.currency != row.currency.lower():
            yield f"{intent.id} is in {intent.currency}, the ticket in {row.currency}"


def _of_rows(rows: Sequence[Row[Any]], intents: dict[str, PaymentIntent]) -> Iterator[str]:
    charged = {row.reservation_id for row in rows if row.state == "captured"}
    for row in rows:
        if row.state not in {None, "captured", "lost", "voided"}:
            yield f"payment {row.payment_id} is still {row.state}"
        if row.state == "captured" and intents[row.intent_id].status != "succeeded":
            yield f"payment {row.payment_id} is captured, but not at Stripe"
        called_off = row.status == "cancelled" and row.reservation_id in charged
        if (row.paid or called_off) != (row.code is not None):
            yield f"reservation {row.reservation_id} is paid={row.paid} with ticket {row.code}"
        if row.paid and row.waiver is None and row.reservation_id not in charged:
            yield f"reservation {row.reservation_id} has a ticket that nobody paid"


def _of_refunds(rows: Sequence[Row[Any]], refunds: Sequence[Refund]) -> Iterator[str]:
    made: dict[str, list[Refund]] = defaultdict(list)
    for refund in refunds:
        made[refund.metadata.get("refund", "")].append(refund)
    for name in made.keys() - {str(row.id) for row in rows}:
        yield f"refund {name or 'of somebody'} at Stripe is not in the database"
    given_back: Counter[str] = Counter()
    for row in rows:
        its = made[str(row.id)]
        if row.state == "pending":
            yield f"refund {row.id} is still pending"
        if len(its) > 1:
            yield f"refund {row.id} was made {len(its)} times"
        if (row.state == "succeeded") != any(one.status == "succeeded" for one in its):
            yield f"refund {row.id} is {row.state}, but not at Stripe"
        if its and (its[0].id, its[0].amount) != (row.stripe_refund_id, row.amount_minor):
            yield f"refund {row.id} is another one at Stripe"
        if row.state != "failed":
            given_back[row.intent_id] += row.amount_minor
        if given_back[row.intent_id] > row.charged_minor:
            yield f"refund {row.id} gives back more than was captured of {row.intent_id}"
