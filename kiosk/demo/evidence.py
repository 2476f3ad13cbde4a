"""Whether a sale is true everywhere: on the paper, in PostgreSQL, and at the payment provider."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.tickets.codes import BadTicketCodeError, parse_code

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.demo.world import World

PRINTER_DPI: Final = 203
"""Dots per inch of a common ticket printer."""

_SALE: Final = text("""
SELECT r.status, r.price_minor, r.currency, p.state, p.intent_id, p.amount_minor
FROM tickets t JOIN reservations r ON r.id = t.reservation_id
LEFT JOIN payments p ON p.reservation_id = r.id AND p.state <> 'voided'
WHERE t.code = :code
""")


def check_sale(world: World, ticket: Path) -> list[str]:
    """Return what is wrong with the sale that the printed ticket claims; empty if nothing is."""
    scanned = scan(ticket)
    if scanned is None:
        return ["No code can be read from the printed ticket."]
    try:
        code = parse_code(scanned)
    except BadTicketCodeError as error:
        return [str(error)]
    row = world.database.statement(
        lambda connection: connection.execute(_SALE, {"code": code}).one_or_none()
    )
    if row is None:
        return [f"The database has no ticket {code}."]
    problems = []
    if row.status != "paid" or row.state != "captured":
        problems.append(f"The reservation is {row.status} and its payment {row.state}.")
    intents = {intent.id: intent for intent in world.simulator.payment_intents()}
    intent = intents.get(row.intent_id)
    if intent is None or intent.status != "succeeded":
        problems.append(f"The provider has not captured {row.intent_id}.")
    elif (intent.amount_received, intent.currency.upper()) != (row.price_minor, row.currency):
        problems.append(
            f"{intent.amount_received} {intent.currency} were captured instead of "
            f"{row.price_minor} {row.currency}."
        )
    return problems


def scan(ticket: Path) -> str | None:
    """Return what a scanner reads from the ticket as a printer's dots show it, or None.

    Without the decoder, which only tests and tours need, the paper is taken at its file's word.
    """
    import pypdfium2  # noqa: PLC0415 - for tours and tests only
    import zxingcpp  # noqa: PLC0415

    page = pypdfium2.PdfDocument(ticket)[0]
    image = page.render(scale=PRINTER_DPI / 72, fill_color=(255, 255, 255, 255)).to_pil()
    found = zxingcpp.read_barcodes(image.convert("L"))
    return found[0].text if len(found) == 1 else None
