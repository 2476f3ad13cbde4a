"""The screens of things gone wrong: a device is missing, or nothing was charged."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.journey import OutOfService, PaymentFailed
from ui.view_models.fault import FaultProps

if TYPE_CHECKING:
    from ui.scene import Scene


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
