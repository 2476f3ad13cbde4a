"""A figure: what was measured, in what, against what, and what it should be."""

from __future__ import annotations

import json
import math
import statistics
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of the bench.

    Args:
        name: says what was measured, and in most cases its unit.
        value: the measured number.
        unit: ``ms``, ``s``, ``MiB``, ``%``, ``1/s``, ``ratio``, or what was counted.
        at_most: the goal of a figure that should be small; None where it is only reported.
        peer: what the value is held against, in words.
        at_least: the goal of a figure that should be large.
    """

    name: str
    value: float
    unit: str
    at_most: float | None
    peer: str
    at_least: float | None = None

    @property
    def missed(self) -> bool:
        too_large = self.at_most is not None and self.value > self.at_most
        too_small = self.at_least is not None and self.value < self.at_least
        return too_large or too_small

    @property
    def goal(self) -> str:
        """The goal in symbols, or ``reported``."""
        goals = [
            f"{sign} {bound:g}"
            for sign, bound in (("<=", self.at_most), (">=", self.at_least))
            if bound is not None
        ]
        return ", ".join(goals) or "reported"

    def line(self) -> str:
        """Return the figure as JSON."""
        return json.dumps(
            {
                "name": self.name,
                "value": float(f"{self.value:.4g}"),
                "unit": self.unit,
                "goal": self.goal,
                "peer": self.peer,
            }
        )


class NotMeasuredError(RuntimeError):
    """What was to be measured did not happen; the message says what."""


def percentile(values: Sequence[float], share: float) -> float:
    """Return the smallest value that this share of all values does not exceed."""
    return sorted(values)[math.ceil(share * len(values)) - 1]


def ratio_of_pairs(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median of the ratios of what was measured side by side."""
    return statistics.median(our / their for our, their in zip(ours, theirs, strict=True))
