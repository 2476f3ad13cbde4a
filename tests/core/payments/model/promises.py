"""What must be true of every world, and when a payment is over."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.payments.states import TICKETED, PaymentState
from tests.core.payments.model.state import Booking, Intent, World

if TYPE_CHECKING:
    from collections.abc import Callable

_HOLDS_MONEY: Final = frozenset({Intent.AUTHORISING, Intent.AUTHORISED, Intent.CAPTURED})
_DEAD: Final = frozenset({Intent.ABSENT, Intent.CANCELLED, Intent.LAPSED})


def _no_charge_without_ticket(world: World) -> bool:
    return Intent.CAPTURED not in {world.intent, world.stray} or world.ticket


def _no_ticket_for_nothing(world: World) -> bool:
    return not world.ticket or world.waived or world.payment in TICKETED


def _not_twice(world: World) -> bool:
    return not (world.intent in _HOLDS_MONEY and world.stray in _HOLDS_MONEY)


def _void_is_void(world: World) -> bool:
    intents = {world.intent, world.stray}
    match world.payment:
        case PaymentState.VOIDING:
            return Intent.CAPTURED not in intents
        case PaymentState.VOIDED:
            return not intents & _HOLDS_MONEY
        case _:
            return True


def _captured_is_captured(world: World) -> bool:
    return world.payment is not PaymentState.CAPTURED or world.intent is Intent.CAPTURED


def _lost_is_lost(world: World) -> bool:
    return world.payment is not PaymentState.LOST or world.intent in _DEAD


def _paid_is_a_ticket(world: World) -> bool:
    return world.ticket == (world.booking is Booking.PAID)


PROMISES: Final[dict[str, Callable[[World], bool]]] = {
    "nobody is charged without a ticket": _no_charge_without_ticket,
    "no ticket without a charge, a decision to charge, or a waiver": _no_ticket_for_nothing,
    "nobody is charged twice": _not_twice,
    "what is voided takes no money": _void_is_void,
    "what is captured has taken the money": _captured_is_captured,
    "what is lost has taken no money, and never will": _lost_is_lost,
    "a reservation is paid if and only if it has a ticket": _paid_is_a_ticket,
}
"""Each must hold in every world, so wherever everything stops for ever."""


def broken(world: World) -> list[str]:
    """Return the promises that this world breaks."""
    return [promise for promise, holds in PROMISES.items() if not holds(world)]


def lost_charge(world: World) -> bool:
    """The exception: a ticket whose money can no longer be taken, with that written in its row."""
    lapsed = world.intent is Intent.LAPSED
    return world.payment is PaymentState.LOST and world.ticket and lapsed


def over(world: World) -> bool:
    """Whether nothing is left to do for the payment, if there is one: voided, captured, or lost."""
    match world.payment:
        case None | PaymentState.CAPTURED:
            return True
        case PaymentState.VOIDED:
            never_shown = world.intent is Intent.WAITING and not world.recorded
            return world.intent in _DEAD or never_shown
        case _:
            return lost_charge(world)
