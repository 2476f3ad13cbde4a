"""The mixed load: kiosks in processes of their own, an operator, and a look at it every minute."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from queue import Empty
from typing import TYPE_CHECKING, Final

from core.db.database import Database
from core.db.migrate import upgrade
from tests.core.processes import processes
from tests.core.small_garage import open_garage, small_plan
from tests.soak.load.garage_time import GarageTime
from tests.soak.load.gauges import read_gauges
from tests.soak.load.kiosk import Kiosk, serve
from tests.soak.load.operator import Operator
from tests.soak.load.tally import Counts, Tally
from tests.soak.load.verdict import Minute

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from multiprocessing.process import BaseProcess
    from multiprocessing.queues import Queue

    from kiosk.demo.embedded_postgres import EmbeddedPostgres

SETTINGS: Final = {"track_commit_timestamp": "on"}
"""What the server needs, for ``false_none``."""
STEP: Final = timedelta(minutes=10)
OPERATES_EVERY_S: Final = 0.25
LISTEN_S: Final = 0.1
GARAGE: Final = "load"


@dataclass(frozen=True, slots=True)
class Plan:
    """How large the load is.

    Args:
        minutes: how often the database is looked at.
        minute_s: how long a minute takes; a short form may do with less.
        kiosks: processes.
        floors: of 200 spots each: 40 % compact, 45 % regular, 15 % large.
        speed: how fast the garage's time is.
        seed: of everybody's dice.
    """

    minutes: int = 10
    minute_s: float = 60
    kiosks: int = 3
    floors: int = 10
    speed: int = 240
    seed: int = 1

    @property
    def spots(self) -> int:
        """How many there are."""
        return 200 * self.floors


def prepare(server: EmbeddedPostgres, plan: Plan) -> tuple[str, GarageTime]:
    """Make a database with an empty garage in a time of its own; return both."""
    url = server.create_database("load")
    upgrade(url)
    garage_time = GarageTime(datetime.now(UTC), plan.speed)
    garage_time.install(url)
    with Database(url) as database:
        floors = tuple(range(plan.floors))
        open_garage(
            database,
            small_plan(slug=GARAGE, compact=80, regular=90, large=30, floors=floors, step=STEP),
        )
    return url, garage_time


def run(
    url: str, garage_time: GarageTime, plan: Plan, enough: Callable[[list[Minute]], bool]
) -> list[Minute]:
    """Let the load go on until the plan is done or it is enough, and return all minutes.

    Args:
        enough: asked after each minute, with all of them.
    """
    context = processes()
    reports: Queue[Counts] = context.Queue()
    over = context.Event()
    kiosks: list[BaseProcess] = [
        context.Process(
            target=serve,
            args=(
                Kiosk(url, GARAGE, garage_time, plan.spots / plan.kiosks, plan.seed + number),
                reports,
                over,
            ),
        )
        for number in range(plan.kiosks)
    ]
    minutes: list[Minute] = []
    with Database(url) as database:
        tally = Tally()
        operator = Operator(database, GARAGE, tally, seed=plan.seed)
        for kiosk in kiosks:
            kiosk.start()
        try:
            with _again_and_again(operator.turn, tally):
                while len(minutes) < plan.minutes:
                    began = time.monotonic()
                    counts = _gather(reports, _until(began + plan.minute_s))
                    seconds = time.monotonic() - began
                    counts.add(tally.take())
                    minutes.append(Minute(seconds, counts, read_gauges(database)))
                    if enough(minutes):
                        break
        finally:
            over.set()
            late = _gather(reports, lambda: any(kiosk.is_alive() for kiosk in kiosks))
            for kiosk in kiosks:
                kiosk.join()
    late.faults.update(f"a kiosk ended with exit code {k.exitcode}" for k in kiosks if k.exitcode)
    minutes[-1].counts.faults.update(late.faults + tally.take().faults)
    return minutes


def _gather(reports: Queue[Counts], going_on: Callable[[], bool]) -> Counts:
    """Add up what is reported as long as it goes on."""
    counts = Counts()
    while going_on():
        with suppress(Empty):
            counts.add(reports.get(timeout=LISTEN_S))
    with suppress(Empty):
        while True:
            counts.add(reports.get_nowait())
    return counts


def _until(moment: float) -> Callable[[], bool]:
    return lambda: time.monotonic() < moment


@contextmanager
def _again_and_again(work: Callable[[], None], tally: Tally) -> Iterator[None]:
    """Do it every so often beside the block."""
    over = threading.Event()

    def repeat() -> None:
        while not over.wait(OPERATES_EVERY_S):
            try:
                work()
            except Exception as error:  # noqa: BLE001 - what a caller was shown is looked for
                tally.fault(f"{type(error).__name__}: {error}")

    with ThreadPoolExecutor(1) as pool:
        operating = pool.submit(repeat)
        try:
            yield
        finally:
            over.set()
            operating.result()
