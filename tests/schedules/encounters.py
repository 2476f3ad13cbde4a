"""Who waits for whom: two that decide about the same money are brought to it at the same moment.

By chance alone a kiosk that comes back late and the settler that has taken up its payment miss
each other nearly always.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from tests.schedules.actors import Actor
    from tests.schedules.fate import Fate

Encounter = tuple[str, str]
"""Whoever is about to take the first step waits until another is about to take the second.

A step is whose it is, and the method in which it asks the database.
"""

ENCOUNTERS: Final[tuple[Encounter, ...]] = (
    ("terminal commit", "settler give_up"),
    (
        "terminal commit",
        "settler give_up",
    ),  # it fails the most: the driver may leave before the lease is over
    ("terminal commit", "db cancel"),
    ("operator decide", "operator decide"),
)
LONGEST_S: Final = 100.0
"""More than a lease and a settler's round, and less than a hold under its payment."""


@dataclass
class Encounters:
    """What this schedule brings together, if anything."""

    fate: Fate
    waiting: list[tuple[Actor, threading.Event]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Draw it."""
        self._first, self._second = self.fate.one_of((("", ""), *ENCOUNTERS))

    def arrives(self, actor: Actor, what: str) -> threading.Event | None:
        """Let an actor come to a step; return what it waits for there, if for anything.

        An event that is set: the other was here already, and it is drawn who goes first.
        """
        name = f"{actor.name.split()[-1]} {what.split('.')[-2:][0]}"
        if name == self._second:
            for at, (other, event) in enumerate(self.waiting):
                if other is not actor and not other.over:
                    del self.waiting[at]
                    self.fate.meet(f"encounter: {self._first} and {self._second}")
                    event.set()
                    return event
        if name != self._first or self.fate.chance(0.3):
            return None
        event = threading.Event()
        self.waiting.append((actor, event))
        return event

    def goes_on(self, actor: Actor) -> None:
        """Forget an actor that nobody came to in time."""
        self.waiting = [(other, event) for other, event in self.waiting if other is not actor]
