"""The screens of things gone wrong: a device is missing, or nothing was charged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.journey import OutOfService, PaymentFailed
from ui.view_models.view_model import ViewModel, in_qml

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.scene import Scene


@dataclass(frozen=True, slots=True)
class FaultProps:
    """What failed.

    ``device`` is database, payments, reader or printer (out of service); ``reason`` is a
    ``NotChargedReason`` (failed); ``code`` is for the attendant, such as ``E-READER``.
    """

    device: str = ""
    reason: str = ""
    code: str = ""


def derive(scene: Scene) -> FaultProps | None:
    """Return what a fault's screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if isinstance(screen, OutOfService):
        return FaultProps(device=screen.device.value, code=_code(screen.device.value))
    if isinstance(screen, PaymentFailed):
        return FaultProps(reason=screen.reason.value, code=_code(screen.reason.value))
    return None


def _code(value: str) -> str:
    return "E-" + value.upper().replace("_", "-")


@in_qml
class FaultViewModel(ViewModel[FaultProps]):
    """The fault."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(FaultProps(), parent)

    def fold(self, scene: Scene) -> None:
        """Show the scene; the fault stays visible while another screen slides in."""
        self.show(derive(scene) or self.props)
