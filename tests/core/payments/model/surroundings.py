"""What the driver, the issuer, the clocks and the reader do, watched or not."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from tests.core.payments.model.flaws import Flaw
from tests.core.payments.model.settling import given_up
from tests.core.payments.model.state import Actor, Booking, Intent, Reader, Step, World

if TYPE_CHECKING:
    from collections.abc import Iterator


def driving(world: World) -> Iterator[Step]:
    """The driver taps, also when nobody watches any more, cancels on the reader or the screen."""
    asked = world.stray if world.asks_for_stray else world.intent
    if world.reader is Reader.ASKING and asked is Intent.WAITING:
        tapped = _put(world, Intent.AUTHORISING)
        yield Step(Actor.DRIVER, "holds a card to the reader", tapped)
        failed = replace(world, reader=Reader.FAILED)
        yield Step(Actor.DRIVER, "presses cancel on the reader", failed)
    elif world.reader is Reader.ASKING and asked in {Intent.CANCELLED, Intent.LAPSED}:
        failed = replace(world, reader=Reader.FAILED)
        yield Step(Actor.DRIVER, "holds a card to the reader, which refuses it", failed)
    if world.booking is Booking.HELD:
        stopped = given_up(world)
        says = "cancels on the screen"
        if stopped is None:
            yield Step(Actor.DRIVER, says, replace(world, booking=Booking.GONE))
        else:
            yield Step(Actor.DRIVER, says, stopped, "GIVE_UP")


def issuing(world: World, flaw: Flaw | None) -> Iterator[Step]:
    """The issuer answers. What the reader says of it may be right, wrong, or nothing for ever."""
    if Intent.AUTHORISING not in {world.intent, world.stray}:
        return
    good = Intent.CAPTURED if flaw is Flaw.AUTOMATIC_CAPTURE else Intent.AUTHORISED
    stray = world.stray is Intent.AUTHORISING
    approved = replace(world, stray=good) if stray else replace(world, intent=good)
    says = "approves, and takes the money" if flaw is Flaw.AUTOMATIC_CAPTURE else "approves"
    yield Step(Actor.ISSUER, says, replace(approved, reader=Reader.IDLE))
    yield Step(Actor.TROUBLE, "the issuer approves, and the reader never says so", approved)
    lies = replace(approved, reader=Reader.FAILED)
    yield Step(Actor.TROUBLE, "the issuer approves, and the reader reports an error", lies)
    waits = Intent.WAITING
    refused = replace(world, stray=waits) if stray else replace(world, intent=waits)
    yield Step(Actor.ISSUER, "refuses the card", replace(refused, reader=Reader.FAILED))


def ageing(world: World) -> Iterator[Step]:
    """Time passes where nobody hoped that it would."""
    if world.booking is Booking.HELD:
        yield Step(Actor.TROUBLE, "the hold expires", replace(world, booking=Booking.GONE))
    for kept, lapsed in (
        (world.intent, replace(world, intent=Intent.LAPSED)),
        (world.stray, replace(world, stray=Intent.LAPSED)),
    ):
        if kept is Intent.AUTHORISED:
            yield Step(Actor.TROUBLE, "the authorisation ends", lapsed)
    if world.reader is not Reader.IDLE:
        says = "the reader restarts, or is given other work"
        yield Step(Actor.TROUBLE, says, replace(world, reader=Reader.IDLE))


def _put(world: World, intent: Intent) -> World:
    return replace(world, stray=intent) if world.asks_for_stray else replace(world, intent=intent)
