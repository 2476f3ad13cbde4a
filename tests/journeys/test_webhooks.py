"""A kiosk that hears of its payments, as it is wired when it runs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.payments import watching
from kiosk.demo.evidence import check_sale
from tests.journeys.steps import Driver, kiosk_of
from tests.kiosk.events import taken_in

if TYPE_CHECKING:
    import pytest
    from PySide6.QtGui import QGuiApplication

    from kiosk.demo.world import World


def test_a_driver_need_not_wait_for_the_next_poll(
    world: World, qapp: QGuiApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "POLL_S", 25.0)
    with taken_in(world.database, world.simulator), kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.goes_to_pay()
        driver.is_asked_for_a_card()
        driver.hand.wait(
            lambda: any(
                request.method == "GET" and "/terminal/readers/" in request.path
                for request in world.simulator.requests(after=prompted(world))
            ),
            "the first look",
        )
        world.simulator.tap(world.reader, "good")
        driver.sees("ticket")
        driver.hand.wait(lambda: kiosk.visit.screens.ticket.props.printing == "done", "the paper")
        (ticket,) = world.tickets.glob("ticket-*.pdf")
        assert check_sale(world, ticket) == []


def prompted(world: World) -> int:
    """Return the number of the request that told the reader to ask for a card."""
    return next(
        request.seq
        for request in world.simulator.requests()
        if request.path.endswith("/process_payment_intent")
    )
