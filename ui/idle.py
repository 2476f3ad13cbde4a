"""When nobody touches the screen: first a warning that counts down, then the next driver's turn.

``look`` is pure; ``IdleWatch`` asks it on every tick and holds nothing but the last touch.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING, Final, TypeAlias

from ui.flow import Idleness, idleness
from ui.journey import OutOfService, Pay, PaymentCancelled, ShowTicket, Welcome
from ui.scene import AttendantCall

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.scene import Scene

FORGET_AFTER: Final = 60
"""Seconds after which a resting screen forgets the last driver's language, look and call."""

_HELP: Final = Idleness(warn=30, leave=20)
"""How long the help stays open where the screen behind it never gives up."""


@dataclass(frozen=True, slots=True)
class Quiet:
    """Nothing to say yet."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """The screen gives up in this many seconds, unless somebody touches it."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Gone:
    """Nobody is there."""


Idle: TypeAlias = Quiet | Leaving | Gone


def look(scene: Scene, untouched: float) -> Idle:
    """Return what an untouched screen does now.

    Args:
        scene: what is on the screen.
        untouched: seconds since the last touch, or since the screen came.
    """
    screen = scene.journey.screen
    limits = idleness(screen)
    if limits is None and isinstance(screen, Pay):
        return Quiet()
    if limits is None and scene.help_open:
        limits = _HELP
    if limits is None:
        return Gone() if _left_behind(scene) and untouched >= FORGET_AFTER else Quiet()
    left = limits.warn + limits.leave - untouched
    if left <= 0:
        return Gone()
    # These count down from the start, in sight: there is nothing left to ask the driver.
    if left <= limits.leave or isinstance(screen, ShowTicket | PaymentCancelled):
        return Leaving(ceil(left))
    return Quiet()


def _left_behind(scene: Scene) -> bool:
    """Tell whether a resting screen still shows what the last driver wanted or asked for."""
    resting = isinstance(scene.journey.screen, Welcome | OutOfService)
    called = scene.attendant_call is not AttendantCall.NONE
    return resting and (called or scene.preferences != scene.setup.first_preferences)


class IdleWatch:
    """Remembers the last touch.

    Args:
        seconds: a clock that only goes forward, such as ``time.monotonic``.
    """

    def __init__(self, seconds: Callable[[], float]) -> None:
        self._seconds = seconds
        self._touched_at = seconds()

    def touched(self) -> None:
        """Begin anew: somebody is here, or a new screen came."""
        self._touched_at = self._seconds()

    def look(self, scene: Scene) -> Idle:
        """Return what the screen does now."""
        return look(scene, self._seconds() - self._touched_at)
