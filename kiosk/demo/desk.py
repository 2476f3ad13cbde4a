"""How the demo fits on a desk's screen: the kiosk on the left, the card reader on the right.

The kiosk keeps the layout of a real panel, and all of it is shown smaller. Pure.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from kiosk.sizes import Size

PORTRAIT: Final = Size(1080, 1920)
LANDSCAPE: Final = Size(1280, 800)
READER: Final = Size(400, 820)
"""The reader's window, as ``ReaderWindow.qml`` makes it."""

TITLE_BAR: Final = 48
GAP: Final = 24
READABLE: Final = 0.5
"""Portrait is shown down to this scale; where it would have to be smaller, landscape is."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The kiosk's window in its own pixels, and the scale of both windows."""

    window: Size
    scale: float
    reader_scale: float

    @property
    def window_setting(self) -> str:
        """The window as the setting ``kiosk.window`` names it, at the left of the screen."""
        corner = round(GAP / self.scale)
        return f"{self.window.width}x{self.window.height}+{corner}+{corner}"


def arrange(screen: Size) -> Desk:
    """Return how both windows fit beside each other on a screen."""
    height = screen.height - TITLE_BAR - GAP
    reader_scale = min(1.0, height / READER.height)
    width = screen.width - READER.width * reader_scale - 3 * GAP
    portrait, landscape = (_scale(size, width, height) for size in (PORTRAIT, LANDSCAPE))
    if portrait >= READABLE:
        return Desk(PORTRAIT, portrait, reader_scale)
    return Desk(LANDSCAPE, landscape, reader_scale)


def _scale(size: Size, width: float, height: float) -> float:
    return min(1.0, width / size.width, height / size.height)
