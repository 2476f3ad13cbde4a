"""What is known before anything happens: the garage, the look, and what every driver finds.

Named tuples, like all that the first picture waits for (``docs/decisions/start-up.md``).
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from core.garages import Garage


class Theme(StrEnum):
    """Which colours the screens wear."""

    LIGHT = "light"
    DARK = "dark"
    CONTRAST = "contrast"


class Preferences(NamedTuple):
    """What a driver set for this visit."""

    language: str
    contrast: bool = False
    low_reach: bool = False


class Setup(NamedTuple):
    """What stays the same while the kiosk runs.

    ``languages`` are ISO 639-1 codes; the first is what the next driver finds. ``card_window`` is
    how long the reader asks for a card.
    """

    garage: Garage
    kiosk_name: str
    languages: tuple[str, ...] = ("en", "de")
    theme: Theme = Theme.LIGHT
    reduced_motion: bool = False
    card_window: timedelta = timedelta(seconds=90)

    @property
    def first_preferences(self) -> Preferences:
        """What every driver finds."""
        return Preferences(self.languages[0])
