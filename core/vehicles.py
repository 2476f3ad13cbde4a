"""Vehicle types, from small to large; a spot of a type fits that type and all smaller ones."""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class VehicleType(StrEnum):
    """compact < regular < large."""

    COMPACT = "compact"
    REGULAR = "regular"
    LARGE = "large"

    @property
    def size(self) -> int:
        """1 for the smallest; grows with the vehicle."""
        return _SIZES[self]


_SIZES: Final = {vehicle_type: size for size, vehicle_type in enumerate(VehicleType, 1)}
