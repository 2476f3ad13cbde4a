"""What one process counts, and sends away every so often."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """What must never happen; anything else that must not is named by its exception."""

    FALSE_NONE = "false none free"
    LOST_HOLD = "lost holds"


@dataclass(slots=True)
class Counts:
    """What happened within some time."""

    operations: Counter[str] = field(default_factory=Counter)
    reserve_s: list[float] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, other: Counts) -> None:
        """Take over what somebody else counted."""
        self.operations += other.operations
        self.reserve_s += other.reserve_s
        self.faults += other.faults


class Tally:
    """Counts of several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts = Counts()

    def count(self, operation: str) -> None:
        """Note that an operation was done."""
        with self._lock:
            self._counts.operations[operation] += 1

    def reserved(self, seconds: float) -> None:
        """Note how long somebody waited for a spot, or for hearing that there is none."""
        with self._lock:
            self._counts.operations["reserve"] += 1
            self._counts.reserve_s.append(seconds)

    def fault(self, what: str) -> None:
        """Note what must never happen."""
        with self._lock:
            self._counts.faults[what] += 1

    def take(self) -> Counts:
        """Return what was counted since the last time."""
        with self._lock:
            taken, self._counts = self._counts, Counts()
        return taken
