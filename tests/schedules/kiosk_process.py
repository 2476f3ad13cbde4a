"""One kiosk without its window: the real core, ports and flow, one process after the other.

What the window's lanes are threads for, is an actor each here.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, cast

from core.db.errors import DatabaseUnavailableError
from core.payments.ledger import Ledger
from core.payments.paying import Payments
from core.payments.refund_ledger import RefundLedger
from core.payments.refunding import Refunding
from core.payments.settlement import Settlement
from core.payments.settler import Settler
from core.payments.stripe_terminal import StripeTerminal
from core.payments.till import Till
from core.periods import BadPeriodError
from core.reservations import Reservations
from core.tickets.records import note_print, times_printed
from kiosk.devices.printer import PrinterCondition, PrinterState
from kiosk.ports import BookingPort, PaymentsPort
from tests.core.shop import KEY
from tests.core.small_garage import SilentBell
from tests.schedules.wire import Wire
from ui.errands import CHECKING_SECONDS
from ui.flow import step
from ui.journey import (
    Device,
    Journey,
    LookElsewhere,
    PayAnswered,
    PayProgressed,
    Print,
    PrintAnswered,
    Reserve,
    ReserveAnswered,
    StartPayment,
    StopAnswered,
    StopPayment,
    WorkBroke,
)
from ui.ports import DeviceFailedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.garages import Garage
    from core.ids import KioskId, ReaderId
    from kiosk.devices.printer import Printer
    from kiosk.opening import Opening
    from tests.schedules.actors import Actors, VirtualClock
    from tests.schedules.fate import Fate
    from tests.schedules.virtual_database import VirtualDatabase
    from tests.schedules.wire import Account
    from ui.journey import Effect, Event, Screen, VisitId

WINDOW: Final = timedelta(seconds=12)
HOLD: Final = timedelta(minutes=2)
SETTLES_EVERY_S: Final = 20.0
TURN_S: Final = 0.3
PRINTING_S: Final = 4.0


@dataclass(frozen=True)
class Parts:
    """What a kiosk is made of; the controls put careless ones here."""

    ledger: type[Ledger] = Ledger
    settlement: type[Settlement] = Settlement
    payments: type[Payments] = Payments
    terminal: type[StripeTerminal] = StripeTerminal
    refund_ledger: type[RefundLedger] = RefundLedger
    refunding: type[Refunding] = Refunding
    careless: str | None = None
    """What a careless one does, in words."""


SOUND: Final = Parts()


@dataclass
class World:
    """What all kiosks of a schedule share."""

    database: VirtualDatabase
    account: Account
    actors: Actors
    fate: Fate
    garage: Garage
    parts: Parts
    tell: Callable[[str, Screen, Screen], None]
    """Hears of every screen that a driver sees, and of the one before it."""


class KioskProcess:
    """One process of a kiosk, from its start to its end; to ports it is its own ``Opening``."""

    def __init__(
        self,
        world: World,
        process: str,
        kiosk_id: KioskId,
        reader_id: ReaderId,
        clock: VirtualClock,
    ) -> None:
        self.process = process
        self.journey = Journey()
        self.open = False
        self.clock = clock
        self.database, self.garage, self.kiosk_id = world.database, world.garage, kiosk_id
        self._world = world
        self._actors, self._fate = world.actors, world.fate
        parts, bell = world.parts, SilentBell()
        wire = Wire(world.account, world.actors, world.fate)
        ledger = parts.ledger(world.database, bell)
        self._terminal = parts.terminal(KEY, api_url="http://in.process", http_client=wire)
        settlement = parts.settlement(ledger, self._terminal)
        refunding = parts.refunding(parts.refund_ledger(world.database, bell), self._terminal)
        self.settler = Settler(
            settlement, clock=self.clock, every_s=SETTLES_EVERY_S, after=refunding.settle_due
        )
        self._ledger = ledger
        self.reservations = Reservations(world.database, self.clock, bell, hold_for=HOLD)
        self.payments = parts.payments(
            ledger=ledger,
            terminal=self._terminal,
            reservations=self.reservations,
            settlement=settlement,
            settler=self.settler,
            till=Till(kiosk_id, reader_id, live=False, window=WINDOW),
            clock=self.clock,
        )
        opening = cast("Opening", self)
        self._booking = BookingPort(opening)
        self._paying = PaymentsPort(opening, lambda: cast("Printer", self), self.clock)
        self._lane: list[object] = []
        """The terminal's work, one at a time, the running one first."""

    # As the ports see it

    def services(self) -> KioskProcess:
        """The opening's answer."""
        return self

    def state(self) -> PrinterState:
        """The printer's answer."""
        broken = not self._actors.calm and self._fate.happens(
            self._fate.printer_faults, "printer: out of paper"
        )
        return PrinterState(PrinterCondition.OUT_OF_PAPER if broken else PrinterCondition.READY)

    # The process

    def start(self) -> None:
        """Begin, as ``kiosk.services`` does: clean up, then settle, then sell."""
        self._enter("start", self._start)

    @property
    def screen(self) -> Screen:
        """What the driver sees."""
        return self.journey.screen

    def feed(self, event: Event) -> None:
        """Let something happen to the driver's journey, and begin what it asks for."""
        before = self.journey.screen
        self.journey, effects = step(self.journey, event)
        if self.journey.screen != before:
            self._actors.note(f"shows {_words(self.journey.screen)}")
            self._world.tell(self.process, before, self.journey.screen)
        for effect in effects:
            self._begin(effect)

    def look_after_reader(self) -> None:
        """What the probe does now and then."""
        self._enter("probe", self._probe)

    def _start(self) -> None:
        while not self.open:
            try:
                self.reservations.release_left_behind(self.kiosk_id)
                self._ledger.abandon(self.kiosk_id)
                self.open = True
            except DatabaseUnavailableError:
                self.clock.pause(1.0)
        self.settler.wake()
        self._enter("settler", self.settler.run, for_ever=True)

    def _begin(self, effect: Effect) -> None:
        match effect:
            case Reserve():
                self._do("db", effect.visit, Device.DATABASE, lambda: self._reserve(effect))
            case StartPayment():
                self._do("terminal", effect.visit, Device.PAYMENTS, lambda: self._pay(effect))
                self._enter("patience", lambda: self._lose_patience(effect), for_ever=True)
            case StopPayment():
                self._do("db", effect.visit, Device.DATABASE, lambda: self._stop(effect))
            case Print():
                self._do("printer", effect.visit, Device.PRINTER, lambda: self._print(effect))
            case LookElsewhere():
                pass

    def _do(self, lane: str, visit: VisitId, device: Device, work: Callable[[], Event]) -> None:
        def run() -> None:
            try:
                answer: Event = work()
            except DeviceFailedError as error:
                answer = WorkBroke(visit, error.device)
            except BadPeriodError:  # the clocks differ by minutes
                answer = WorkBroke(visit, device)
            self.feed(answer)

        self._enter(lane, run)

    def _reserve(self, effect: Reserve) -> Event:
        outcome = self._booking.reserve(effect.vehicle_type, effect.period)
        return ReserveAnswered(effect.visit, outcome)

    def _pay(self, effect: StartPayment) -> Event:
        self._lane.append(effect)
        try:
            while self._lane[0] is not effect:
                self.clock.pause(TURN_S)
            outcome = self._paying.pay(
                effect.hold, lambda phase: self.feed(PayProgressed(effect.visit, phase))
            )
        finally:
            self._lane.remove(effect)
        return PayAnswered(effect.visit, outcome)

    def _lose_patience(self, effect: StartPayment) -> None:
        self.clock.pause(WINDOW.total_seconds() + CHECKING_SECONDS)
        if effect in self._lane:
            self.feed(WorkBroke(effect.visit, Device.PAYMENTS))

    def _stop(self, effect: StopPayment) -> Event:
        return StopAnswered(effect.visit, self._paying.stop(effect.hold))

    def _print(self, effect: Print) -> Event:
        code = effect.ticket.code
        with suppress(DatabaseUnavailableError):
            self.database.statement(lambda connection: times_printed(connection, code))
        self.clock.pause(self._fate.up_to(PRINTING_S))
        if self._fate.happens(self._fate.printer_faults, "printer: jam"):
            return PrintAnswered(effect.visit, printed=False)
        with suppress(DatabaseUnavailableError):
            self.database.statement(lambda connection: note_print(connection, code))
        return PrintAnswered(effect.visit, printed=True)

    def _probe(self) -> None:
        probe = object()
        if self._lane:  # `clear_reader` has nothing to do then, and `pay` waits for it
            return
        self._lane.append(probe)
        try:
            self.payments.clear_reader()
        finally:
            self._lane.remove(probe)

    def _enter(self, lane: str, work: Callable[[], object], *, for_ever: bool = False) -> None:
        name = f"{self.process} {lane}"
        self._actors.enter(name, work, process=self.process, for_ever=for_ever)


def _words(screen: Screen) -> str:
    said = [type(screen).__name__]
    for name in ("phase", "reason", "stopping", "broken", "printing"):
        value = getattr(screen, name, None)
        if value not in {None, False}:
            said.append(name if value is True else str(value))
    return " ".join(said)
