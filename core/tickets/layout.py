"""What stands where on a ticket: first the way to the spot, then the code, then the receipt."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.tickets.codes import grouped
from core.tickets.paper import DOT, Align, Face, Sheet, Style
from core.tickets.qr import QUIET_ZONE, SIDE

if TYPE_CHECKING:
    from core.tickets.model import CardReceipt, Ticket
    from core.tickets.paper import Measure, Page
    from core.tickets.texts import TicketTexts

MODULE: Final = 12 * DOT
"""A QR module is 12 whole dots, 1.5 mm, so that no edge falls between two dots: 31.5 mm a side."""

_BANNER: Final = Style(Face.BOLD, 20)
_NAME: Final = Style(Face.BOLD, 18)
_LABEL: Final = Style(Face.REGULAR, 12)
_VALUE: Final = Style(Face.SEMIBOLD, 13)
_TIME: Final = Style(Face.BOLD, 14.5)
_SMALLEST_TIME: Final = 11.0
_PRICE: Final = Style(Face.BOLD, 24)
_CODE: Final = Style(Face.BOLD, 19)
_SMALLEST_CODE: Final = 15.0
_BODY: Final = Style(Face.REGULAR, 11)
_FINE: Final = Style(Face.REGULAR, 9.5)
_FIGURE_SIZE: Final = 96.0
_HEAVY: Final = 6 * DOT
_LIGHT: Final = 2 * DOT

_BRANDS: Final = {
    "amex": "American Express",
    "diners": "Diners Club",
    "discover": "Discover",
    "eftpos_au": "eftpos",
    "girocard": "girocard",
    "interac": "Interac",
    "jcb": "JCB",
    "mastercard": "Mastercard",
    "unionpay": "UnionPay",
    "visa": "Visa",
}


def compose(ticket: Ticket, texts: TicketTexts, measure: Measure, *, copy: bool = False) -> Page:
    """Lay a ticket out; the paper is as long as its content."""
    sheet = Sheet(measure)
    sheet.space(3)
    if copy:
        sheet.banner(texts.copy, _BANNER, padding=1.2)
        sheet.space(3)
    _place(sheet, ticket, texts)
    _stay(sheet, ticket, texts)
    _code(sheet, ticket, texts)
    _payment(sheet, ticket, texts)
    sheet.space(4)
    return sheet.page()


def _place(sheet: Sheet, ticket: Ticket, texts: TicketTexts) -> None:
    sheet.text(ticket.garage_name, _NAME)
    sheet.space(0.5)
    named = ticket.zipcode in ticket.address
    sheet.text(ticket.address if named else f"{ticket.address}, {ticket.zipcode}", _BODY)
    sheet.space(2)
    sheet.rule(_HEAVY)
    sheet.space(1.5)
    floor = str(ticket.floor).replace("-", "\N{MINUS SIGN}")
    sheet.figures((texts.floor, floor), (texts.spot, str(ticket.spot_number)), _LABEL, _FIGURE_SIZE)
    sheet.space(2.5)
    sheet.rule(_HEAVY)
    sheet.space(2)


def _stay(sheet: Sheet, ticket: Ticket, texts: TicketTexts) -> None:
    starts = texts.moment(ticket.period.starts_at, ticket.zone)
    ends = texts.moment(ticket.period.ends_at, ticket.zone)
    style = sheet.fitting(_TIME, _SMALLEST_TIME, starts, ends)
    for label, moment in ((texts.starts, starts), (texts.ends, ends)):
        sheet.text(label, _LABEL)
        sheet.text(moment, style)
        sheet.space(1.5)
    sheet.row(texts.vehicle, texts.vehicle_types[ticket.vehicle_type], _LABEL, _VALUE)
    sheet.space(1.5)
    sheet.rule(_LIGHT)


def _code(sheet: Sheet, ticket: Ticket, texts: TicketTexts) -> None:
    sheet.symbol(SIDE, MODULE, QUIET_ZONE * MODULE)
    sheet.text(texts.code, _LABEL, Align.CENTRE)
    code = grouped(ticket.code)
    sheet.text(code, sheet.fitting(_CODE, _SMALLEST_CODE, code), Align.CENTRE)
    sheet.space(1)
    sheet.text(texts.keep, _BODY, Align.CENTRE)
    sheet.space(2.5)
    sheet.rule(_LIGHT)
    sheet.space(1.5)


def _payment(sheet: Sheet, ticket: Ticket, texts: TicketTexts) -> None:
    sheet.row(texts.price, texts.price_text or str(ticket.price), _LABEL, _PRICE)
    if ticket.waiver is not None:
        sheet.row(texts.not_charged, ticket.waiver, _VALUE, _BODY)
    if ticket.card is not None:
        sheet.text(texts.paid_by_card, _VALUE)
        sheet.space(1)
        for label, value in _receipt(ticket.card, texts):
            sheet.row(label, value, _FINE, _FINE)
    sheet.space(1)
    sheet.row(texts.issued, texts.moment(ticket.issued_at, ticket.zone), _FINE, _FINE)


def _receipt(card: CardReceipt, texts: TicketTexts) -> list[tuple[str, str]]:
    """Return the rows of the card's receipt that the reader gave values for."""
    brand = _BRANDS.get(card.brand or "", card.brand)
    number = f"\u2022\u2022\u2022\u2022 {card.last4}" if card.last4 else None
    named = " ".join(part for part in (brand, number) if part)
    account = card.account_type or ""
    read = card.read_method or ""
    rows = (
        (texts.card, named),
        (texts.read_method, texts.read_methods.get(read, read)),
        (texts.application, card.application_preferred_name),
        ("AID", card.dedicated_file_name),
        (texts.account_type, texts.account_types.get(account, account)),
        (texts.authorization_code, card.authorization_code),
        ("AC", card.application_cryptogram),
        ("TVR", card.terminal_verification_results),
        ("TSI", card.transaction_status_information),
    )
    return [(label, value) for label, value in rows if value]
