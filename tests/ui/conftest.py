"""What every test of the screens needs: a visit in a world that the test rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.shots.states import SETUP
from tests.ui.fake_ports import Clock, World
from ui.jobs import Jobs
from ui.presenting.opening import opening_view_model
from ui.visit import Visit

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def world() -> World:
    return World()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visit(qapp: object, world: World, clock: Clock) -> Iterator[Visit]:  # noqa: ARG001
    jobs = Jobs()
    made = Visit(
        opening_view_model(SETUP, clock.now()),
        setup=SETUP,
        ports=world.ports(),
        jobs=jobs,
        clock=clock,
        seconds=clock.seconds,
    )
    yield made
    if world.tell is not None:
        made.close()
    for gate in (world.until, world.reserve_until, world.call_until):
        if gate is not None:
            gate.set()
    assert jobs.close()
