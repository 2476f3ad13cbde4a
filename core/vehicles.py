"""Vehicle types, from small to large; a spot of a type fits that type and all smaller ones."""

from __future__ import annotations

from enum import StrEnum


class VehicleType(StrEnum):
    """compact < regular < large."""

    COMPACT = "compact"
    REGULAR = "regular"
    LARGE = "large"

    @property
    def size(self) -> int:
        """1 for the smallest; grows with the vehicle."""
        return tuple(VehicleType).index(self) + 1
