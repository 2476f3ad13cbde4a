"""One actor at a time: who goes on next is drawn from the seed, and waiting costs nothing.

Actors are threads that hand a baton to each other through the scheduler. An actor goes on until
it takes a step (``Actors.step``) or waits; then the next one is drawn among those that could go
on. Virtual time moves a little with each step, and jumps when all of them wait.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from tests.schedules.encounters import LONGEST_S, Encounters

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.schedules.fate import Fate

BEGINS: Final = datetime(2031, 3, 4, 9, 30, tzinfo=UTC)
STEP_S: Final = 0.04
"""How much time a step takes at most, as long as nothing holds it up."""


class KilledError(BaseException):
    """Unwinds an actor whose process is dead; no exception, so that nobody handles it."""


@dataclass(eq=False)
class Actor:
    """A thread that goes on only while it has the baton."""

    name: str
    process: str
    work: Callable[[], object]
    due: float
    for_ever: bool
    event: threading.Event | None = None
    frozen_until: float = 0.0
    doomed: bool = False
    over: bool = False
    broke: Exception | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)
    _back: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._turn.acquire()
        self._back.acquire()
        threading.Thread(target=self._run, name=self.name, daemon=True).start()

    def go_on(self) -> None:
        """Hand the baton over, and get it back; for the scheduler."""
        self._turn.release()
        self._back.acquire()

    def stand_by(self) -> None:
        """Hand the baton back, and wait for it; for the actor.

        Raises:
            KilledError: if the actor's process died meanwhile.
        """
        if self.doomed:
            raise KilledError
        self._back.release()
        self._turn.acquire()
        if self.doomed:
            raise KilledError

    def ready_at(self) -> float:
        """When it can go on, in virtual seconds."""
        rings = self.event is not None and self.event.is_set()
        return max(0.0 if rings else self.due, self.frozen_until)

    def _run(self) -> None:
        self._turn.acquire()
        try:
            if not self.doomed:
                self.work()
        except KilledError:
            pass
        except Exception as error:  # noqa: BLE001 - the schedule tells it
            self.broke = error
        self.over = True
        self._back.release()


class Actors:
    """All actors of one schedule, and their time."""

    def __init__(self, fate: Fate) -> None:
        self.seconds = 0.0
        """Virtual seconds since the schedule began."""
        self.calm = False
        """Whether nobody is held up any more."""
        self._fate = fate
        self._encounters = Encounters(fate)
        self._actors: list[Actor] = []
        self._running: Actor | None = None

    def enter(
        self, name: str, work: Callable[[], object], *, process: str = "", for_ever: bool = False
    ) -> Actor:
        """Let one more actor begin with its work; it dies with its process.

        ``for_ever`` says that nobody has to wait for its end.
        """
        actor = Actor(name, process, work, due=self.seconds, for_ever=for_ever)
        self._actors.append(actor)
        return actor

    def step(self, what: str) -> None:
        """Let others go first, perhaps; called by an actor before it touches the world."""
        self.breathe()
        self._meet(what)
        self.note(what)

    def breathe(self) -> None:
        """Let others go on, perhaps for long."""
        held_up = not self.calm and self._fate.happens(self._fate.hiccups, "actor held up")
        self._wait(self._fate.about(self._fate.hiccup_s) if held_up else 0.0)

    def pause(self, seconds: float, event: threading.Event | None = None) -> None:
        """Wait so long, or until the event is set."""
        self._wait(seconds, event)

    def note(self, what: str) -> None:
        """Write one line of the trace, in the running actor's name."""
        who = self._running.name if self._running else "-"
        self._fate.note(f"{self.seconds:10.3f} {who:<24} {what}")

    def go_on(self) -> bool:
        """Let one actor go on; return whether there was one."""
        if not self._actors:
            return False
        ready_at = [actor.ready_at() for actor in self._actors]
        self.seconds = max(self.seconds, min(ready_at)) + self._fate.up_to(STEP_S)
        ready = [
            actor for actor, at in zip(self._actors, ready_at, strict=True) if at <= self.seconds
        ]
        self._resume(self._fate.one_of(ready))
        return True

    @property
    def busy(self) -> bool:
        """Whether somebody is at work that has an end."""
        return any(not actor.for_ever for actor in self._actors)

    def kill(self, process: str) -> None:
        """End all actors of the process where they stand."""
        for actor in [one for one in self._actors if one.process == process]:
            actor.doomed = True
            self._resume(actor)

    def freeze(self, process: str, seconds: float) -> None:
        """Let the process's actors stand still for so long, wherever they are."""
        for actor in self._actors:
            if actor.process == process:
                actor.frozen_until = self.seconds + seconds

    def kill_all(self) -> None:
        """End everybody."""
        for process in {actor.process for actor in self._actors}:
            self.kill(process)

    def _resume(self, actor: Actor) -> None:
        before, self._running = self._running, actor
        actor.go_on()
        self._running = before
        if actor.over:
            self._actors.remove(actor)
        if actor.broke is not None:
            raise actor.broke

    def _meet(self, what: str) -> None:
        """Wait for whoever the schedule brings together with this actor, if anybody."""
        if self._running is None or self.calm:
            return
        met = self._encounters.arrives(self._running, what)
        if met is not None:
            self._wait(0.0 if met.is_set() else LONGEST_S, met)
            self._encounters.goes_on(self._running)

    def _wait(self, seconds: float, event: threading.Event | None = None) -> None:
        actor = self._running
        if actor is None:  # before and after the schedule, when nobody else is there
            self.seconds += seconds
            return
        actor.due, actor.event = self.seconds + seconds, event
        actor.stand_by()


class VirtualClock:
    """The actors' time, as one process's clock shows it; a ``Timer``."""

    def __init__(self, actors: Actors) -> None:
        self.ahead = timedelta()
        """How far this clock is ahead of the actors' time."""
        self._actors = actors

    def now(self) -> datetime:
        """Return what the clock shows."""
        return BEGINS + timedelta(seconds=self._actors.seconds) + self.ahead

    def monotonic(self) -> float:
        """Return the actors' seconds, however the clock is set."""
        return self._actors.seconds

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Let others go on until the event is set, or so long."""
        if not event.is_set():
            self._actors.pause(seconds, event)
        return event.is_set()

    def pause(self, seconds: float) -> None:
        """Let others go on for so long."""
        self._actors.pause(seconds)
