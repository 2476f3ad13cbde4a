"""Vehicle types and the spots that fit them."""

from __future__ import annotations

import pytest

from core.vehicles import VehicleType

COMPACT, REGULAR, LARGE = VehicleType


@pytest.mark.parametrize(
    ("kind", "spots"),
    [(COMPACT, (COMPACT, REGULAR, LARGE)), (REGULAR, (REGULAR, LARGE)), (LARGE, (LARGE,))],
)
def test_a_vehicle_fits_spots_of_its_own_type_and_larger_ones_the_smallest_first(
    kind: VehicleType, spots: tuple[VehicleType, ...]
) -> None:
    assert kind.fitting_spots == spots


def test_sizes_grow() -> None:
    assert [kind.size for kind in VehicleType] == [1, 2, 3]
