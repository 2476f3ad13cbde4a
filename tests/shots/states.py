"""The states that are worth looking at: each is a scene with a name, grouped by screen."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from core.outcomes import DeclineReason, NotChargedReason, PayPhase
from core.vehicles import VehicleType
from tests.shots.samples import (
    ALL_FULL,
    EVENING,
    GARAGE,
    HOLD,
    LARGE_FULL,
    NIGHT,
    NOW,
    OPEN_BY_DAY,
    PLENTY,
    SHUT,
    SHUT_TONIGHT,
    SHUT_UNTIL_FRIDAY,
    SOLD_OUT,
    TICKET,
)
from ui.durations import UNTIL_MIDNIGHT, Choice
from ui.journey import (
    ChooseDuration,
    Device,
    Full,
    Journey,
    OutOfService,
    Pay,
    PaymentCancelled,
    PaymentDeclined,
    PaymentFailed,
    Printing,
    Screen,
    ShowTicket,
    Welcome,
)
from ui.scene import AttendantCall, Counts, Planned, Scene
from ui.setup import Preferences, Setup

if TYPE_CHECKING:
    from collections.abc import Iterator

SETUP = Setup(GARAGE, kiosk_name="K-01", reduced_motion=True)
CLOSED_AT_NIGHT = SETUP._replace(garage=OPEN_BY_DAY)


@dataclass(frozen=True, slots=True)
class State:
    """One sample. ``main`` ones are drawn in every variant, the others in one."""

    screen: str
    name: str
    scene: Scene
    main: bool = False


def states() -> tuple[State, ...]:
    """Return all samples in the order of the driver's way."""
    return (
        *_welcome(),
        *_duration(),
        *_pay(),
        *_declined(),
        *_failed(),
        *_cancelled(),
        *_ticket(),
        *_full(),
        *_out_of_service(),
        *_everywhere(),
    )


def scene(screen: Screen, **facts: Any) -> Scene:
    """Return a scene of this screen; ``facts`` replace what is usual."""
    usual = Scene(
        setup=SETUP,
        preferences=Preferences("en"),
        now=NOW,
        journey=Journey(screen=screen),
        counts=Counts(PLENTY, live=True),
        planned=Planned(Choice(timedelta(hours=4)), free=88),
        asked_since=NOW - timedelta(seconds=25),
    )
    return replace(usual, **facts)


def _welcome() -> Iterator[State]:
    yield State("welcome", "plenty", scene(Welcome()), main=True)
    yield State("welcome", "large full", scene(Welcome(), counts=Counts(LARGE_FULL, live=True)))
    yield State("welcome", "all full", scene(Welcome(), counts=Counts(ALL_FULL, live=True)))
    yield State("welcome", "not known yet", scene(Welcome(), counts=Counts(None, live=False)))
    yield State("welcome", "connection lost", scene(Welcome(), counts=Counts(PLENTY, live=False)))
    yield State("welcome", "closed", scene(Welcome(), setup=CLOSED_AT_NIGHT, now=NIGHT), main=True)
    until_friday = scene(Welcome(), setup=SETUP._replace(garage=SHUT_UNTIL_FRIDAY))
    yield State("welcome", "closed for days", until_friday)
    shut = scene(Welcome(), setup=SETUP._replace(garage=SHUT))
    yield State("welcome", "closed until further notice", shut)
    long_name = replace(GARAGE, name="Bahnhofsvorplatz Nord - Congress-Center, Parkhaus 2")
    yield State("welcome", "long name", scene(Welcome(), setup=SETUP._replace(garage=long_name)))


def _duration() -> Iterator[State]:
    choosing = ChooseDuration(VehicleType.REGULAR)
    yield State("duration", "4 h", scene(choosing), main=True)
    midnight = Planned(UNTIL_MIDNIGHT, free=120)
    yield State("duration", "until midnight", scene(choosing, planned=midnight))
    long_stay = Planned(Choice(timedelta(days=29, hours=23, minutes=30)), free=1)
    yield State("duration", "30 days", scene(choosing, planned=long_stay))
    half_past = Planned(Choice(timedelta(hours=5, minutes=30)), free=64)
    yield State("duration", "same price", scene(choosing, planned=half_past), main=True)
    days = Planned(Choice(timedelta(days=2, hours=3, minutes=30)), free=64)
    yield State("duration", "2 days 3 h 30 min", scene(choosing, planned=days))
    clocks_change = scene(
        choosing,
        now=NOW.replace(month=10, day=24, hour=21),
        planned=Planned(Choice(timedelta(hours=8)), free=None),
    )
    yield State("duration", "clocks change", clocks_change)
    an_hour = Planned(Choice(timedelta(hours=1)), free=88)
    evening = scene(choosing, setup=CLOSED_AT_NIGHT, now=EVENING, planned=an_hour)
    yield State("duration", "closes tonight", evening, main=True)
    at_night = replace(evening, planned=Planned(Choice(timedelta(hours=4)), free=88))
    yield State("duration", "closed by then", at_night)
    none_in_the_evening = Planned(Choice(timedelta(hours=1)), free=0)
    yield State("duration", "none free tonight", replace(evening, planned=none_in_the_evening))
    same = Planned(Choice(timedelta(minutes=30)), free=9)
    yield State("duration", "same price tonight", replace(evening, planned=same))
    soon = SETUP._replace(garage=SHUT_TONIGHT)
    yield State("duration", "closes for days", replace(evening, setup=soon, planned=same))
    none_free = Planned(Choice(timedelta(hours=4)), free=0)
    yield State("duration", "none free for it", scene(choosing, planned=none_free))
    yield State("duration", "busy", scene(replace(choosing, reserving=True)))


def _pay() -> Iterator[State]:
    for phase in PayPhase:
        is_main = phase is PayPhase.PRESENT_CARD
        yield State("pay", phase.value, scene(Pay(HOLD, phase)), main=is_main)
    yield State("pay", "stopping", scene(Pay(HOLD, stopping=True)))
    asked_since = NOW - SETUP.card_window + timedelta(seconds=9)
    hurry = scene(Pay(HOLD, PayPhase.PRESENT_CARD), asked_since=asked_since)
    yield State("pay", "9 s left", hurry)


def _declined() -> Iterator[State]:
    for reason in DeclineReason:
        is_main = reason is DeclineReason.INSUFFICIENT_FUNDS
        yield State("declined", reason.value, scene(PaymentDeclined(HOLD, reason)), main=is_main)
    yield State("declined", "cancelled on reader", scene(PaymentDeclined(HOLD, None)))
    stopping = PaymentDeclined(HOLD, DeclineReason.DECLINED, stopping=True)
    yield State("declined", "stopping", scene(stopping))


def _failed() -> Iterator[State]:
    for reason in NotChargedReason:
        is_main = reason is NotChargedReason.READER_OFFLINE
        yield State("failed", reason.value, scene(PaymentFailed(reason)), main=is_main)


def _cancelled() -> Iterator[State]:
    for name, may_be_reserved in (("perhaps reserved", True), ("before the card", False)):
        shown = scene(PaymentCancelled(may_be_reserved), seconds_to_leave=17)
        yield State("cancelled", name, shown, main=may_be_reserved)


def _ticket() -> Iterator[State]:
    for printing in Printing:
        left = {Printing.RUNNING: None, Printing.DONE: 24, Printing.FAILED: 117}[printing]
        shown = scene(ShowTicket(TICKET, printing), seconds_to_leave=left)
        is_main = printing is not Printing.RUNNING
        yield State("ticket", f"printing {printing.value}", shown, main=is_main)
    tomorrow = replace(TICKET, period=replace(HOLD.period, ends_at=NOW + timedelta(days=1)))
    below = replace(tomorrow, floor=-2, spot_number=7)
    shown = scene(ShowTicket(below, Printing.DONE), seconds_to_leave=3)
    yield State("ticket", "below ground", shown)


def _full() -> Iterator[State]:
    yield State("full", "elsewhere", scene(Full(SOLD_OUT)), main=True)
    yield State("full", "nowhere", scene(Full(replace(SOLD_OUT, elsewhere=()))))
    nothing_known = replace(SOLD_OUT, elsewhere=(), next_free_at=None)
    yield State("full", "nothing known", scene(Full(nothing_known)))
    next_week = replace(SOLD_OUT, next_free_at=NOW + timedelta(days=6))
    yield State("full", "next week", scene(Full(next_week)))


def _out_of_service() -> Iterator[State]:
    for device in Device:
        is_main = device is Device.READER
        yield State("out_of_service", device.value, scene(OutOfService(device)), main=is_main)
    for call in AttendantCall:
        if call is not AttendantCall.NONE:
            shown = scene(OutOfService(Device.READER), attendant_call=call)
            is_main = call is AttendantCall.CALLED
            yield State("out_of_service", f"call {call.value}", shown, main=is_main)


def _everywhere() -> Iterator[State]:
    yield State("help", "open", scene(Welcome(), help_open=True), main=True)
    paying = scene(Pay(HOLD, PayPhase.PRESENT_CARD), help_open=True)
    for call in AttendantCall:
        if call is not AttendantCall.NONE:
            shown = replace(paying, attendant_call=call)
            yield State("help", f"call {call.value}", shown, main=call is AttendantCall.FAILED)
    warned = scene(ChooseDuration(VehicleType.REGULAR), seconds_to_leave=17)
    yield State("idle", "warning", warned, main=True)
