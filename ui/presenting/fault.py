"""The screens without a ticket: a device is missing, or nothing was charged."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.outcomes import NotChargedReason
from ui.journey import OutOfService, PaymentCancelled, PaymentFailed
from ui.view_models.fault import FaultProps

if TYPE_CHECKING:
    from ui.scene import Scene

_AFTER_A_CARD: Final = frozenset(
    {
        NotChargedReason.HOLD_EXPIRED,
        NotChargedReason.INTERRUPTED,
        NotChargedReason.PROVIDER_UNREACHABLE,
    }
)
"""The ends in which a card may have been approved before. In all others none was."""


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
