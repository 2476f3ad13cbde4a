"""The scene: every fact that the screens are drawn from, in one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from ui.durations import Choice
from ui.journey import Journey

if TYPE_CHECKING:
    from datetime import datetime

    from core.garages import Garage
    from core.outcomes import Availability
    from ui.setup import Preferences, Setup


class AttendantCall(StrEnum):
    """How far the call for an attendant is. ``CALLED`` only when it got through."""

    NONE = "none"
    CALLING = "calling"
    CALLED = "called"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Counts:
    """The live counts. ``live`` is false while their connection is down; the last ones stay."""

    availability: Availability | None = None
    live: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """The stay that is being chosen. ``free`` spots fit exactly it; None while unknown."""

    choice: Choice = field(default_factory=lambda: Choice(timedelta(hours=2)))
    free: int | None = None


@dataclass(frozen=True, slots=True)
class Scene:
    """All that is known, at ``now``.

    ``asked_since`` is when the reader began to ask for a card; ``seconds_to_leave`` counts down
    while the screen is about to give up on a driver who does not touch it, else it is None.
    """

    setup: Setup
    preferences: Preferences
    now: datetime
    journey: Journey = field(default_factory=Journey)
    counts: Counts = field(default_factory=Counts)
    planned: Planned = field(default_factory=Planned)
    asked_since: datetime | None = None
    seconds_to_leave: int | None = None
    help_open: bool = False
    attendant_call: AttendantCall = AttendantCall.NONE

    @property
    def garage(self) -> Garage:
        """The garage that this kiosk stands in."""
        return self.setup.garage


def opening_scene(setup: Setup, now: datetime) -> Scene:
    """Return what the kiosk shows when it starts."""
    return Scene(setup=setup, preferences=setup.first_preferences, now=now)
