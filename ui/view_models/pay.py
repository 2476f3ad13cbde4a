"""The pay screen, and the declined screen that leads back to it: one hold, one amount."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import Signal

from ui.view_models.view_model import ViewModel, in_qml


class PayProps(NamedTuple):
    """The held spot, what it costs, and how far the payment is.

    ``phase`` is connecting, present_card, checking or stopping. ``seconds_left`` and
    ``fraction_left`` (1 to 0) are the reader's, by this kiosk's own clock; ``timed`` is false while
    it does not ask for a card, when no time is shown. ``reason`` is a ``DeclineReason`` or
    cancelled_on_reader.
    """

    amount_text: str = ""
    floor: int = 0
    spot: int = 0
    vehicle_type: str = ""
    from_text: str = ""
    until_text: str = ""
    until_day: str = "today"
    until_date_text: str = ""
    phase: str = "connecting"
    seconds_left: int = 0
    fraction_left: float = 1.0
    timed: bool = False
    reason: str = ""
    stopping: bool = False


@in_qml
class PayViewModel(ViewModel[PayProps]):
    """The hold and its payment."""

    try_again = Signal(name="tryAgain")
    """Ask for another card."""
