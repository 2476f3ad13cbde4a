"""Vehicle types."""

from __future__ import annotations

from core.vehicles import VehicleType


def test_sizes_grow() -> None:
    assert [kind.size for kind in VehicleType] == [1, 2, 3]
