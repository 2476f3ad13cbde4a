"""Whether stays fit on spots in any way at all: tried out, as plainly as can be."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.vehicles import VehicleType

_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)

Booked = tuple[datetime, datetime, int]
"""From when to when, and how large."""


def fit(
    spots: Mapping[int, VehicleType],
    fixed: Mapping[int, Sequence[Booked]],
    others: Sequence[Booked],
) -> bool:
    """Try every arrangement: one stay after the other, each on every spot.

    Args:
        spots: The spots and their types.
        fixed: The stays of each spot that stay there.
        others: Those that may be anywhere.
    """
    numbers, left = tuple(spots), sorted(others)

    @cache
    def rest_fits(place: int, free_from: tuple[datetime, ...]) -> bool:
        if place == len(left):
            return True
        starts_at, ends_at, size = left[place]
        return any(
            rest_fits(place + 1, (*free_from[:at], ends_at, *free_from[at + 1 :]))
            for at, number in enumerate(numbers)
            if spots[number].size >= size
            and free_from[at] <= starts_at
            and all(end <= starts_at or ends_at <= begin for begin, end, _ in fixed[number])
        )

    return rest_fits(0, (_ALWAYS,) * len(numbers))
