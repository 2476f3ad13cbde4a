"""Every world that can be reached, breadth first, and the shortest way to each."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.core.payments.model.paying import paying
from tests.core.payments.model.settling import Worker, settling
from tests.core.payments.model.state import Actor, At, Intent, Step, World
from tests.core.payments.model.surroundings import ageing, driving, issuing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.core.payments.model.flaws import Flaw

SETTLERS = (Worker(0), Worker(1))


def steps(world: World, flaw: Flaw | None = None) -> Iterator[Step]:
    """Return everything that can happen next."""
    yield from paying(world, flaw)
    for worker in SETTLERS:
        yield from settling(world, worker, flaw)
        if worker.place(world) is not At.IDLE:
            yield Step(Actor.TROUBLE, "a settler is cut off", worker.to(world, At.IDLE))
    yield from driving(world)
    yield from issuing(world, flaw)
    yield from ageing(world)


@dataclass(frozen=True, slots=True)
class Map:
    """What was explored: each reachable world, with its steps and the one that first led there."""

    ways: dict[World, list[Step]]
    came: dict[World, tuple[World, Step]]

    def trace(self, world: World) -> str:
        """Return the shortest story that ends in this world, one line for each step."""
        lines: list[str] = []
        while world in self.came:
            before, step = self.came[world]
            who = "" if step.actor is Actor.TROUBLE else f"{step.actor}: "
            lines.append(f"{who}{step.says}".ljust(76) + _look(world))
            world = before
        return "\n".join(f"{number:3} {line}" for number, line in enumerate(reversed(lines), 1))

    def can_reach(self, goal: Callable[[World], bool], by: frozenset[Actor]) -> frozenset[World]:
        """Return the worlds from which these actors alone can bring about the goal."""
        before: dict[World, list[World]] = {}
        for world, ways in self.ways.items():
            for step in ways:
                if step.actor in by:
                    before.setdefault(step.then, []).append(world)
        reached = {world for world in self.ways if goal(world)}
        frontier = deque(reached)
        while frontier:
            for world in before.get(frontier.popleft(), ()):
                if world not in reached:
                    reached.add(world)
                    frontier.append(world)
        return frozenset(reached)


def explore(flaw: Flaw | None = None, *, until: Callable[[World], bool] | None = None) -> Map:
    """Go wherever one can get to from a held spot; ``until`` ends it at the first such world."""
    start = World()
    ways: dict[World, list[Step]] = {}
    came: dict[World, tuple[World, Step]] = {}
    frontier = deque([start])
    seen = {start}
    while frontier:
        world = frontier.popleft()
        if until is not None and until(world):
            ways[world] = []
            break
        ways[world] = list(steps(world, flaw))
        for step in ways[world]:
            if step.then not in seen:
                seen.add(step.then)
                came[step.then] = (world, step)
                frontier.append(step.then)
    return Map(ways, came)


def _look(world: World) -> str:
    ticket = ", ticket" if world.ticket else ""
    stray = "" if world.stray is Intent.ABSENT else f", earlier intent {world.stray}"
    return f"payment {world.payment}, intent {world.intent}{stray}{ticket}"
