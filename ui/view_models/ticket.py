"""The ticket screen: floor and spot, the QR code to photograph, what became of the paper."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal

from ui.view_models.view_model import ViewModel, in_qml


class TicketProps(NamedTuple):
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
    printing: str = "running"
    seconds_left: int = 0


@in_qml
class TicketViewModel(ViewModel[TicketProps]):
    """The ticket."""

    print_again = Signal(name="printAgain")
    """Print the ticket that did not come out."""
