"""The outside world in a box: PostgreSQL, Stripe with a card reader, two garages, other cars."""

from __future__ import annotations

import random
import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Self

from psycopg.errors import DuplicateDatabase

from core.clock import SystemClock
from core.db.database import Database
from core.db.migrate import upgrade
from core.garage_file import read_garage_file
from core.garage_store import find_garage, load_garage
from core.live import DatabaseBell
from core.reservations import Reservations
from kiosk.demo.embedded_postgres import EmbeddedPostgres, default_folder
from kiosk.demo.occupancy import SHARE, occupy
from kiosk.demo.stripe_simulator import SimulatorControl, SimulatorProcess
from kiosk.demo.traffic import Traffic
from kiosk.paths import GARAGES

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from core.garages import Garage

GARAGE: Final = "riverside"
STRIPE_KEY: Final = "sk_test_demo"
SETTINGS: Final = """\
# Written by the demo at each start.
[kiosk]
garage = "{garage}"
name = "{kiosk}"
state = "{state}"
window = "{window}"

[database]
url = "{database_url}"

[stripe]
secret_key = "{stripe_key}"
reader = "{reader}"
api_url = "{stripe_url}"

[printer]
folder = "{tickets}"

[payment]
card_seconds = {card_seconds}
"""


@dataclass(frozen=True, slots=True)
class Plan:
    """Which world it is to be.

    ``database`` names the database on the embedded server; ``fresh`` empties it first.
    """

    folder: Path
    kiosk: str = "Entrance 1"
    database: str = "demo"
    fresh: bool = False
    traffic: bool = True
    occupied: float = SHARE
    window: str = "1080x1920"
    card_seconds: int = 90
    seed: int | None = None


def world_folder() -> Path:
    """Return where the demo keeps all but PostgreSQL's data, beside those."""
    return default_folder().with_name("demo-world")


class World:
    """A running world; a context manager. Everything in it ends with it."""

    def __init__(self, plan: Plan, server: EmbeddedPostgres | None = None) -> None:
        """``server`` is one that runs already and goes on; else the demo's own is started."""
        self._plan = plan
        self._owns_server = server is None
        self._server = server or EmbeddedPostgres(default_folder())
        self._running = ExitStack()
        self.settings_file = plan.folder / "kiosk.toml"
        self.tickets = plan.folder / "tickets"

    def __enter__(self) -> Self:
        """Start everything, and write the settings of a kiosk in this world."""
        with ExitStack() as starting:
            self._start(starting)
            self._running = starting.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End everything, the last first."""
        self._running.close()

    def _start(self, running: ExitStack) -> None:
        plan = self._plan
        plan.folder.mkdir(parents=True, exist_ok=True)
        if self._owns_server:
            running.enter_context(self._server)
        if plan.fresh:
            self._server.drop_database(plan.database)
            for left in plan.folder.glob("stripe.db*"):
                left.unlink()
            shutil.rmtree(self.tickets, ignore_errors=True)
        with suppress(DuplicateDatabase):  # kept from an earlier run
            self._server.create_database(plan.database)
        self.database_url = self._server.url_of(plan.database)
        upgrade(self.database_url)
        self.database = Database(self.database_url)
        running.callback(self.database.close)
        self.bell = DatabaseBell(self.database)
        running.callback(self.bell.close)
        self.reservations = Reservations(
            self.database, SystemClock(), self.bell, hold_for=timedelta(minutes=2)
        )
        dice = random.Random(plan.seed)
        self.garages = self._sample_garages(dice)
        self.garage = next(garage for garage in self.garages if garage.slug == GARAGE)
        simulator = running.enter_context(SimulatorProcess(plan.folder / "stripe.db"))
        self.simulator_url = simulator.url
        self.simulator = SimulatorControl(simulator.url)
        self.reader = self.simulator.ensure_reader(plan.kiosk).id
        self._write_settings()
        if plan.traffic:
            traffic = Traffic(self.database, self.reservations, self.garages, dice=dice)
            running.callback(traffic.close)
            traffic.start()

    def _sample_garages(self, dice: random.Random) -> list[Garage]:
        garages = []
        for file in sorted(GARAGES.glob("*.toml")):
            plan = read_garage_file(file)
            load_garage(self.database, plan, actor="demo")
            garage = find_garage(self.database, plan.slug)
            occupy(self.database, garage, share=self._plan.occupied, dice=dice)
            garages.append(garage)
        return garages

    def _write_settings(self) -> None:
        plan = self._plan
        self.settings_file.touch(mode=0o600)
        self.settings_file.chmod(0o600)
        self.settings_file.write_text(
            SETTINGS.format(
                garage=self.garage.slug,
                kiosk=plan.kiosk,
                state=plan.folder / "state",
                window=plan.window,
                database_url=self.database_url,
                stripe_key=STRIPE_KEY,
                reader=self.reader,
                stripe_url=self.simulator_url,
                tickets=self.tickets,
                card_seconds=plan.card_seconds,
            ),
            encoding="utf-8",
        )
