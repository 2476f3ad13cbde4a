"""A driver buys a ticket: touches on real windows, the real SDK, a real database."""

from __future__ import annotations

import shutil
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.garage_file import read_garage_file
from core.garage_store import load_garage
from core.outcomes import Reserved
from core.payments.paying import FREE_OF_CHARGE
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.demo.evidence import check_sale, scan
from kiosk.demo.hand import NotSeenError
from kiosk.demo.stripe_simulator import Fault, FaultKind
from kiosk.memory import Memory
from kiosk.paths import GARAGES
from kiosk.settings import load_settings
from tests.journeys.steps import Driver, buys, kiosk_of

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication

    from kiosk.demo.world import World


def only_ticket(world: World) -> Path:
    (ticket,) = world.tickets.glob("ticket-*.pdf")
    return ticket


def held(world: World) -> int:
    return world.database.statement(
        lambda connection: connection.execute(
            text("SELECT count(*) AS held FROM reservations WHERE status = 'held'")
        ).one()
    ).held


def prints(world: World, code: str) -> int:
    count: int = world.database.statement(
        lambda connection: connection.execute(
            text("SELECT prints FROM tickets WHERE code = :code"), {"code": code}
        ).scalar_one()
    )
    return count


def test_three_touches_and_a_tap_end_in_a_ticket_that_is_true_everywhere(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        buys(world, driver)
        driver.sees("ticket")
        driver.hand.wait(lambda: kiosk.visit.screens.ticket.props.printing == "done", "the paper")
        shown = kiosk.visit.screens.ticket.props.code_text.replace("-", "")
        assert scan(only_ticket(world)) == shown
        assert check_sale(world, only_ticket(world)) == []
        driver.hand.touch("done")
        driver.sees("welcome")


def test_who_is_choosing_while_a_rate_rises_chooses_again_at_the_new_one(
    world: World, qapp: QGuiApplication
) -> None:
    def paid() -> list[int]:
        amounts = text("SELECT amount_minor FROM payments ORDER BY id")
        return list(world.database.statement(lambda connection: connection.scalars(amounts).all()))

    def remembered() -> Decimal:
        garage = Memory(load_settings(world.settings_file, {}).state).recall(world.garage.slug)
        assert garage is not None
        return garage.rates[VehicleType.COMPACT]

    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        old = kiosk.visit.scene.garage.rates[VehicleType.COMPACT]
        driver.sees_counts()
        driver.hand.touch("tile-compact")
        driver.sees("duration")
        plan = read_garage_file(GARAGES / "riverside.toml")
        changed = replace(plan, rates={**plan.rates, VehicleType.COMPACT: old + 1})
        load_garage(world.database, changed, actor="test")
        driver.hand.wait(lambda: remembered() == old + 1, "the kiosk to have heard of it")
        driver.hand.touch("preset-2h")
        driver.hand.touch("pay")
        driver.sees("failed")
        driver.hand.touch("done")
        driver.sees("welcome")
        driver.hand.wait(
            lambda: kiosk.visit.scene.garage.rates[VehicleType.COMPACT] == old + 1,
            "the corrected rate",
        )
        buys(world, driver)
        driver.sees("ticket")

    assert paid() == [int(2 * (old + 1) * 100)]


def test_a_stay_that_costs_nothing_ends_in_a_ticket_without_a_card(
    world: World, qapp: QGuiApplication
) -> None:
    plan = read_garage_file(GARAGES / "riverside.toml")
    load_garage(
        world.database,
        replace(plan, rates={**plan.rates, VehicleType.COMPACT: Decimal(0)}),
        actor="test",
    )
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.goes_to_pay()
        driver.sees("ticket")
        driver.hand.wait(lambda: kiosk.visit.screens.ticket.props.printing == "done", "the paper")
    waivers = world.database.statement(
        lambda connection: connection.scalars(
            text(
                "SELECT waiver FROM reservations JOIN tickets ON reservation_id = reservations.id "
                "WHERE kiosk_id IS NOT NULL"
            )
        ).all()
    )
    assert only_ticket(world).stat().st_size > 0
    assert waivers == [FREE_OF_CHARGE]
    assert not any("payment_intents" in str(request) for request in world.simulator.requests())


def test_a_declined_card_keeps_the_spot_and_another_card_pays_for_it(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        buys(world, driver, "insufficient_funds")
        driver.sees("declined")
        spot = kiosk.visit.screens.pay.props.spot
        assert kiosk.visit.screens.pay.props.reason == "insufficient_funds"
        driver.hand.touch("tryAgain")
        driver.is_asked_for_a_card()
        world.simulator.tap(world.reader, "good")
        driver.sees("ticket")
        assert kiosk.visit.screens.ticket.props.spot == spot
    assert len(world.simulator.payment_intents()) == 1


@pytest.mark.parametrize("where", ["duration", "pay", "declined"])
def test_cancelling_at_each_step_gives_the_spot_back_at_once(
    world: World, qapp: QGuiApplication, where: str
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.sees_counts()
        if where == "duration":
            driver.hand.touch("tile-large")
            driver.sees("duration")
            driver.hand.touch("back")
        else:
            driver.goes_to_pay()
            driver.is_asked_for_a_card()
            assert held(world) == 1
            if where == "declined":
                world.simulator.tap(world.reader, "declined")
                driver.sees("declined")
            driver.hand.touch("cancel")
            driver.sees("cancelled")
            driver.hand.touch("done")
        driver.sees("welcome")
        assert held(world) == 0
        if where != "duration":
            driver.hand.wait(
                lambda: [one.status for one in world.simulator.payment_intents()] == ["canceled"],
                "the cancelled payment",
            )
    assert list(world.tickets.glob("ticket-*.pdf")) == []


def test_cancel_on_the_reader_leads_to_another_try(world: World, qapp: QGuiApplication) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.goes_to_pay()
        driver.is_asked_for_a_card()
        world.simulator.press_cancel(world.reader)
        driver.sees("declined")
        assert kiosk.visit.screens.pay.props.reason == "cancelled_on_reader"
        assert held(world) == 1


def test_a_reader_that_goes_off_line_is_named_and_the_kiosk_comes_back(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.goes_to_pay()
        driver.is_asked_for_a_card()
        world.simulator.set_connection(world.reader, "offline")
        driver.sees("failed")
        assert kiosk.visit.screens.fault.props.reason == "reader_offline"
        assert held(world) == 0
        world.simulator.set_connection(world.reader, "online")
        driver.hand.touch("done")
        driver.sees("welcome")
        driver.hand.wait(
            lambda: world.simulator.reader(world.reader).phase == "idle",
            "a reader that asks nobody for the dead payment",
            patience_ms=15_000,
        )


def test_nothing_is_asked_of_a_card_while_no_ticket_can_be_printed(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.sees_counts()
        driver.hand.touch("tile-compact")
        driver.sees("duration")
        shutil.rmtree(world.tickets, ignore_errors=True)
        world.tickets.write_text("no folder any more", "utf-8")
        driver.hand.touch("pay")
        driver.sees("failed")
        assert kiosk.visit.screens.fault.props.reason == "printer_fault"
    assert held(world) == 0
    assert world.simulator.payment_intents() == []


def test_an_unknown_outcome_is_checked_and_ends_in_a_ticket(
    world: World, qapp: QGuiApplication
) -> None:
    """The answers are lost while the card is tapped; nobody is told to pay again."""
    phases: list[str] = []
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.goes_to_pay()
        driver.is_asked_for_a_card()
        kiosk.visit.screens.pay.phaseChanged.connect(lambda: phases.append(driver.phase))  # type: ignore[attr-defined]
        world.simulator.inject(
            Fault(kind=FaultKind.DROP_BEFORE, method="GET", path="/v1/terminal/readers/*", times=4)
        )
        world.simulator.tap(world.reader, "good")
        driver.sees("ticket")
    assert "checking" in phases


def test_a_ticket_that_could_not_be_printed_is_printed_again(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.goes_to_pay()
        driver.is_asked_for_a_card()
        shutil.rmtree(world.tickets, ignore_errors=True)
        world.tickets.write_text("no folder any more", "utf-8")
        world.simulator.tap(world.reader, "good")
        driver.sees("ticket")
        driver.hand.wait(lambda: driver.hand.sees("printAgain"), "print again")
        code = kiosk.visit.screens.ticket.props.code_text.replace("-", "")
        assert prints(world, code) == 0

        world.tickets.unlink()
        driver.hand.touch("printAgain")
        driver.hand.wait(lambda: kiosk.visit.screens.ticket.props.printing == "done", "the paper")
        assert prints(world, code) == 1
        assert check_sale(world, only_ticket(world)) == []


def test_a_full_type_leads_to_where_there_is_a_spot(world: World, qapp: QGuiApplication) -> None:
    while isinstance(
        world.reservations.reserve(
            world.garage, VehicleType.LARGE, stay(_now(world), world.garage.step)
        ),
        Reserved,
    ):
        pass
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk)
        driver.sees_counts()
        driver.hand.touch("tile-large")
        driver.sees("full")
        driver.hand.wait(
            lambda: len(kiosk.visit.screens.full.props.elsewhere) == 1, "the other garage"
        )
        assert kiosk.visit.screens.full.props.next_free_text != ""
        driver.hand.touch("back")
        driver.sees("welcome")


def _now(world: World) -> datetime:
    now: datetime = world.database.statement(
        lambda connection: connection.execute(text("SELECT now()")).scalar_one()
    )
    return now


# The journey fails when a part of it is broken: the window, the provider, or the database.


def test_control_the_journey_fails_without_the_provider(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk, patience_ms=1500)
        driver.goes_to_pay()
        driver.is_asked_for_a_card()
        world.simulator.inject(Fault(kind=FaultKind.STATUS_500_BEFORE, times=1000))
        world.simulator.tap(world.reader, "good")
        with pytest.raises(NotSeenError):
            driver.sees("ticket")
        world.simulator.forget_faults()


def test_control_the_journey_fails_without_the_database(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk, patience_ms=3000)
        driver.sees_counts()
        world.database.statement(
            lambda connection: connection.execute(text("DROP TABLE free_intervals CASCADE"))
        )
        with pytest.raises(NotSeenError):
            buys(world, driver)


def test_control_the_journey_fails_without_a_working_window(
    world: World, qapp: QGuiApplication
) -> None:
    with kiosk_of(world.settings_file, qapp) as kiosk:
        driver = Driver(kiosk, patience_ms=1500)
        driver.sees_counts()
        kiosk.window.quick.contentItem().setEnabled(False)
        with pytest.raises(NotSeenError):
            buys(world, driver)
