"""What happens to the world during a schedule: outages, deaths, frozen processes, clocks."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.allocation import complete_past, expire_holds
from core.db.errors import DatabaseUnavailableError
from tests.schedules.operators import OPERATORS
from tests.schedules.wire import LATENCY_S

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.schedules.kiosk_process import World
    from tests.schedules.schedule import Place
    from tests.schedules.truths import Truths
    from tests.schedules.wire import Control

MOST_EVENTS: Final = 6
SLOW_S: Final = 8.0
TWO_DAYS_S: Final = 2 * 24 * 3600 + 60


class Weather:
    """Brings a few bad events over the schedule, and ends them all."""

    def __init__(
        self, world: World, places: Sequence[Place], control: Control, truths: Truths
    ) -> None:
        self._world = world
        self._actors = world.actors
        self._fate = world.fate
        self._places = places
        self._control = control
        self._truths = truths
        self._events: Sequence[Callable[[], None]] = world.fate.some_of(
            (
                self._database_outage,
                self._stripe_outage,
                self._slow_stripe,
                self._simulator_restart,
                self._death,
                self._death_of_an_operator,
                self._frozen_operator,
                self._freeze,
                self._zombie,
                self._database_clock,
                self._kiosk_clock,
                self._stripe_clock,
                self._reader_line,
                self._sweep,
            )
        )

    def rage(self) -> None:
        """Let a few events happen, one after the other."""
        for _ in range(self._fate.one_of(range(MOST_EVENTS + 1))):
            self._actors.pause(self._fate.up_to(25))
            self._fate.one_of(self._events)()

    def _met(self, what: str, more: str = "") -> None:
        self._fate.meet(what)
        self._actors.note(f"*** {what} {more}".rstrip())

    def _database_outage(self) -> None:
        self._met("outage of the database")
        self._world.database.down = True
        self._actors.pause(self._fate.about(20))
        self._world.database.down = False

    def _stripe_outage(self) -> None:
        self._met("outage of Stripe")
        self._world.account.down = True
        self._actors.pause(self._fate.about(30))
        self._world.account.down = False

    def _slow_stripe(self) -> None:
        self._met("Stripe is slow")
        self._world.account.latency_s = SLOW_S
        self._actors.pause(self._fate.about(60))
        self._world.account.latency_s = LATENCY_S

    def _simulator_restart(self) -> None:
        self._met("restart of Stripe")
        self._world.account.down = True
        self._actors.pause(1.0)
        self._world.account.restart()
        self._world.account.down = False

    def _death(self) -> None:
        place = self._fate.one_of(self._places)
        self._met("death of a kiosk", place.process)
        self._actors.kill(place.process)
        self._actors.pause(self._fate.about(40))
        place.switch_on()

    def _death_of_an_operator(self) -> None:
        name = self._fate.one_of(OPERATORS)
        self._met("death of an operator's command", name)
        self._actors.kill(name)

    def _frozen_operator(self) -> None:
        name = self._fate.one_of(OPERATORS)
        seconds = self._fate.between(5, 300)
        self._met("frozen operator's command", f"{name} for {seconds:.0f} s")
        self._actors.freeze(name, seconds)

    def _freeze(self) -> None:
        place = self._fate.one_of(self._places)
        seconds = self._fate.between(5, 300)
        self._met("frozen kiosk", f"{place.process} for {seconds:.0f} s")
        self._actors.freeze(place.process, seconds)

    def _zombie(self) -> None:
        """A second process of a kiosk starts while the first is frozen, and that wakes up."""
        place = self._fate.one_of(self._places)
        seconds = self._fate.between(5, 60)
        self._met("zombie kiosk", f"{place.process} for {seconds:.0f} s")
        self._actors.freeze(place.process, seconds)
        place.switch_on()

    def _database_clock(self) -> None:
        seconds = self._fate.one_of((-20, 70, 150, 1200))
        self._met("clock of the database jumps", f"{seconds} s")
        self._world.database.jump(seconds)

    def _kiosk_clock(self) -> None:
        place = self._fate.one_of(self._places)
        seconds = self._fate.one_of((-150, -20, 30, 150))
        self._met("clock of a kiosk jumps", f"{place.process} {seconds} s")
        place.jump(timedelta(seconds=seconds))

    def _stripe_clock(self) -> None:
        self._met("clock of Stripe jumps", "two days")
        self._truths.keys_forgotten = True
        self._world.account.clock.ahead += timedelta(seconds=TWO_DAYS_S)
        self._world.account.touched = True

    def _reader_line(self) -> None:
        place = self._fate.one_of(self._places)
        state = self._fate.one_of(("silent", "offline"))
        self._met(f"reader {state}", place.name)
        self._control.set_connection(place.reader_id, state)
        self._actors.pause(self._fate.about(30))
        self._control.set_connection(place.reader_id, "online")

    def _sweep(self) -> None:
        """Somebody else ends expired holds."""
        self._actors.note("*** what time has ended is ended")
        try:
            expire_holds(self._world.database, self._world.garage.id)
            complete_past(self._world.database, self._world.garage.id)
        except DatabaseUnavailableError:
            self._actors.note("... in vain")
