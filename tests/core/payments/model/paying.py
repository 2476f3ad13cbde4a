"""The steps of the kiosk that pays: ``core/payments/paying.py`` and ``watching.py``."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.payments.states import PaymentState
from tests.core.payments.model.flaws import Flaw
from tests.core.payments.model.settling import Worker, settling
from tests.core.payments.model.state import Actor, At, Booking, Intent, Reader, Step, World

if TYPE_CHECKING:
    from collections.abc import Iterator

KIOSK = Worker()


def paying(world: World, flaw: Flaw | None) -> Iterator[Step]:
    """Return what the kiosk may do next, and what may befall it there."""
    match world.kiosk:
        case At.IDLE:
            yield from _open(world)
        case At.CREATE:
            yield from _create(world)
        case At.RECORD:
            yield from _record(world)
        case At.ARM:
            yield _arm(world)
        case At.PRESENT:
            yield from _present(world, flaw)
        case At.WATCH:
            yield from _watch(world, flaw)
        case At.DISARM:
            yield _write(world, "DISARM", At.IDLE, "lets the driver try another card")
        case At.COMMIT:
            yield _commit(world)
        case _:
            yield from settling(world, KIOSK, flaw)
    if world.kiosk is not At.IDLE:
        # Dead, asleep, or without its database: one that never goes on, or pays once more.
        says = "the kiosk is cut off"
        yield Step(Actor.TROUBLE, says, KIOSK.to(world, At.IDLE))


def _kiosk(says: str, after: World, place: At, writes: str | None = None) -> Step:
    return Step(Actor.KIOSK, says, KIOSK.to(after, place), writes)


def _trouble(says: str, after: World, place: At) -> Step:
    return Step(Actor.TROUBLE, says, KIOSK.to(after, place))


def _write(world: World, statement: str, place: At, says: str) -> Step:
    """Write a move; if there is nothing to move, look at what was decided."""
    moved = KIOSK.writes(world, statement)
    if moved is None:
        return _kiosk(f"{says}: too late", world, At.LOOK, statement)
    return _kiosk(says, moved, place, statement)


def _open(world: World) -> Iterator[Step]:
    if world.booking is not Booking.HELD:
        return
    match world.payment:
        case None:
            opened = replace(world, payment=PaymentState.NEW)
            yield _kiosk("writes the payment down", opened, At.CREATE, "INSERT")
            waived = replace(world, booking=Booking.PAID, ticket=True, waived=True)
            yield _kiosk("waives a price of nothing", waived, At.IDLE)
        case PaymentState.NEW:
            yield _kiosk("takes the payment up again", world, At.CREATE)
        case PaymentState.READY:
            yield _kiosk("takes the payment up again", world, At.ARM)
        case _:
            yield _kiosk("takes the payment up again", world, At.LOOK)


def _create(world: World) -> Iterator[Step]:
    """The same key makes the same intent, however often it is asked for."""
    made = replace(world, intent=Intent.WAITING) if world.intent is Intent.ABSENT else world
    yield _kiosk("has the intent created", made, At.RECORD)
    yield _trouble("the intent is created, and its answer lost", made, At.CREATE)
    yield _trouble("the processor never answers to create", world, At.GIVE_UP)


def _record(world: World) -> Iterator[Step]:
    recorded = KIOSK.writes(world, "RECORDED")
    if recorded is None:
        yield _kiosk("writes the intent's id: too late", world, At.LOOK, "RECORDED")
        return
    recorded = replace(recorded, recorded=True)
    yield _kiosk("writes the intent's id", recorded, At.ARM, "RECORDED")
    yield _kiosk("writes the intent's id, and finds it wrong", recorded, At.GIVE_UP, "RECORDED")


def _arm(world: World) -> Step:
    if world.booking is not Booking.HELD:
        return _kiosk("finds the hold over", world, At.LOOK)
    return _write(world, "ARM", At.PRESENT, "writes that the reader is about to ask")


def _present(world: World, flaw: Flaw | None) -> Iterator[Step]:
    told = world
    if world.intent is Intent.WAITING and world.stray is not Intent.AUTHORISING:
        told = replace(world, reader=Reader.ASKING, asks_for_stray=False)
    yield _kiosk("tells the reader to ask for a card", told, At.WATCH)
    if flaw is Flaw.FRESH_KEY and world.stray is Intent.ABSENT:
        anew = replace(told, stray=told.intent, intent=Intent.WAITING, asks_for_stray=True)
        says = "tells the reader, hears no answer, and asks for another intent"
        yield _trouble(f"the kiosk {says}", anew, At.PRESENT)
    if flaw is Flaw.SILENCE_IS_FAILURE:
        failed = replace(told, payment=PaymentState.VOIDED, booking=Booking.GONE)
        says = "tells the reader, hears no answer, and calls the payment off"
        yield _trouble(f"the kiosk {says}", failed, At.IDLE)
    yield _trouble("the kiosk tells the reader, and hears no answer", told, At.WATCH)
    yield _trouble("the reader is not told, and nobody knows", world, At.WATCH)
    yield _trouble("the reader is off line or busy", world, At.GIVE_UP)


def _watch(world: World, flaw: Flaw | None) -> Iterator[Step]:
    """The intent is the truth; the reader's word counts only while the intent waits."""
    match world.intent:
        case Intent.AUTHORISED if flaw is Flaw.CAPTURE_BEFORE_COMMIT:
            taken = replace(world, intent=Intent.CAPTURED)
            yield _kiosk("sees that the card is approved, and captures", taken, At.COMMIT)
        case Intent.AUTHORISED | Intent.CAPTURED:
            yield _kiosk("sees that the card is approved", world, At.COMMIT)
        case Intent.CANCELLED | Intent.LAPSED:
            yield _kiosk("sees that the intent is cancelled", world, At.LOOK)
        case Intent.WAITING if world.reader is Reader.FAILED:
            yield _kiosk("sees that the card was refused", world, At.DISARM)
        case _:
            pass
    if world.payment is not PaymentState.ARMED:
        yield _kiosk("notices that somebody has decided", world, At.LOOK)
    if world.reader is Reader.ASKING and world.intent is Intent.WAITING:
        cleared = replace(world, reader=Reader.IDLE)
        yield _kiosk("clears the reader, for nobody pays", cleared, At.GIVE_UP)
    yield _trouble("the processor is silent until long after the deadline", world, At.GIVE_UP)


def _commit(world: World) -> Step:
    """Whether the answer comes or is asked for again: what was written is found by looking."""
    if world.booking is not Booking.HELD:
        return _kiosk("finds the hold over", world, At.LOOK)
    step = _write(world, "COMMIT", At.LOOK, "writes ticket and decision to charge")
    if step.then.payment is world.payment:
        return step
    return replace(step, then=replace(step.then, booking=Booking.PAID, ticket=True))
