"""The model of the payment protocol: every world that can be reached keeps every promise.

``test_moves.py`` ties its writes to the program's: PostgreSQL makes the same of each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest

from core.payments.states import MOVES, PaymentState
from tests.core.payments.model.exploring import Map, explore
from tests.core.payments.model.flaws import Flaw
from tests.core.payments.model.promises import broken, lost_charge, over
from tests.core.payments.model.state import Actor, At, Booking, Intent, Reader, World
from tests.core.payments.model.writes import WRITES

if TYPE_CHECKING:
    from collections.abc import Callable

WORLDS: Final = 2006
"""How many there are. Another number means another model: ``docs/payments.md`` names it, too."""

SITUATIONS: Final[dict[str, Callable[[World], bool]]] = {
    "the kiosk died while the reader asks": lambda world: (
        world.payment is PaymentState.ARMED
        and world.reader is Reader.ASKING
        and world.kiosk is At.IDLE
    ),
    "a card is approved after the decision not to charge": lambda world: (
        world.payment is PaymentState.VOIDING and world.intent is Intent.AUTHORISED
    ),
    "a reader still asks for what is voided": lambda world: (
        world.payment is PaymentState.VOIDED and world.reader is Reader.ASKING
    ),
    "a kiosk that slept is about to commit what was given up": lambda world: (
        world.payment is PaymentState.VOIDED and world.kiosk is At.COMMIT
    ),
    "the money is taken and nobody knows": lambda world: (
        world.payment is PaymentState.COMMITTED
        and world.intent is Intent.CAPTURED
        and {world.kiosk, *world.settlers} == {At.IDLE}
    ),
    "three capture at once": lambda world: {world.kiosk, *world.settlers} == {At.CAPTURE},
    "three void at once": lambda world: {world.kiosk, *world.settlers} == {At.CANCEL},
    "the hold is over when the card is approved": lambda world: (
        world.booking is Booking.GONE and world.kiosk is At.COMMIT
    ),
    "a settler that slept is about to capture what is lost": lambda world: (
        world.payment is PaymentState.LOST and At.CAPTURE in world.settlers
    ),
    "the authorisation ended before the capture": lost_charge,
    "the intent's id was lost": lambda world: (
        world.payment is PaymentState.VOIDED
        and not world.recorded
        and world.intent is Intent.WAITING
    ),
    "a price of nothing was waived": lambda world: world.waived,
}


@pytest.fixture(scope="module")
def explored() -> Map:
    """Every reachable world of the protocol as it is."""
    return explore()


def test_every_reachable_world_keeps_every_promise(explored: Map) -> None:
    for world in explored.ways:
        assert not broken(world), f"{broken(world)}:\n{explored.trace(world)}"


def test_settlers_alone_end_every_payment_from_wherever_it_stopped(explored: Map) -> None:
    ends = explored.can_reach(over, by=frozenset({Actor.SETTLER, Actor.ISSUER}))

    for world in explored.ways:
        assert world in ends, f"stuck:\n{explored.trace(world)}"


def test_what_is_over_stays_over_whoever_wakes_up(explored: Map) -> None:
    for world, ways in explored.ways.items():
        if world.payment is not None and over(world):
            for step in ways:
                assert over(step.then), f"{explored.trace(world)}\n then {step.says}"


def test_the_only_ticket_that_stays_without_a_charge_is_one_whose_row_says_so(
    explored: Map,
) -> None:
    uncharged = {
        world
        for world in explored.ways
        if over(world) and world.ticket and not world.waived and world.intent is not Intent.CAPTURED
    }

    assert uncharged
    assert all(lost_charge(world) for world in uncharged)


def test_the_model_is_as_large_as_is_told(explored: Map) -> None:
    assert len(explored.ways) == WORLDS


@pytest.mark.parametrize("situation", SITUATIONS)
def test_the_model_reaches_what_it_is_about(explored: Map, situation: str) -> None:
    assert any(SITUATIONS[situation](world) for world in explored.ways)


def test_every_place_that_is_modelled_is_reached(explored: Map) -> None:
    worlds = explored.ways

    assert {world.kiosk for world in worlds} == set(At)
    assert {world.intent for world in worlds} == set(Intent)
    assert {world.reader for world in worlds} == set(Reader)
    assert {world.booking for world in worlds} == set(Booking)


def test_the_model_makes_every_move_that_is_drawn_and_no_other(explored: Map) -> None:
    made = {
        (world.payment, step.then.payment)
        for world, ways in explored.ways.items()
        for step in ways
        if world.payment is not None and step.then.payment is not world.payment
    }

    assert made == {(origin, to) for origin, ways in MOVES.items() for to in ways}


def test_every_move_is_made_by_a_statement_of_the_ledger(explored: Map) -> None:
    executed = set()
    for world, ways in explored.ways.items():
        for step in ways:
            if step.writes in WRITES and world.payment is not None:
                executed.add((step.writes, world.payment))
                expected = WRITES[step.writes].get(world.payment, world.payment)
                assert step.then.payment is expected, step
            elif step.writes != "INSERT":
                assert step.then.payment is world.payment, step

    meant = {(name, origin) for name, moved in WRITES.items() for origin in moved}
    assert meant <= executed
    assert executed - meant, "no statement ever came too late"


@pytest.mark.parametrize(
    ("flaw", "promise"),
    [
        (Flaw.AUTOMATIC_CAPTURE, "nobody is charged without a ticket"),
        (Flaw.CAPTURE_BEFORE_COMMIT, "nobody is charged without a ticket"),
        (Flaw.SILENCE_IS_FAILURE, "nobody is charged without a ticket"),
        (Flaw.FRESH_KEY, "nobody is charged twice"),
        (
            Flaw.BLIND_SETTLEMENT,
            "no ticket without a charge, a decision to charge, or a waiver",
        ),
    ],
)
def test_control_each_flaw_breaks_its_promise(flaw: Flaw, promise: str) -> None:
    explored = explore(flaw, until=lambda world: promise in broken(world))

    found = [world for world in explored.ways if promise in broken(world)]
    assert found, f"{flaw} went unnoticed in {len(explored.ways)} worlds"
    print(f"{flaw}: {promise}, but\n{explored.trace(found[0])}")  # noqa: T201 - shown by pytest -s


def test_control_a_settlement_that_never_captures_leaves_payments_stuck(explored: Map) -> None:
    ends = explored.can_reach(
        lambda world: over(world) and not world.ticket, by=frozenset({Actor.SETTLER, Actor.ISSUER})
    )

    assert any(world.payment is PaymentState.COMMITTED for world in explored.ways.keys() - ends)
