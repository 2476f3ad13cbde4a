"""Money under seeded schedules; ``schedule.py`` says what one is, ``truths.py`` what must hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from tests.schedules.careless import CARELESS
from tests.schedules.schedule import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

SCHEDULES: Final = 312
BLOCK: Final = 26
ENOUGH: Final = 150
"""So many schedules must find any carelessness."""


@pytest.fixture
def stage(database_url: str) -> Iterator[Stage]:
    """A garage for one schedule after the other."""
    stage = Stage(database_url)
    yield stage
    stage.close()


@pytest.mark.parametrize("first", range(1, SCHEDULES + 1, BLOCK))
def test_no_schedule_finds_an_untruth(stage: Stage, first: int) -> None:
    for seed in range(first, first + BLOCK):
        report = stage.run(seed)
        assert not report.untruths, str(report)


@pytest.mark.parametrize("careless", CARELESS)
def test_control_the_schedules_find_a_kiosk_that(stage: Stage, careless: str) -> None:
    reports = (stage.run(seed, CARELESS[careless]) for seed in range(1, ENOUGH + 1))

    assert any(report.untruths for report in reports)


def test_a_seed_replays_step_by_step(stage: Stage) -> None:
    first, between, again = stage.run(7), stage.run(8), stage.run(7)

    assert first.trace == again.trace
    assert first.trace != between.trace
