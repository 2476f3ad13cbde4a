"""Operators: they give money back for tickets that were sold, at a terminal of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final
from uuid import UUID

from core.db.errors import DatabaseUnavailableError
from core.ids import ReservationId
from core.money import Money, currency
from core.payments.refunds import Decided, RefundRequest, Refused
from tests.core.shop import KEY
from tests.core.small_garage import SilentBell
from tests.schedules.wire import Wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.payments.refunding import Refunding
    from core.payments.refunds import RefundDecision
    from tests.schedules.kiosk_process import World
    from tests.schedules.virtual_database import Story

OPERATORS: Final = ("first operator", "second operator")
REFUNDS: Final = 3
PATIENCE_S: Final = 120.0
A_LITTLE: Final = 100
"""In minor units; the cheapest ticket costs more."""


class Operator:
    """Refunds this and that, fully or partly, with and without ending the stay."""

    def __init__(
        self,
        world: World,
        name: str,
        *,
        asks: Callable[[int, RefundRequest], None],
        hears: Callable[[str, RefundDecision], None],
    ) -> None:
        """``asks`` is told of every request before it is made, ``hears`` of every answer."""
        self.name = name
        self._world = world
        self._fate = world.fate
        self._asks = asks
        self._hears = hears
        self._refunding = open_refunding(world)

    def work(self) -> None:
        """Give money back a few times, as soon as something is sold."""
        until = self._world.actors.seconds + PATIENCE_S
        for _ in range(REFUNDS):
            self._world.actors.pause(self._fate.up_to(15))
            while not (sold := self._sold()) and self._world.actors.seconds < until:
                self._world.actors.pause(self._fate.between(2, 10))
            if sold:
                # The latest is what a colleague sees, too.
                self._refund(self._fate.one_of((*sold, sold[-1], sold[-1])))

    def _sold(self) -> list[Story]:
        return [story for story in self._world.database.stories if story.code and story.payment]

    def _refund(self, story: Story) -> None:
        minor = self._fate.one_of((None, A_LITTLE, story.price_minor // 2, story.price_minor))
        request = RefundRequest(
            amount=None if minor is None else Money(minor, currency("EUR")),
            reason="the lift is broken",
            actor=self.name,
            end_stay=self._fate.chance(0.3),
            id=UUID(int=self._fate.one_of(range(2**62))),
        )
        asked = "all that is left" if minor is None else str(minor)
        self._world.actors.note(f"refunds {asked} of reservation {story.reservation}")
        self._asks(story.reservation, request)
        try:
            decision = self._refunding.refund(ReservationId(story.reservation), request)
        except DatabaseUnavailableError:
            self._world.actors.note("... does not know whether it was decided")
            return
        self._hears(self.name, decision)
        match decision:
            case Decided(refund):
                self._world.actors.note(f"... refund {refund.id} is {refund.state}")
            case Refused(why):
                self._world.actors.note(f"... refused, {why}")


def open_refunding(world: World) -> Refunding:
    """Return what refunds, with a line of its own to Stripe."""
    wire = Wire(world.account, world.actors, world.fate)
    account = world.parts.terminal(KEY, api_url="http://in.process", http_client=wire)
    ledger = world.parts.refund_ledger(world.database, SilentBell())
    return world.parts.refunding(ledger, account)
