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
        name: ends in its unit, or in ``_ratio``.
        value: the measured number.
        unit: ``ms``, ``s``, ``MiB`` or ``ratio``.
        at_most: the goal; None where the figure is only reported.
        peer: what the value is held against, in words.
    """

    name: str
    value: float
    unit: str
    at_most: float | None
    peer: str

    @property
    def missed(self) -> bool:
        return self.at_most is not None and self.value > self.at_most

    def line(self) -> str:
        """Return the figure as JSON."""
        return json.dumps(
            {
                "name": self.name,
                "value": float(f"{self.value:.4g}"),
                "unit": self.unit,
                "goal": "reported" if self.at_most is None else f"<= {self.at_most:g}",
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
