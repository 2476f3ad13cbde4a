"""The flow as one table: every screen meets every event, and nothing that is held is lost."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pytest

from core.outcomes import (
    AlreadyPaid,
    Approved,
    Cancelled,
    CancelledOnReader,
    CancelOutcome,
    Declined,
    DeclineReason,
    NoLongerOffered,
    NotCharged,
    NotChargedReason,
    NotFound,
    PayOutcome,
    PayPhase,
    Reserved,
    Stopped,
)
from core.tickets.codes import TicketCode
from core.vehicles import VehicleType
from tests.shots.samples import HOLD, SOLD_OUT, TICKET
from ui.flow import idleness, step
from ui.journey import (
    ChooseDuration,
    Device,
    DevicesProbed,
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

VISIT, EARLIER = VisitId(7), VisitId(6)
REGULAR = VehicleType.REGULAR

WELCOME = Welcome()
CHOOSE = ChooseDuration(REGULAR)
RESERVING = ChooseDuration(REGULAR, reserving=True)
PAY = Pay(HOLD)
STOPPING = Pay(HOLD, stopping=True)
BROKEN = Pay(HOLD, PayPhase.CHECKING, stopping=True, broken=True)
DECLINED = PaymentDeclined(HOLD, DeclineReason.DECLINED)
DECLINED_STOPPING = PaymentDeclined(HOLD, DeclineReason.DECLINED, stopping=True)
FAILED = PaymentFailed(NotChargedReason.READER_BUSY)
CANCELLED = PaymentCancelled(may_be_reserved=False)
SHOWN = ShowTicket(TICKET)
NOT_PRINTED = ShowTicket(TICKET, Printing.FAILED)
FULL = Full(SOLD_OUT)
OUT = OutOfService(Device.READER)
SCREENS: tuple[Screen, ...] = (
    WELCOME,
    CHOOSE,
    RESERVING,
    PAY,
    STOPPING,
    DECLINED,
    DECLINED_STOPPING,
    FAILED,
    CANCELLED,
    SHOWN,
    NOT_PRINTED,
    FULL,
    OUT,
)

CHOSEN = VehicleChosen(REGULAR)
CHOSEN_FULL = VehicleChosen(VehicleType.LARGE, SOLD_OUT)
TOUCHED_PAY = PayTouched(HOLD.period)
STOP = StopPayment(VISIT, HOLD)
START = StartPayment(VISIT, HOLD)
PRINT = Print(VISIT, TICKET)
HOME = "home"
"""The visit is over; the driver may still be there."""
GONE = "gone"
"""The driver is gone, too: the next one finds the kiosk as it was."""


def pay(outcome: PayOutcome) -> PayAnswered:
    return PayAnswered(VISIT, outcome)


def stopped(outcome: CancelOutcome) -> StopAnswered:
    return StopAnswered(VISIT, outcome)


# For each event: where it leads from which screen, and what is done. Elsewhere it changes nothing.
TABLE: list[tuple[Event, dict[Screen, tuple[Any, ...]]]] = [
    (CHOSEN, {WELCOME: (CHOOSE,)}),
    (CHOSEN_FULL, {WELCOME: (FULL, LookElsewhere(VISIT, VehicleType.LARGE))}),
    (TOUCHED_PAY, {CHOOSE: (RESERVING, Reserve(VISIT, REGULAR, HOLD.period))}),
    (TryAgainTouched(), {DECLINED: (PAY, START)}),
    (PrintAgainTouched(), {NOT_PRINTED: (SHOWN, PRINT)}),
    (
        LeaveTouched(),
        {
            CHOOSE: (HOME,),
            RESERVING: (HOME,),
            PAY: (STOPPING, STOP),
            DECLINED: (DECLINED_STOPPING, STOP),
            FAILED: (HOME,),
            CANCELLED: (GONE,),
            SHOWN: (GONE,),
            NOT_PRINTED: (GONE,),
            FULL: (HOME,),
        },
    ),
    (
        IdledOut(),
        {
            CHOOSE: (GONE,),
            RESERVING: (GONE,),
            DECLINED: (DECLINED_STOPPING, STOP),
            FAILED: (GONE,),
            CANCELLED: (GONE,),
            SHOWN: (GONE,),
            NOT_PRINTED: (GONE,),
            FULL: (GONE,),
        },
    ),
    (
        ReserveAnswered(VISIT, Reserved(HOLD)),
        dict.fromkeys((CHOOSE, RESERVING), (PAY, START))
        | {screen: (screen, STOP) for screen in SCREENS if not isinstance(screen, ChooseDuration)},
    ),
    (ReserveAnswered(VISIT, SOLD_OUT), dict.fromkeys((CHOOSE, RESERVING), (FULL,))),
    (ReserveAnswered(EARLIER, SOLD_OUT), {}),
    (
        ReserveAnswered(VISIT, NoLongerOffered()),
        dict.fromkeys((CHOOSE, RESERVING), (PaymentFailed(NotChargedReason.NO_LONGER_OFFERED),)),
    ),
    (ReserveAnswered(EARLIER, NoLongerOffered()), {}),
    (
        ReserveAnswered(EARLIER, Reserved(HOLD)),
        {screen: (screen, StopPayment(EARLIER, HOLD)) for screen in SCREENS},
    ),
    (SoldOutLearned(VISIT, SOLD_OUT), {FULL: (FULL,)}),
    (SoldOutLearned(EARLIER, replace(SOLD_OUT, elsewhere=())), {}),
    (
        PayProgressed(VISIT, PayPhase.CHECKING),
        {
            PAY: (replace(PAY, phase=PayPhase.CHECKING),),
            STOPPING: (replace(STOPPING, phase=PayPhase.CHECKING),),
        },
    ),
    (PayProgressed(EARLIER, PayPhase.CHECKING), {}),
    (pay(Approved(TICKET)), dict.fromkeys(SCREENS, (SHOWN, PRINT))),
    (
        PayAnswered(EARLIER, Approved(TICKET)),
        {screen: (screen, Print(EARLIER, TICKET)) for screen in SCREENS},
    ),
    (pay(Declined(DeclineReason.DECLINED)), {PAY: (DECLINED,)}),
    (pay(CancelledOnReader()), {PAY: (PaymentDeclined(HOLD, None),)}),
    (pay(Stopped()), {PAY: (HOME,)}),
    (pay(NotCharged(NotChargedReason.READER_BUSY)), {PAY: (FAILED,)}),
    (PayAnswered(EARLIER, NotCharged(NotChargedReason.READER_BUSY)), {}),
    (PayAnswered(EARLIER, Declined(DeclineReason.DECLINED)), {}),
    (stopped(Cancelled()), dict.fromkeys((STOPPING, DECLINED_STOPPING), (CANCELLED,))),
    (stopped(NotFound()), dict.fromkeys((STOPPING, DECLINED_STOPPING), (CANCELLED,))),
    (stopped(AlreadyPaid(TICKET)), dict.fromkeys(SCREENS, (SHOWN, PRINT))),
    (StopAnswered(EARLIER, Cancelled()), {}),
    (
        StopAnswered(EARLIER, AlreadyPaid(TICKET)),
        {screen: (screen, Print(EARLIER, TICKET)) for screen in SCREENS},
    ),
    (
        PrintAnswered(VISIT, printed=True),
        dict.fromkeys((SHOWN, NOT_PRINTED), (ShowTicket(TICKET, Printing.DONE),)),
    ),
    (PrintAnswered(VISIT, printed=False), {SHOWN: (NOT_PRINTED,)}),
    (PrintAnswered(EARLIER, printed=False), {}),
    (DevicesProbed(frozenset()), {OUT: (WELCOME,)}),
    (
        DevicesProbed(frozenset({Device.PRINTER})),
        {
            WELCOME: (OutOfService(Device.PRINTER),),
            OUT: (OutOfService(Device.PRINTER),),
            CHOOSE: (HOME,),
        },
    ),
    (WorkBroke(EARLIER, Device.DATABASE), {WELCOME: (OutOfService(Device.DATABASE),)}),
    (
        WorkBroke(VISIT, Device.PRINTER),
        {
            WELCOME: (OutOfService(Device.PRINTER),),
            CHOOSE: (HOME,),
            RESERVING: (HOME,),
            SHOWN: (NOT_PRINTED,),
            **dict.fromkeys(
                (PAY, STOPPING, DECLINED, DECLINED_STOPPING),
                (BROKEN, STOP),
            ),
        },
    ),
]


@pytest.mark.parametrize(
    ("screen", "event", "expected"),
    [
        pytest.param(screen, event, moves.get(screen, (screen,)), id=f"{event}-{screen}"[:120])
        for event, moves in TABLE
        for screen in SCREENS
    ],
)
def test_each_event_on_each_screen(screen: Screen, event: Event, expected: tuple[Any, ...]) -> None:
    journey, effects = step(Journey(VISIT, screen), event)

    shown, *done = expected
    assert list(effects) == done
    if shown in (HOME, GONE):
        assert (journey.visit, journey.drivers) == (VISIT + 1, int(shown == GONE))
        assert isinstance(journey.screen, Welcome | OutOfService)
    else:
        assert (journey.visit, journey.screen) == (VISIT, shown)


def test_the_table_knows_every_event() -> None:
    known = {type(event) for event, _ in TABLE}

    assert known == set(get_args(Event))


def test_a_double_touch_on_pay_reserves_once() -> None:
    journey, first = step(Journey(VISIT, CHOOSE), TOUCHED_PAY)
    journey, second = step(journey, TOUCHED_PAY)

    assert (len(first), len(second)) == (1, 0)


def test_a_double_touch_on_cancel_stops_once() -> None:
    journey, first = step(Journey(VISIT, PAY), LeaveTouched())
    journey, second = step(journey, LeaveTouched())

    assert (first, second) == ((STOP,), ())


def test_a_ticket_that_two_answers_bring_is_printed_once() -> None:
    journey, first = step(Journey(VISIT, STOPPING), stopped(AlreadyPaid(TICKET)))
    journey, second = step(journey, pay(Approved(TICKET)))
    journey, _ = step(journey, LeaveTouched())
    journey, third = step(journey, pay(Approved(TICKET)))

    assert (first, second, third) == ((PRINT,), (), ())
    assert journey.screen == WELCOME


def test_a_double_touch_on_print_again_prints_once() -> None:
    journey, first = step(Journey(VISIT, NOT_PRINTED), PrintAgainTouched())
    journey, second = step(journey, PrintAgainTouched())

    assert (journey.screen, first, second) == (SHOWN, (PRINT,), ())


def test_the_next_ticket_is_printed_too() -> None:
    next_ticket = replace(TICKET, code=TicketCode("0000000000000000"))
    journey = Journey(VISIT, PAY, last_sold=TICKET)

    _, effects = step(journey, pay(Approved(next_ticket)))

    assert effects == (Print(VISIT, next_ticket),)


def test_a_paid_ticket_beats_the_failure_that_was_shown_before() -> None:
    journey, _ = step(Journey(VISIT, PAY), WorkBroke(VISIT, Device.PAYMENTS))
    journey, effects = step(journey, stopped(AlreadyPaid(TICKET)))

    assert journey.screen == SHOWN
    assert effects == (PRINT,)


def test_a_broken_payment_is_stopped_again_until_it_is_decided() -> None:
    journey, first = step(Journey(VISIT, PAY), WorkBroke(VISIT, Device.DATABASE))
    journey, second = step(journey, WorkBroke(VISIT, Device.DATABASE))
    assert (journey.screen, first, second) == (BROKEN, (STOP,), (STOP,))

    journey, _ = step(journey, stopped(Cancelled()))
    assert journey.screen == PaymentFailed(NotChargedReason.INTERRUPTED)


def test_broken_work_puts_the_kiosk_out_of_service_when_the_visit_ends() -> None:
    journey, _ = step(Journey(VISIT, PAY), WorkBroke(VISIT, Device.PAYMENTS))
    journey, _ = step(journey, stopped(Cancelled()))
    journey, _ = step(journey, LeaveTouched())

    assert journey.screen == OutOfService(Device.PAYMENTS)


@pytest.mark.parametrize("phase", PayPhase)
def test_only_a_card_that_was_asked_for_may_have_reserved_an_amount(phase: PayPhase) -> None:
    journey, _ = step(Journey(VISIT, Pay(HOLD, phase)), LeaveTouched())
    journey, _ = step(journey, stopped(Cancelled()))

    assert journey.screen == PaymentCancelled(may_be_reserved=phase is not PayPhase.CONNECTING)


def test_a_ticket_on_the_screen_outlives_another_device_failing() -> None:
    journey, _ = step(Journey(VISIT, SHOWN), WorkBroke(VISIT, Device.DATABASE))

    assert journey.screen == SHOWN


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: type(screen).__name__)
def test_whoever_is_warned_has_twenty_seconds(screen: Screen) -> None:
    limits = idleness(screen)

    assert limits is None or limits.leave >= 20
