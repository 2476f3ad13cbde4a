"""One process of the load: a kiosk with its bell, its feed, its duties and many drivers."""

from __future__ import annotations

import threading
import traceback
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.allocation import complete_past, expire_holds
from core.db.database import Database
from core.garage_store import find_garage
from core.live import DatabaseBell, LiveFeed
from core.reservations import Reservations
from tests.soak.load.drivers import Drivers, Shop
from tests.soak.load.tally import Tally

if TYPE_CHECKING:
    from collections.abc import Callable
    from multiprocessing.queues import Queue
    from multiprocessing.synchronize import Event

    from core.garages import Garage
    from tests.soak.load.garage_time import GarageTime
    from tests.soak.load.tally import Counts

THREADS: Final = 4
PAYING: Final = timedelta(minutes=40)
"""How long a walk-in's hold lasts: ten seconds of ours, which are enough on a busy machine."""
UNTIL_ARRIVAL: Final = timedelta(hours=12)
"""How long a booking is held: longer than until its end."""
DUTIES_EVERY_S: Final = 0.25
REPORT_EVERY_S: Final = 0.25


@dataclass(frozen=True, slots=True)
class Kiosk:
    """What one process needs to know."""

    url: str
    garage: str
    time: GarageTime
    spots: float
    seed: int


def serve(kiosk: Kiosk, reports: Queue[Counts], over: Event) -> None:
    """Serve drivers until it is over; report what was counted every so often, and at the end."""
    tally = Tally()
    with Database(kiosk.url, pool_size=THREADS + 4) as database:
        garage = find_garage(database, kiosk.garage)
        with closing(DatabaseBell(database)) as bell, ThreadPoolExecutor(THREADS + 1) as pool:
            shop = Shop(
                database,
                garage,
                Reservations(database, kiosk.time, bell, hold_for=PAYING),
                Reservations(database, kiosk.time, bell, hold_for=UNTIL_ARRIVAL),
                kiosk.time,
            )
            feed = LiveFeed(
                database,
                garage,
                on_change=lambda _: tally.count("feed"),
                on_lost=tally.fault,
            )
            feed.start()
            work = [_duties(database, garage)]
            for thread in range(THREADS):
                seed = kiosk.seed * THREADS + thread
                work.append(Drivers(shop, tally, spots=kiosk.spots / THREADS, seed=seed).turn)
            running = [pool.submit(_repeat, one, tally, over) for one in work]
            while not over.wait(REPORT_EVERY_S):
                reports.put(tally.take())
            for one in running:
                one.result()
            feed.close()
    reports.put(tally.take())


def _duties(database: Database, garage: Garage) -> Callable[[], None]:
    """What every kiosk does now and then."""
    pause = threading.Event()

    def work() -> None:
        expire_holds(database, garage.id)
        complete_past(database, garage.id)
        pause.wait(DUTIES_EVERY_S)

    return work


def _repeat(work: Callable[[], None], tally: Tally, over: Event) -> None:
    while not over.is_set():
        try:
            work()
        except Exception as error:  # noqa: BLE001 - what a caller was shown is what is looked for
            traceback.print_exc()
            tally.fault(f"{type(error).__name__}: {error}")
