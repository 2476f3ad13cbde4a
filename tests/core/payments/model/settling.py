"""The steps of settlement, which any worker takes: ``core/payments/settlement.py``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from core.payments.states import PaymentState
from tests.core.payments.model.flaws import Flaw
from tests.core.payments.model.state import Actor, At, Booking, Intent, Reader, Step, World
from tests.core.payments.model.writes import compare_and_set

if TYPE_CHECKING:
    from collections.abc import Iterator

_NEXT = {
    PaymentState.NEW: At.GIVE_UP,
    PaymentState.READY: At.GIVE_UP,
    PaymentState.ARMED: At.GIVE_UP,
    PaymentState.VOIDING: At.CANCEL,
    PaymentState.COMMITTED: At.CAPTURE,
}
"""What is to be done for a payment that is found in this state."""


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody who settles: the kiosk that pays (``settler`` is None), or one of two settlers.

    No lease is modelled: whoever could wait for one may be late, so everybody may begin at any
    moment, also with a payment that somebody else is busy with.
    """

    settler: int | None = None

    @property
    def actor(self) -> Actor:
        """Who the steps are told of."""
        return Actor.KIOSK if self.settler is None else Actor.SETTLER

    def place(self, world: World) -> At:
        """Return where the worker is."""
        return world.kiosk if self.settler is None else world.settlers[self.settler]

    def to(self, world: World, place: At) -> World:
        """Return the world with the worker there. Settlers are alike, so they are sorted."""
        if self.settler is None:
            return replace(world, kiosk=place)
        other = world.settlers[1 - self.settler]
        one, two = sorted((place, other))
        return replace(world, settlers=(one, two))

    def writes(self, world: World, statement: str) -> World | None:
        """Return the world after a statement that moves the payment, or None if it does not."""
        moved = compare_and_set(statement, world.payment)
        return None if moved is None else replace(world, payment=moved)


def settling(world: World, worker: Worker, flaw: Flaw | None) -> Iterator[Step]:
    """Return what a worker that settles may do next."""
    place, who = worker.place(world), worker.actor
    looks = place is At.LOOK or (place is At.IDLE and worker.settler is not None)
    if looks and world.payment in _NEXT:
        to_do = _NEXT[world.payment]
        yield Step(who, f"finds the payment {world.payment}", worker.to(world, to_do))
    elif place is At.LOOK:
        yield Step(who, f"finds the payment {world.payment}", worker.to(world, At.IDLE))
    elif place is At.GIVE_UP:
        yield _give_up(world, worker, flaw)
    elif place is At.CANCEL:
        yield from _cancel(world, worker)
    elif place is At.NOTE_VOIDED:
        voided = worker.writes(world, "VOIDED") or world
        yield Step(who, "notes that it is voided", worker.to(voided, At.IDLE), "VOIDED")
    elif place is At.CAPTURE:
        yield from _capture(world, worker, flaw)
    elif place is At.NOTE_CAPTURED:
        captured = worker.writes(world, "CAPTURED") or world
        yield Step(who, "notes that it is captured", worker.to(captured, At.IDLE), "CAPTURED")


def given_up(world: World) -> World | None:
    """Return the world after one transaction gave payment and spot up, or None if too late."""
    moved = compare_and_set("GIVE_UP", world.payment)
    return None if moved is None else replace(world, payment=moved, booking=Booking.GONE)


def _give_up(world: World, worker: Worker, flaw: Flaw | None) -> Step:
    next_place = At.LOOK if worker.settler is None else At.IDLE
    if flaw is Flaw.BLIND_SETTLEMENT and worker.settler is not None:
        after = replace(world, payment=PaymentState.VOIDING, booking=Booking.GONE)
        return Step(worker.actor, "gives it up, whatever it is by now", worker.to(after, At.IDLE))
    after = given_up(world) or world
    says = "gives the payment and the spot up" if after != world else "comes too late to give up"
    return Step(worker.actor, says, worker.to(after, next_place), "GIVE_UP")


def _cancel(world: World, worker: Worker) -> Iterator[Step]:
    """Tell the processor of the decision not to charge; the answer may get lost."""
    who = worker.actor
    if not world.recorded:
        says = "hears of no intent that this payment's could be"
        yield Step(who, says, worker.to(world, At.NOTE_VOIDED))
    if world.intent is Intent.ABSENT:
        made = replace(world, intent=Intent.WAITING)
        says = "has the intent created, with its key, to cancel it"
        yield Step(who, says, worker.to(made, At.CANCEL))
        return
    if world.intent in {Intent.AUTHORISING, Intent.CAPTURED}:
        after = worker.writes(world, "VOID_AGAIN") or world
        yield Step(who, "may not cancel the intent now", worker.to(after, At.IDLE), "VOID_AGAIN")
        return
    lapsed = world.intent is Intent.LAPSED
    done = replace(world, intent=Intent.LAPSED if lapsed else Intent.CANCELLED)
    cleared = done if world.reader is not Reader.ASKING else replace(done, reader=Reader.IDLE)
    yield Step(who, "clears the reader, cancels the intent", worker.to(cleared, At.NOTE_VOIDED))
    says = "cancels the intent, the reader cannot be cleared"
    yield Step(Actor.TROUBLE, f"the {who} {says}", worker.to(done, At.NOTE_VOIDED))
    says = "cancels the intent, and hears no answer"
    yield Step(Actor.TROUBLE, f"the {who} {says}", worker.to(done, At.IDLE))
    says = "cannot reach the processor to cancel"
    yield Step(Actor.TROUBLE, f"the {who} {says}", worker.to(world, At.IDLE))


def _capture(world: World, worker: Worker, flaw: Flaw | None) -> Iterator[Step]:
    """Take the money that was decided to be taken; the answer may get lost."""
    who = worker.actor
    if world.intent in {Intent.CANCELLED, Intent.LAPSED}:
        lost = worker.writes(world, "LOST") or world
        says = f"cannot capture what is {world.intent}"
        yield Step(who, says, worker.to(lost, At.IDLE), "LOST")
        return
    refused = worker.writes(world, "CAPTURE_AGAIN") or world
    if world.intent not in {Intent.AUTHORISED, Intent.CAPTURED}:
        says = f"cannot capture what is {world.intent}"
        yield Step(who, says, worker.to(refused, At.IDLE), "CAPTURE_AGAIN")
        return
    done = replace(world, intent=Intent.CAPTURED)
    yield Step(who, "captures", worker.to(done, At.NOTE_CAPTURED))
    if flaw is Flaw.SILENCE_IS_FAILURE:
        failed = replace(done, payment=PaymentState.VOIDED, booking=Booking.GONE, ticket=False)
        says = "captures, hears no answer, and takes the ticket back"
        yield Step(Actor.TROUBLE, f"the {who} {says}", worker.to(failed, At.IDLE))
    says = "captures, and hears no answer"
    yield Step(Actor.TROUBLE, f"the {who} {says}", worker.to(done, At.IDLE))
    says = "cannot reach the processor to capture"
    yield Step(Actor.TROUBLE, f"the {who} {says}", worker.to(world, At.IDLE))
    if world.intent is Intent.AUTHORISED:
        says = "the processor refuses the capture"
        yield Step(Actor.TROUBLE, says, worker.to(refused, At.IDLE), "CAPTURE_AGAIN")
