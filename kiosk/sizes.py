"""How large a window or a panel is, and how large it must be."""

from __future__ import annotations

from typing import Final, NamedTuple


class Size(NamedTuple):
    """A size in pixels; of a window, with the place of its upper left corner if that is given."""

    width: int
    height: int
    corner: tuple[int, int] | None = None

    def __str__(self) -> str:
        return f"{self.width}x{self.height}"


SMALLEST_PORTRAIT: Final = Size(768, 1280)
SMALLEST_LANDSCAPE: Final = Size(1024, 768)
"""On smaller panels the texts of the screens are too small to read."""


def is_large_enough(size: Size) -> bool:
    """Return whether a driver can read the screens on a panel or a window of this size."""
    smallest = SMALLEST_LANDSCAPE if size.width > size.height else SMALLEST_PORTRAIT
    return size.width >= smallest.width and size.height >= smallest.height
