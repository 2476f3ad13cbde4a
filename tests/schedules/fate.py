"""What a seed decides, what of it was met, and the trace of what happened."""

from __future__ import annotations

import random
from collections import Counter
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

QUIET_TO_WILD: Final = (0.0, 0.01, 0.03, 0.1)


class Fate:
    """Everything that a schedule draws comes from here, in the order in which it is asked for."""

    def __init__(self, seed: int) -> None:
        self._dice = random.Random(seed)
        self.met: Counter[str] = Counter()
        """How often each fault was met."""
        self.trace: list[str] = []
        self.stripe_faults = self.one_of(QUIET_TO_WILD)
        """How likely a call of Stripe goes wrong; likewise below."""
        self.database_faults = self.one_of(QUIET_TO_WILD)
        self.hiccups = self.one_of((0.0, 0.02, 0.08, 0.2))
        self.hiccup_s = self.one_of((1.0, 5.0, 30.0))
        """How long an actor that is held up is held up, on average."""
        self.tap_faults = self.one_of((0.0, 0.2, 0.5))
        self.printer_faults = self.one_of(QUIET_TO_WILD[:3])

    def happens(self, likely: float, fault: str) -> bool:
        """Return whether a fault strikes, which is counted."""
        strikes = self._dice.random() < likely
        if strikes:
            self.meet(fault)
        return strikes

    def meet(self, fault: str) -> None:
        """Count a fault that strikes."""
        self.met[fault] += 1

    def one_of(self, choices: Sequence[T]) -> T:
        """Draw one."""
        return self._dice.choice(choices)

    def some_of(self, choices: Sequence[T]) -> Sequence[T]:
        """Draw a few, at least one: schedules that differ in kind find more than an even mix."""
        return self._dice.sample(choices, self._dice.randint(1, len(choices)))

    def chance(self, likely: float) -> bool:
        """Draw whether something that is no fault happens."""
        return self._dice.random() < likely

    def up_to(self, most: float) -> float:
        """Draw between 0 and ``most``."""
        return self._dice.random() * most

    def between(self, least: float, most: float) -> float:
        """Draw between the two."""
        return self._dice.uniform(least, most)

    def about(self, mean: float) -> float:
        """Draw a time that is often short and sometimes very long."""
        return self._dice.expovariate(1 / mean)

    def note(self, line: str) -> None:
        """Write one line of the trace."""
        self.trace.append(line)
