"""``kiosk ticket CODE``: a ticket that somebody asks about, in lines for people."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.tickets.codes import parse_code
from core.tickets.records import find_issued, find_issued_for, find_issued_of
from kiosk.devices.printer import PrintFailed
from kiosk.printing import print_ticket

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from core.db.database import Database
    from core.ids import PaymentId, ReservationId
    from core.payments.refunds import Refund
    from core.tickets.model import Ticket
    from core.tickets.records import IssuedTicket
    from core.tickets.texts import TicketTexts
    from kiosk.settings import Settings


PAID: Final = "paid"
"""The status of a reservation whose ticket is good."""


class TicketUnknownError(LookupError):
    """There is no such ticket; the message says so."""


class NotPrintedError(RuntimeError):
    """The ticket did not come out; the message says why."""


@dataclass(frozen=True, slots=True)
class Meant:
    """How an operator names a ticket: in just one of these ways."""

    code: str | None = None
    """As on the paper, in any grouping and case."""
    payment_id: PaymentId | None = None
    reservation_id: ReservationId | None = None


def find(database: Database, meant: Meant) -> IssuedTicket:
    """Return the ticket that an operator means.

    Raises:
        BadTicketCodeError: if the code is none.
        TicketUnknownError: if there is no such ticket, or if it is not named in just one way.
        DatabaseUnavailableError, SchemaMismatchError
    """
    match meant:
        case Meant(code=str() as code, payment_id=None, reservation_id=None):
            parsed, which = parse_code(code), "with this code"
            found = database.statement(lambda one: find_issued(one, parsed))
        case Meant(code=None, payment_id=int() as payment_id, reservation_id=None):
            which = f"for payment {payment_id}"
            found = database.statement(lambda one: find_issued_for(one, payment_id))
        case Meant(code=None, payment_id=None, reservation_id=int() as reservation_id):
            which = f"for reservation {reservation_id}"
            found = database.statement(lambda one: find_issued_of(one, reservation_id))
        case _:
            raise TicketUnknownError(
                "Give just one of these: the code on the paper, --payment or --reservation with "
                "its number."
            )
    if found is None:
        raise TicketUnknownError(f"The database has no ticket {which}.")
    return found


def lines_of(issued: IssuedTicket, refunds: Sequence[Refund] = ()) -> Iterator[str]:
    """Yield what is known of the ticket. Its code is not among it: who asks knows it."""
    ticket = issued.ticket
    starts, ends = (
        moment.astimezone(ticket.zone).strftime("%Y-%m-%d %H:%M")
        for moment in (ticket.period.starts_at, ticket.period.ends_at)
    )
    yield f"garage   {ticket.garage_name}, {ticket.address}, {ticket.zipcode}"
    yield f"spot     floor {ticket.floor}, spot {ticket.spot_number}, for {ticket.vehicle_type}"
    yield f"period   {starts} to {ends}, {ticket.time_zone}"
    yield f"price    {ticket.price}, {_paid(issued)}"
    for refund in refunds:
        yield f"refund   {_refund(refund, ticket)}"
    yield f"status   {issued.status}{'' if issued.status == PAID else ', no longer good'}"
    last = issued.printed_at
    times = "1 time" if issued.prints == 1 else f"{issued.prints} times"
    at = f", last {last.astimezone(ticket.zone):%Y-%m-%d %H:%M}" if last else ""
    yield f"printed  {times}{at}"


def print_again(database: Database, settings: Settings, issued: IssuedTicket) -> None:
    """Print the ticket on this kiosk's printer, in the language that its drivers find.

    Raises:
        NotPrintedError: if it did not come out, or would look good and is not.
    """
    from kiosk.operation import printer_of  # noqa: PLC0415 - looking a ticket up needs no Qt

    ticket = issued.ticket
    if issued.status != PAID and not issued.over:
        raise NotPrintedError(
            "The ticket was not printed: its stay was ended early, which the paper would not show."
        )
    texts = _texts(ticket, settings.languages[0])
    outcome = print_ticket(database, printer_of(settings.printer), ticket, texts)
    if isinstance(outcome, PrintFailed):
        raise NotPrintedError(f"The ticket was not printed: {outcome.reason}")


def _paid(issued: IssuedTicket) -> str:
    ticket = issued.ticket
    if ticket.waiver is not None:
        return f"not charged ({ticket.waiver})"
    card = ticket.card
    words = [word for word in (card.brand, card.last4) if word] if card else []
    which = f" ({' '.join(words)})" if words else ""
    if issued.lost:
        return f"never charged: the card's authorisation ended too early{which}"
    return f"paid by card{which}" if issued.captured else f"card is being charged{which}"


def _refund(refund: Refund, ticket: Ticket) -> str:
    at = refund.created_at.astimezone(ticket.zone).strftime("%Y-%m-%d %H:%M")
    problem = f", {refund.problem}" if refund.problem else ""
    return f"{refund.amount} at {at}, {refund.state}{problem} ({refund.reason})"


def _texts(ticket: Ticket, language: str) -> TicketTexts:
    from PySide6.QtCore import QCoreApplication, QTranslator  # noqa: PLC0415 - as above

    from kiosk.paths import TRANSLATIONS  # noqa: PLC0415
    from ui.ticket_texts import ticket_texts  # noqa: PLC0415

    app = QCoreApplication.instance() or QCoreApplication(sys.argv[:1])
    translator = QTranslator()
    # English may have no file: the source text is good.
    installed = translator.load(f"kiosk_{language}.qm", str(TRANSLATIONS))
    if installed:
        app.installTranslator(translator)
    try:
        return ticket_texts(ticket, language)
    finally:
        if installed:
            app.removeTranslator(translator)
