"""The ticket screen: floor and spot, the QR code to photograph, what became of the paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ui.formats import clock_text, date_text, day_name, money_text
from ui.journey import Printing, ShowTicket
from ui.view_models.view_model import ViewModel, in_qml

if TYPE_CHECKING:
    from core.tickets.codes import TicketCode
    from ui.scene import Scene
    from ui.view_models.actions import Actions


@dataclass(frozen=True, slots=True)
class TicketProps:
    """What was paid.

    ``qr_size`` is the number of modules per side, ``qr_path`` an SVG path of the dark ones, in
    modules, without the quiet zone. ``printing`` is running, done or failed. ``seconds_left`` is
    when the screen goes home by itself.
    """

    floor: int = 0
    spot: int = 0
    vehicle_type: str = ""
    until_text: str = ""
    until_day: str = "today"
    until_date_text: str = ""
    amount_text: str = ""
    code_text: str = ""
    qr_size: int = 0
    qr_path: str = ""
    printing: str = Printing.RUNNING.value
    seconds_left: int = 0


def derive(scene: Scene) -> TicketProps | None:
    """Return what the ticket screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, ShowTicket):
        return None
    # Imported here: drawing a QR code has no part in the time to the first frame.
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


@in_qml
class TicketViewModel(ViewModel[TicketProps]):
    """The ticket."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(TicketProps(), parent)
        self._actions = actions

    @Slot(name="printAgain")
    def print_again(self) -> None:
        """Print the ticket that did not come out."""
        self._actions.print_again()

    def fold(self, scene: Scene) -> None:
        """Show the scene; the ticket stays visible while another screen slides in."""
        self.show(derive(scene) or self.props)
