"""The ticket screen: floor and spot, the QR code to photograph, what became of the paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.formats import clock_text, date_text, day_name, money_text
from ui.journey import ShowTicket
from ui.view_models.ticket import TicketProps

if TYPE_CHECKING:
    from core.tickets.codes import TicketCode
    from ui.scene import Scene


def derive(scene: Scene) -> TicketProps | None:
    """Return what the ticket screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, ShowTicket):
        return None
    # Imported here: drawing a QR code is loaded while the first screen stands (Errands.warm_up).
    from core.tickets.codes import grouped  # noqa: PLC0415

    ticket, language = screen.ticket, scene.preferences.language
    size, path = _qr(ticket.code)
    return TicketProps(
        floor=ticket.floor,
        spot=ticket.spot_number,
        vehicle_type=ticket.vehicle_type.value,
        until_text=clock_text(ticket.period.ends_at, ticket.zone),
        until_day=day_name(ticket.period.ends_at, scene.now, ticket.zone),
        until_date_text=date_text(ticket.period.ends_at, ticket.zone, language),
        amount_text=money_text(ticket.price, language),
        code_text=grouped(ticket.code),
        qr_size=size,
        qr_path=path,
        printing=screen.printing.value,
        seconds_left=scene.seconds_to_leave or 0,
    )


def _qr(code: TicketCode) -> tuple[int, str]:
    """Return the modules per side, and the dark ones as an SVG path."""
    from core.tickets.qr import matrix, rectangles  # noqa: PLC0415 - as above

    rows = matrix(code)
    path = "".join(
        f"M{dark.left} {dark.top}h{dark.width}v{dark.height}h-{dark.width}z"
        for dark in rectangles(rows)
    )
    return len(rows), path
