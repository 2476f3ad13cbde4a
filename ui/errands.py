"""Runs the flow's effects on the lanes, and brings what came of them back as events."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Final, TypeVar, assert_never

from core.periods import stay
from ui.jobs import Broke, Done, Lane, TimedOut
from ui.journey import (
    Device,
    DevicesProbed,
    LookElsewhere,
    PayAnswered,
    PayProgressed,
    Print,
    PrintAnswered,
    Reserve,
    ReserveAnswered,
    SoldOutLearned,
    StartPayment,
    StopAnswered,
    StopPayment,
    WorkBroke,
)
from ui.ports import DeviceFailedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.clock import Clock
    from core.outcomes import PayPhase, SoldOut
    from core.periods import Period
    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts
    from core.vehicles import VehicleType
    from ui.jobs import Answer, Jobs, LateAnswer
    from ui.journey import Effect, Event, VisitId
    from ui.ports import Ports

T = TypeVar("T")

DATABASE_SECONDS: Final = 10.0
STOP_SECONDS: Final = 20.0
PRINT_SECONDS: Final = 30.0
PROBE_SECONDS: Final = 30.0
CHECKING_SECONDS: Final = 180.0
"""How much longer than the reader asks a payment may take: connecting, silence, deciding, capture.

Longer than all that the payment protocol waits for by itself, so that this never cuts it short.
"""

_DEVICE: Final = {
    Lane.DB: Device.DATABASE,
    Lane.TERMINAL: Device.PAYMENTS,
    Lane.PRINTER: Device.PRINTER,
}


class Errands:
    """Does what the flow asks for.

    Args:
        ports: the rest of the program.
        jobs: the lanes.
        clock: tells when a stay would begin.
        card_window: how long the reader asks for a card.
        texts: the words of a ticket, in the language of this moment.
        feed: where events go.
    """

    def __init__(
        self,
        *,
        ports: Ports,
        jobs: Jobs,
        clock: Clock,
        card_window: timedelta,
        texts: Callable[[Ticket], TicketTexts],
        feed: Callable[[Event], None],
    ) -> None:
        self._ports = ports
        self._jobs = jobs
        self._clock = clock
        self._card_window = card_window
        self._texts = texts
        self._feed = feed

    def run(self, effect: Effect) -> None:
        """Begin the work; its events come later."""
        match effect:
            case Reserve():
                self._reserve(effect)
            case LookElsewhere():
                self._look_elsewhere(effect)
            case StartPayment():
                self._start_payment(effect)
            case StopPayment():
                self._stop_payment(effect)
            case Print():
                self._print(effect)
            case _:
                assert_never(effect)

    def count(
        self, vehicle_type: VehicleType, period: Period, then: Callable[[int | None], None]
    ) -> None:
        """Count the spots for a stay; None if that fails, which is no reason to stop selling."""
        self._jobs.run(
            Lane.DB,
            partial(self._ports.booking.free_spots, vehicle_type, period),
            timeout=DATABASE_SECONDS,
            then=lambda answer: then(answer.value if isinstance(answer, Done) else None),
        )

    def call_attendant(self, then: Callable[[bool], None]) -> None:
        """Ask a person to come; ``then`` hears whether somebody was told."""
        self._jobs.run(
            Lane.DB,
            self._ports.attendants.call,
            timeout=DATABASE_SECONDS,
            then=lambda answer: then(isinstance(answer, Done) and answer.value),
        )

    def probe(self, then: Callable[[], None]) -> None:
        """Look after the devices; ``then`` is called when it is over."""

        def probed(answer: Answer[frozenset[Device]]) -> None:
            match answer:
                case Done():
                    self._feed(DevicesProbed(answer.value))
                case Broke() | TimedOut():  # who cannot be asked cannot be sold with
                    self._feed(DevicesProbed(frozenset({Device.DATABASE})))
                case _:
                    assert_never(answer)
            then()

        self._jobs.run(Lane.PROBE, self._ports.probe.faults, timeout=PROBE_SECONDS, then=probed)

    def warm_up(self) -> None:
        """Load what only later screens need, so that their first visit is as quick as the next."""
        self._jobs.run(Lane.PRINTER, _load, timeout=PRINT_SECONDS, then=lambda _: None)

    def _reserve(self, effect: Reserve) -> None:
        self._do(
            Lane.DB,
            partial(self._ports.booking.reserve, effect.vehicle_type, effect.period),
            timeout=DATABASE_SECONDS,
            visit=effect.visit,
            event=partial(ReserveAnswered, effect.visit),
        )

    def _look_elsewhere(self, effect: LookElsewhere) -> None:
        an_hour = stay(self._clock.now(), timedelta(hours=1))

        def learned(answer: Answer[SoldOut]) -> None:
            if isinstance(answer, Done):
                self._feed(SoldOutLearned(effect.visit, answer.value))

        self._jobs.run(
            Lane.DB,
            partial(self._ports.booking.sold_out, effect.vehicle_type, an_hour),
            timeout=DATABASE_SECONDS,
            then=learned,
        )

    def _start_payment(self, effect: StartPayment) -> None:
        def progressed(phase: PayPhase) -> None:
            self._jobs.post(lambda: self._feed(PayProgressed(effect.visit, phase)))

        self._do(
            Lane.TERMINAL,
            partial(self._ports.payments.pay, effect.hold, progressed),
            timeout=self._card_window.total_seconds() + CHECKING_SECONDS,
            visit=effect.visit,
            event=partial(PayAnswered, effect.visit),
        )

    def _stop_payment(self, effect: StopPayment) -> None:
        self._do(
            Lane.DB,
            partial(self._ports.payments.stop, effect.hold),
            timeout=STOP_SECONDS,
            visit=effect.visit,
            event=partial(StopAnswered, effect.visit),
            must_run=True,
        )

    def _print(self, effect: Print) -> None:
        self._do(
            Lane.PRINTER,
            partial(self._ports.tickets.print, effect.ticket, self._texts(effect.ticket)),
            timeout=PRINT_SECONDS,
            visit=effect.visit,
            event=partial(PrintAnswered, effect.visit),
        )

    def _do(
        self,
        lane: Lane,
        work: Callable[[], T],
        *,
        timeout: float,
        visit: VisitId,
        event: Callable[[T], Event],
        must_run: bool = False,
    ) -> None:
        """Run work whose every end matters, in time or late."""

        def ended(answer: Answer[T]) -> None:
            match answer:
                case Done():
                    self._feed(event(answer.value))
                case Broke(error):
                    named = error.device if isinstance(error, DeviceFailedError) else None
                    self._feed(WorkBroke(visit, named or _DEVICE[lane]))
                case TimedOut():
                    self._feed(WorkBroke(visit, _DEVICE[lane]))
                case _:
                    assert_never(answer)

        def ended_late(answer: LateAnswer[T]) -> None:
            if isinstance(answer, Done):
                self._feed(event(answer.value))

        self._jobs.run(
            lane, work, timeout=timeout, then=ended, on_late=ended_late, must_run=must_run
        )


def _load() -> None:
    for module in ("core.tickets.codes", "core.tickets.qr", "ui.ticket_texts"):
        import_module(module)
