"""How soon a reservation shows on the other kiosks."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from datetime import timedelta
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, NamedTuple

from core.availability import availability_now
from core.clock import SystemClock
from core.outcomes import Reserved
from core.periods import stay
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.bench.figures import Figure, NotMeasuredError, percentile

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.world import World

PROCESSES = 2
KIOSKS_EACH = 4
CHANGES = 250
TAKEN_BEFORE = 500
PACE_S = (0.01, 0.11)
PATIENCE_S = 10.0


class Told(NamedTuple):
    kiosk: tuple[int, int]
    at: float
    free: int


class Listeners:
    """Kiosks in other processes; what they are told comes in as one stream."""

    def __init__(self, world: World, running: ExitStack) -> None:
        self.told: SimpleQueue[Told] = SimpleQueue()
        command = (sys.executable, "-m", "tests.bench.listening", world.database_url)
        for number in range(PROCESSES):
            process = running.enter_context(
                subprocess.Popen(
                    [*command, world.garage.slug, str(KIOSKS_EACH)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    text=True,
                )
            )
            reader = Thread(target=self._read, args=(number, process), daemon=True)
            reader.start()
            running.callback(reader.join)
            if process.stdin is not None:
                running.callback(process.stdin.close)

    def wait_until_all_see(self, free: int) -> dict[tuple[int, int], list[Told]]:
        """Return all that every kiosk was told, once the last one is told this count."""
        heard: dict[tuple[int, int], list[Told]] = defaultdict(list)
        missing = PROCESSES * KIOSKS_EACH
        while missing:
            try:
                one = self.told.get(timeout=PATIENCE_S)
            except Empty:
                raise NotMeasuredError(f"{missing} kiosks were not told {free}.") from None
            heard[one.kiosk].append(one)
            missing -= one.free == free
        return heard

    def _read(self, number: int, process: subprocess.Popen[str]) -> None:
        for line in process.stdout or ():
            said = json.loads(line)
            self.told.put(Told((number, said["kiosk"]), said["at"], said["free"]))


def measure(world: World) -> Iterator[Figure]:
    """Measure in a world where only what is done here changes the counts."""
    reservations = Reservations(
        world.database, SystemClock(), world.bell, hold_for=timedelta(hours=1)
    )
    for _ in range(TAKEN_BEFORE):
        _reserve(world, reservations)
    pace = random.Random(1)
    with ExitStack() as running:
        listeners = Listeners(world, running)
        free = availability_now(world.database, world.garage)[0].free[VehicleType.COMPACT]
        listeners.wait_until_all_see(free)
        committed = []
        for _ in range(CHANGES):
            _reserve(world, reservations)
            committed.append(time.monotonic())
            time.sleep(pace.uniform(*PACE_S))
        heard = listeners.wait_until_all_see(free - CHANGES)
    delays = [
        _first_at(told, free - number - 1) - at
        for told in heard.values()
        for number, at in enumerate(committed)
    ]
    yield Figure(
        "live_update_ms_p99",
        percentile(delays, 0.99) * 1000,
        "ms",
        250,
        f"the promise; from the commit of a reservation to the new count on {len(heard)} kiosks, "
        f"{CHANGES} changes, ten to a hundred milliseconds apart",
    )


def _first_at(told: list[Told], free: int) -> float:
    return next(one.at for one in told if one.free <= free)


def _reserve(world: World, reservations: Reservations) -> None:
    period = stay(SystemClock().now(), timedelta(hours=4))
    outcome = reservations.reserve(world.garage, VehicleType.COMPACT, period)
    if not isinstance(outcome, Reserved):
        raise NotMeasuredError(f"Nothing was reserved: {outcome}")
