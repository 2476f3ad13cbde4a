"""One ticket on paper, and counted: what the kiosk's screen and an operator's command both do."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

from core.db.errors import DatabaseUnavailableError
from core.tickets.pdf import render_ticket
from core.tickets.records import note_print, times_printed
from kiosk.devices.printer import Printed, PrintFailed, job_name
from kiosk.paths import FONTS

if TYPE_CHECKING:
    from core.db.database import Database
    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts
    from kiosk.devices.printer import Printer, PrintOutcome

log = logging.getLogger(__name__)


def print_ticket(
    database: Database, printer: Printer, ticket: Ticket, texts: TicketTexts
) -> PrintOutcome:
    """Print the ticket, and count it; the second time it comes out it is marked as a copy.

    A database that does not answer keeps no driver from a ticket that is paid for.
    """
    try:
        copies = database.statement(lambda connection: times_printed(connection, ticket.code))
    except DatabaseUnavailableError as error:
        # The driver has paid. The printer itself prints no job twice.
        log.warning("prints unknown", extra={"reason": str(error)})
        copies = 0
    pdf = render_ticket(ticket, texts, copy=copies > 0, fonts=FONTS)
    outcome = printer.print_ticket(pdf, job_name(ticket.code, copies))
    if isinstance(outcome, PrintFailed):
        # A printer's sentence may name its job, whose name is the code.
        reason = outcome.reason.replace(ticket.code, "...")
        log.error("not printed", extra={"reason": reason})
        return replace(outcome, reason=reason)
    if not isinstance(outcome, Printed):
        raise TypeError(outcome)
    try:
        database.statement(lambda connection: note_print(connection, ticket.code))
    except DatabaseUnavailableError as error:
        log.warning("print not noted", extra={"reason": str(error)})
    return outcome
