"""The driver's journey: what happens next on the screen, and what has to be done for it.

Pure: a state and an event go in, the next state and the work to do come out. No Qt, no clock, no
thread. Each visit has a number; an answer that arrives after its visit has ended never touches the
screen, but what it holds is given back.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeAlias, assert_never

from core.outcomes import (
    AlreadyPaid,
    Approved,
    Cancelled,
    CancelledOnReader,
    Declined,
    NoLongerOffered,
    NotCharged,
    NotChargedReason,
    NotFound,
    PayPhase,
    Reserved,
    SoldOut,
    Stopped,
)
from ui.journey import (
    ChooseDuration,
    Device,
    DevicesProbed,
    Effect,
    Event,
    Full,
    IdledOut,
    Journey,
    LeaveTouched,
    LookElsewhere,
    OutOfService,
    Pay,
    PayAnswered,
    PaymentCancelled,
    PaymentDeclined,
    PaymentFailed,
    PayProgressed,
    PayTouched,
    Print,
    PrintAgainTouched,
    PrintAnswered,
    Printing,
    Reserve,
    ReserveAnswered,
    Screen,
    ShowTicket,
    SoldOutLearned,
    StartPayment,
    StopAnswered,
    StopPayment,
    TryAgainTouched,
    VehicleChosen,
    VisitId,
    Welcome,
    WorkBroke,
)

if TYPE_CHECKING:
    from core.tickets.model import Ticket

Step: TypeAlias = tuple[Journey, tuple[Effect, ...]]


def step(journey: Journey, event: Event) -> Step:  # noqa: C901, PLR0911, PLR0912 - one line per event
    """Return what the screen shows next and what has to be done for it."""
    match event:
        case VehicleChosen():
            return _choose_vehicle(journey, event)
        case PayTouched():
            return _reserve(journey, event)
        case TryAgainTouched():
            return _try_again(journey)
        case PrintAgainTouched():
            return _print_again(journey)
        case LeaveTouched():
            return _leave(journey)
        case IdledOut():
            return _idle_out(journey)
        case ReserveAnswered():
            return _reserved(journey, event)
        case SoldOutLearned():
            return _learned(journey, event)
        case PayProgressed():
            return _progressed(journey, event)
        case PayAnswered():
            return _paid(journey, event)
        case StopAnswered():
            return _stopped(journey, event)
        case PrintAnswered():
            return _printed(journey, event)
        case WorkBroke():
            return _broke(journey, event)
        case DevicesProbed():
            return _probed(journey, event)
        case _:
            assert_never(event)


def _fault(faults: frozenset[Device]) -> Device | None:
    return next((device for device in Device if device in faults), None)


def _home(journey: Journey, *effects: Effect) -> Step:
    """End the visit. Its late answers will carry an old number."""
    fault = _fault(journey.faults)
    screen = Welcome() if fault is None else OutOfService(fault)
    return replace(journey, visit=VisitId(journey.visit + 1), screen=screen), effects


def _farewell(journey: Journey) -> Step:
    """End the visit of a driver who is done: the next one is somebody else."""
    return _home(replace(journey, drivers=journey.drivers + 1))


def _show(journey: Journey, screen: Screen, *effects: Effect) -> Step:
    return replace(journey, screen=screen), effects


def _stay(journey: Journey) -> Step:
    return journey, ()


def _choose_vehicle(journey: Journey, event: VehicleChosen) -> Step:
    if not isinstance(journey.screen, Welcome):
        return _stay(journey)
    if event.sold_out is not None:
        look = LookElsewhere(journey.visit, event.vehicle_type)
        return _show(journey, Full(event.sold_out), look)
    return _show(journey, ChooseDuration(event.vehicle_type))


def _reserve(journey: Journey, event: PayTouched) -> Step:
    screen = journey.screen
    if not isinstance(screen, ChooseDuration) or screen.reserving:
        return _stay(journey)
    work = Reserve(journey.visit, screen.vehicle_type, event.period)
    return _show(journey, replace(screen, reserving=True), work)


def _reserved(journey: Journey, event: ReserveAnswered) -> Step:
    if event.visit != journey.visit or not isinstance(journey.screen, ChooseDuration):
        if isinstance(event.outcome, Reserved):
            return journey, (StopPayment(event.visit, event.outcome.hold),)
        return _stay(journey)
    match event.outcome:
        case Reserved(hold):
            return _show(journey, Pay(hold), StartPayment(journey.visit, hold))
        case SoldOut():
            return _show(journey, Full(event.outcome))
        case NoLongerOffered():
            return _show(journey, PaymentFailed(NotChargedReason.NO_LONGER_OFFERED))
        case _:
            assert_never(event.outcome)


def _learned(journey: Journey, event: SoldOutLearned) -> Step:
    if event.visit != journey.visit or not isinstance(journey.screen, Full):
        return _stay(journey)
    return _show(journey, Full(event.sold_out))


def _try_again(journey: Journey) -> Step:
    screen = journey.screen
    if not isinstance(screen, PaymentDeclined) or screen.stopping:
        return _stay(journey)
    return _show(journey, Pay(screen.hold), StartPayment(journey.visit, screen.hold))


def _progressed(journey: Journey, event: PayProgressed) -> Step:
    if event.visit != journey.visit or not isinstance(journey.screen, Pay):
        return _stay(journey)
    return _show(journey, replace(journey.screen, phase=event.phase))


def _paid(journey: Journey, event: PayAnswered) -> Step:  # noqa: PLR0911 - one line per outcome
    outcome = event.outcome
    screen = journey.screen
    if isinstance(outcome, Approved):
        return _ticket(journey, event.visit, outcome.ticket)
    if event.visit != journey.visit or not isinstance(screen, Pay):
        return _stay(journey)
    if screen.stopping:
        return _stay(journey)  # the answer to the stop says how this ends
    if isinstance(outcome, NotCharged):
        return _show(journey, PaymentFailed(outcome.reason))
    match outcome:
        case Declined(reason):
            return _show(journey, PaymentDeclined(screen.hold, reason))
        case CancelledOnReader():
            return _show(journey, PaymentDeclined(screen.hold, None))
        case Stopped():
            return _home(journey)
        case _:
            assert_never(outcome)


def _ticket(journey: Journey, visit: VisitId, ticket: Ticket) -> Step:
    """Show and print what was paid; the paper comes even if the driver has left the screen."""
    if journey.last_sold is not None and journey.last_sold.code == ticket.code:
        return _stay(journey)
    journey = replace(journey, last_sold=ticket)
    if visit != journey.visit:
        return journey, (Print(visit, ticket),)
    return _show(journey, ShowTicket(ticket), Print(visit, ticket))


def _leave(journey: Journey) -> Step:
    screen = journey.screen
    match screen:
        case Welcome() | OutOfService():
            return _stay(journey)
        case ChooseDuration() | PaymentFailed() | Full():
            return _home(journey)
        case PaymentCancelled() | ShowTicket():
            return _farewell(journey)
        case Pay() | PaymentDeclined():
            if screen.stopping:
                return _stay(journey)
            stop = StopPayment(journey.visit, screen.hold)
            return _show(journey, replace(screen, stopping=True), stop)
        case _:
            assert_never(screen)


def _idle_out(journey: Journey) -> Step:
    match journey.screen:
        case Pay():
            return _stay(journey)
        case ChooseDuration() | PaymentFailed() | Full():
            return _farewell(journey)
        case _:
            return _leave(journey)


def _stopped(journey: Journey, event: StopAnswered) -> Step:
    match event.outcome:
        case AlreadyPaid(ticket):
            return _ticket(journey, event.visit, ticket)
        case Cancelled() | NotFound():
            screen = journey.screen
            waits = isinstance(screen, Pay | PaymentDeclined) and screen.stopping
            if not waits or event.visit != journey.visit:
                return _stay(journey)
            if isinstance(screen, Pay) and screen.broken:
                return _show(journey, PaymentFailed(NotChargedReason.INTERRUPTED))
            asked = isinstance(screen, Pay) and screen.phase is not PayPhase.CONNECTING
            return _show(journey, PaymentCancelled(may_be_reserved=asked))
        case _:
            assert_never(event.outcome)


def _printed(journey: Journey, event: PrintAnswered) -> Step:
    if event.visit != journey.visit or not isinstance(journey.screen, ShowTicket):
        return _stay(journey)
    printing = Printing.DONE if event.printed else Printing.FAILED
    return _show(journey, replace(journey.screen, printing=printing))


def _print_again(journey: Journey) -> Step:
    screen = journey.screen
    if not isinstance(screen, ShowTicket) or screen.printing is not Printing.FAILED:
        return _stay(journey)
    running = replace(screen, printing=Printing.RUNNING)
    return _show(journey, running, Print(journey.visit, screen.ticket))


def _broke(journey: Journey, event: WorkBroke) -> Step:
    journey = replace(journey, faults=journey.faults | {event.device})
    screen = journey.screen
    if isinstance(screen, Welcome):
        return _show(journey, OutOfService(event.device))
    if event.visit != journey.visit:
        return _stay(journey)
    match screen:
        case Pay() | PaymentDeclined():
            # Whether it was charged is unknown. Stopping decides it, and is repeated until it
            # has: only then may the screen say what became of the money.
            waits = Pay(screen.hold, PayPhase.CHECKING, stopping=True, broken=True)
            return _show(journey, waits, StopPayment(journey.visit, screen.hold))
        case ShowTicket() if event.device is Device.PRINTER:
            return _show(journey, replace(screen, printing=Printing.FAILED))
        case ChooseDuration():
            return _home(journey)
        case PaymentFailed() | PaymentCancelled() | ShowTicket() | Full() | OutOfService():
            return _stay(journey)
        case _:
            assert_never(screen)


def _probed(journey: Journey, event: DevicesProbed) -> Step:
    journey = replace(journey, faults=event.faults)
    screen = journey.screen
    fault = _fault(event.faults)
    if isinstance(screen, OutOfService) and fault is None:
        return _show(journey, Welcome())
    idle = isinstance(screen, Welcome | OutOfService)
    if fault is not None and (
        idle or (isinstance(screen, ChooseDuration) and not screen.reserving)
    ):
        return _home(journey) if not idle else _show(journey, OutOfService(fault))
    return _stay(journey)


# Idleness


@dataclass(frozen=True, slots=True)
class Idleness:
    """Seconds without a touch: after ``warn`` the screen asks, ``leave`` later it gives up.

    The time to answer is never under 20 s (EN 301 549, WCAG 2.2.1).
    """

    warn: int
    leave: int


def idleness(screen: Screen) -> Idleness | None:
    """Return how long this screen waits for a touch, or None where it never gives up."""
    match screen:
        case Welcome() | OutOfService() | Pay() | ShowTicket(printing=Printing.RUNNING):
            return None
        case ChooseDuration() | Full() | PaymentFailed():
            return Idleness(warn=30, leave=20)
        case PaymentDeclined():
            return Idleness(warn=40, leave=20)
        case PaymentCancelled():
            return Idleness(warn=0, leave=20)
        case ShowTicket(printing=Printing.FAILED):  # the code is all that the driver gets
            return Idleness(warn=100, leave=20)
        case ShowTicket():
            return Idleness(warn=10, leave=20)
        case _:
            assert_never(screen)
