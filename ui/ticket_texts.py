"""The words of the paper ticket in the driver's language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QLocale

from core.tickets.texts import TicketTexts
from core.vehicles import VehicleType
from ui.formats import locale_of, money_text

if TYPE_CHECKING:
    from core.tickets.model import Ticket


def ticket_texts(ticket: Ticket, language: str) -> TicketTexts:
    """Return every text of a ticket, by the translator that is installed now.

    Args:
        ticket: whose price is written out.
        language: ISO 639-1 code; how dates and money are written.
    """
    locale = locale_of(language)
    short = QLocale.FormatType.ShortFormat
    return TicketTexts(
        language=language,
        price_text=money_text(ticket.price, language),
        title=QCoreApplication.translate("Ticket", "Parking ticket"),
        copy=QCoreApplication.translate("Ticket", "COPY"),
        floor=QCoreApplication.translate("Ticket", "Floor"),
        spot=QCoreApplication.translate("Ticket", "Spot"),
        vehicle=QCoreApplication.translate("Ticket", "Vehicle"),
        vehicle_types={
            VehicleType.COMPACT: QCoreApplication.translate("Ticket", "Compact"),
            VehicleType.REGULAR: QCoreApplication.translate("Ticket", "Regular"),
            VehicleType.LARGE: QCoreApplication.translate("Ticket", "Large"),
        },
        starts=QCoreApplication.translate("Ticket", "From"),
        ends=QCoreApplication.translate("Ticket", "Until"),
        date_pattern=QCoreApplication.translate("Ticket", "{weekday} {day} {month} {year}"),
        weekdays=tuple(locale.dayName(day, short) for day in range(1, 8)),
        months=tuple(locale.monthName(month, short) for month in range(1, 13)),
        price=QCoreApplication.translate("Ticket", "Price"),
        paid_by_card=QCoreApplication.translate("Ticket", "Paid by card"),
        not_charged=QCoreApplication.translate("Ticket", "Not charged"),
        code=QCoreApplication.translate("Ticket", "Ticket code"),
        keep=QCoreApplication.translate(
            "Ticket", "Keep this ticket with you until you leave the garage."
        ),
        card=QCoreApplication.translate("Ticket", "Card"),
        read_method=QCoreApplication.translate("Ticket", "Read"),
        read_methods=_read_methods(),
        application=QCoreApplication.translate("Ticket", "Application"),
        account_type=QCoreApplication.translate("Ticket", "Account"),
        account_types={
            "checking": QCoreApplication.translate("Ticket", "Checking"),
            "credit": QCoreApplication.translate("Ticket", "Credit"),
            "prepaid": QCoreApplication.translate("Ticket", "Prepaid"),
            "unknown": QCoreApplication.translate("Ticket", "Unknown"),
        },
        authorization_code=QCoreApplication.translate("Ticket", "Authorization"),
        issued=QCoreApplication.translate("Ticket", "Issued"),
    )


def _read_methods() -> dict[str, str]:
    contactless = QCoreApplication.translate("Ticket", "Contactless")
    stripe = QCoreApplication.translate("Ticket", "Magnetic stripe")
    return {
        "contact_emv": QCoreApplication.translate("Ticket", "Chip"),
        "contactless_emv": contactless,
        "contactless_magstripe_mode": contactless,
        "magnetic_stripe_fallback": stripe,
        "magnetic_stripe_track2": stripe,
    }
