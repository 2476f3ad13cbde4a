"""How long a purchase takes when nobody has to be waited for."""

from __future__ import annotations

import statistics
import time
from typing import TYPE_CHECKING

from tests.bench.figures import Figure
from tests.journeys.steps import Driver, kiosk_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.world import World

JOURNEYS = 7


def measure(world: World) -> Iterator[Figure]:
    world.simulator.answer_by_itself(world.reader, "good")
    taken = []
    with kiosk_of(world.settings_file) as kiosk:
        driver = Driver(kiosk)
        ticket = kiosk.visit.screens.ticket
        for _ in range(JOURNEYS):
            driver.sees_counts()
            driver.sees("welcome")
            began = time.perf_counter()
            driver.goes_to_pay()
            driver.sees("ticket")
            driver.hand.wait(lambda: ticket.props.printing == "done", "the paper")
            taken.append(time.perf_counter() - began)
            driver.hand.touch("done")
    yield Figure(
        "journey_s",
        statistics.median(taken),
        "s",
        2,
        "a driver's patience; three touches as fast as the screens are there, the reader answering "
        "at once, until the ticket is printed",
    )
