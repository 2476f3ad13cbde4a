"""The screens without a ticket: a device is missing, or nothing was charged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.outcomes import NotChargedReason
from ui.journey import OutOfService, PaymentCancelled, PaymentFailed
from ui.view_models.view_model import ViewModel, in_qml

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.scene import Scene

_AFTER_A_CARD: Final = frozenset(
    {
        NotChargedReason.HOLD_EXPIRED,
        NotChargedReason.INTERRUPTED,
        NotChargedReason.PROVIDER_UNREACHABLE,
    }
)
"""The ends in which a card may have been approved before. In all others none was."""


@dataclass(frozen=True, slots=True)
class FaultProps:
    """What failed.

    ``device`` is database, payments, reader or printer (out of service); ``reason`` is a
    ``NotChargedReason`` (failed); ``code`` is for the attendant, such as ``E-READER``.
    ``may_be_reserved``: the bank may show an amount that is not charged (failed, cancelled).
    ``seconds_left`` is when the screen goes home by itself (cancelled).
    """

    device: str = ""
    reason: str = ""
    code: str = ""
    may_be_reserved: bool = False
    seconds_left: int = 0


def derive(scene: Scene) -> FaultProps | None:
    """Return what a fault's screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if isinstance(screen, OutOfService):
        return FaultProps(device=screen.device.value, code=_code(screen.device.value))
    if isinstance(screen, PaymentFailed):
        return FaultProps(
            reason=screen.reason.value,
            code=_code(screen.reason.value),
            may_be_reserved=screen.reason in _AFTER_A_CARD,
        )
    if isinstance(screen, PaymentCancelled):
        return FaultProps(
            may_be_reserved=screen.may_be_reserved, seconds_left=scene.seconds_to_leave or 0
        )
    return None


def _code(value: str) -> str:
    return "E-" + value.upper().replace("_", "-")


@in_qml
class FaultViewModel(ViewModel[FaultProps]):
    """What failed, and what became of the money."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(FaultProps(), parent)

    def fold(self, scene: Scene) -> None:
        """Show the scene; the fault stays visible while another screen slides in."""
        self.show(derive(scene) or self.props)
