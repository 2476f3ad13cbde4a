"""One schedule, from its seed to its end: kiosks, people, weather, and then the reckoning.

``actors`` decides who goes on and what time it is, and ``fate`` draws everything from the seed.
``encounters`` brings two of them to the same money at once. ``kiosk_process`` is a kiosk without
its window, ``people`` are the drivers, ``operators`` give refunds, ``weather`` kills, freezes, cuts
off and sets clocks. ``virtual_database`` and ``wire`` stand between the core and the
real PostgreSQL and the simulator's own code, and let transactions and calls fail. ``truths`` says
what must hold after every step, at every screen and in the end; ``careless`` takes one protection
away each, to show that it would be found. ``python -m tests.schedules SEED`` plays one schedule
again and prints it.
"""

from __future__ import annotations

import logging
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.db.database import Database
from core.garage_store import find_garage, load_garage, register_kiosk
from core.ids import ReaderId
from tests.core.small_garage import small_plan
from tests.schedules.actors import Actors, VirtualClock
from tests.schedules.fate import Fate
from tests.schedules.kiosk_process import SOUND, KioskProcess, Parts, World
from tests.schedules.operators import OPERATORS, Operator
from tests.schedules.people import Driver
from tests.schedules.truths import Truths
from tests.schedules.virtual_database import VirtualDatabase, own_time
from tests.schedules.weather import Weather
from tests.schedules.wire import LATENCY_S, Account, Control

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable
    from datetime import timedelta

    from core.ids import KioskId

KIOSKS: Final = ("north", "south", "west")
STEPS: Final = 20_000
"""A schedule that takes more never ends."""
CALM_S: Final = 1800.0
"""How long everything may take to be settled once all faults are over."""

LAPSED: Final = "known limit: the authorisation ended before the capture"


@dataclass(frozen=True)
class Report:
    """What became of one schedule."""

    seed: int
    untruths: list[str]
    met: Counter[str]
    trace: list[str]
    steps: int
    careless: str | None = None
    """Which protection was taken away, in the words of ``careless.py``."""

    def __str__(self) -> str:
        """Say what is untrue, and how to see it happen again."""
        found = "\n".join(f"  {untruth}" for untruth in self.untruths) or "  all is true"
        again = f"python -m tests.schedules {self.seed}"
        if self.careless is not None:
            again += f' --careless "{self.careless}"'
        return f"seed {self.seed}: {again}\n{found}"


class Place:
    """Where a kiosk stands, with its reader and its clock, whichever process runs there."""

    def __init__(self, world: World, control: Control, name: str, kiosk_id: KioskId) -> None:
        self.name = name
        self.reader_id = ReaderId(control.ensure_reader(name).id)
        self.kiosk: KioskProcess | None = None
        self.runs = 0
        self._world = world
        self._kiosk_id = kiosk_id
        self._clock = VirtualClock(world.actors)

    @property
    def process(self) -> str:
        """The newest process of the kiosk."""
        return f"{self.name}.{self.runs}"

    def switch_on(self) -> None:
        """Start a process of the kiosk, whatever became of the last."""
        self.runs += 1
        self.kiosk = KioskProcess(
            self._world, self.process, self._kiosk_id, self.reader_id, self._clock
        )
        self.kiosk.start()

    def jump(self, by: timedelta) -> None:
        """Set the kiosk's clock forward or back."""
        self._clock.ahead += by


class Stage:
    """A database with a garage that schedules run on, one after the other."""

    def __init__(self, url: str) -> None:
        with Database(url) as database:
            load_garage(database, small_plan(compact=2, regular=1, large=0), actor="test")
            self._garage = find_garage(database, "small")
            self._kiosks = [register_kiosk(database, self._garage, name) for name in KIOSKS]
            own_time(database)
        self._database = VirtualDatabase(url)

    def run(self, seed: int, parts: Parts = SOUND) -> Report:
        """Run the schedule of this seed; the same seed is the same schedule, step by step."""
        fate = Fate(seed)
        actors = Actors(fate)
        self._database.begin(actors, fate, VirtualClock(actors))
        account = Account(actors, fate, VirtualClock(actors))
        control = Control(account)
        truths = Truths(self._database, account, control, self._garage, note=actors.note)
        world = World(self._database, account, actors, fate, self._garage, parts, tell=truths.told)
        places = [
            Place(world, control, name, kiosk_id)
            for name, kiosk_id in zip(KIOSKS, self._kiosks, strict=True)
        ]
        logging.disable()  # outages are what this is about; the trace tells them
        try:
            steps = _act(world, places, control, truths)
            untruths = truths.broken or truths.at_the_end()
            fate.met[LAPSED] += len(truths.lapsed)
        except Exception:  # noqa: BLE001 - whatever breaks is what the schedule was looking for
            steps, untruths = 0, [*truths.broken, traceback.format_exc()]
        finally:
            logging.disable(logging.NOTSET)
            actors.kill_all()
            account.store.close()
        return Report(seed, untruths, fate.met, fate.trace, steps, parts.careless)

    def close(self) -> None:
        """Let go of the database."""
        self._database.close()


def play(url: str, seeds: Iterable[int], parts: Parts = SOUND) -> list[Report]:
    """Play these seeds on a migrated database of their own."""
    stage = Stage(url)
    try:
        return [stage.run(seed, parts) for seed in seeds]
    finally:
        stage.close()


def play_briefly(url: str, seeds: Iterable[int], parts: Parts = SOUND) -> list[Report]:
    """Play these seeds and forget the traces, which can be had again."""
    reports = play(url, seeds, parts)
    for report in reports:
        report.trace.clear()
    return reports


def _act(world: World, places: list[Place], control: Control, truths: Truths) -> int:
    """Let everything happen, then let everything settle; return how many steps it took."""
    actors = world.actors
    for place in places:
        place.switch_on()
    busy = [actors.enter("weather", Weather(world, places, control, truths).rage)]
    busy += [
        actors.enter(f"driver at {place.name}", Driver(world, place, control).visit)
        for place in places
    ]
    for name in OPERATORS[: world.fate.one_of((0, 1, 2, 2))]:
        operator = Operator(world, name, asks=truths.asked, hears=truths.answered)
        busy.append(actors.enter(name, operator.work, process=name))
    steps = 0
    while not all(actor.over for actor in busy) and not truths.broken:
        actors.go_on()
        truths.look()
        steps += 1
        assert steps < STEPS, "the drivers never leave"
    _calm(world, places, control)
    until = actors.seconds + CALM_S
    while (actors.busy or truths.unsettled()) and not truths.broken:
        actors.go_on()
        truths.look()
        steps += 1
        if actors.seconds > until:
            break
    for place in places:
        if place.kiosk is not None:
            place.kiosk.look_after_reader()
    while actors.busy and not truths.broken:
        actors.go_on()
        steps += 1
        assert steps < STEPS, "somebody is never done"
    return steps


def _calm(world: World, places: list[Place], control: Control) -> None:
    """End all faults."""
    world.actors.calm = True
    world.actors.note("--- all faults are over ---")
    world.database.down = world.account.down = False
    world.account.latency_s = LATENCY_S
    for place in places:
        control.set_connection(place.reader_id, "online")
