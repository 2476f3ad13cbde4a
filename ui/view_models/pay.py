"""The pay screen, and the declined screen that leads back to it: one hold, one amount."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from core.outcomes import PayPhase
from ui.formats import clock_text, date_text, day_name, money_text
from ui.journey import Pay, PaymentDeclined
from ui.view_models.view_model import ViewModel, in_qml

if TYPE_CHECKING:
    from ui.scene import Scene
    from ui.view_models.actions import Actions


@dataclass(frozen=True, slots=True)
class PayProps:
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


def derive(scene: Scene) -> PayProps | None:
    """Return what the pay screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, Pay | PaymentDeclined):
        return None
    hold, zone, language = screen.hold, scene.garage.zone, scene.preferences.language
    phase = _phase(screen)
    since = scene.asked_since or scene.now
    left = max(0.0, (since + scene.setup.card_window - scene.now).total_seconds())
    whole = scene.setup.card_window.total_seconds()
    reason = "" if isinstance(screen, Pay) else (screen.reason or "cancelled_on_reader")
    return PayProps(
        amount_text=money_text(hold.price, language),
        floor=hold.spot.floor,
        spot=hold.spot.number,
        vehicle_type=hold.vehicle_type.value,
        from_text=clock_text(hold.period.starts_at, zone),
        until_text=clock_text(hold.period.ends_at, zone),
        until_day=day_name(hold.period.ends_at, scene.now, zone),
        until_date_text=date_text(hold.period.ends_at, zone, language),
        phase=_phase(screen),
        seconds_left=int(left),
        fraction_left=min(1.0, int(left) / whole),
        timed=phase == PayPhase.PRESENT_CARD,
        reason=str(reason),
        stopping=screen.stopping,
    )


def _phase(screen: Pay | PaymentDeclined) -> str:
    if isinstance(screen, Pay) and screen.broken:
        return PayPhase.CHECKING.value
    if screen.stopping:
        return "stopping"
    return screen.phase.value if isinstance(screen, Pay) else ""


@in_qml
class PayViewModel(ViewModel[PayProps]):
    """The hold and its payment."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(PayProps(), parent)
        self._actions = actions

    @Slot(name="tryAgain")
    def try_again(self) -> None:
        """Ask for another card."""
        self._actions.try_again()

    def fold(self, scene: Scene) -> None:
        """Show the scene; the hold stays visible while another screen slides in."""
        self.show(derive(scene) or self.props)
