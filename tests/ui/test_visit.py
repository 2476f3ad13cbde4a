"""The controller with a world that the test holds in its hand: from the choice to the ticket."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from core.outcomes import (
    AlreadyPaid,
    Approved,
    Declined,
    DeclineReason,
    NotCharged,
    NotChargedReason,
)
from core.tickets.texts import TicketTexts
from tests.shots.samples import HOLD, TICKET
from tests.ui.touches import REGULAR, go_to_duration, go_to_pay, on
from ui import errands
from ui.durations import Preset

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.fake_ports import Clock, World
    from ui.visit import Visit


def test_three_touches_lead_to_the_card_and_to_a_printed_ticket(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.until = Event()
    visit.choose_vehicle(REGULAR)
    visit.choose_preset(Preset.FOUR_HOURS)
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.pay.props.phase == "present_card")
    world.until.set()

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    assert visit.view_model.props.screen == "ticket"
    assert ("reserve", REGULAR, HOLD.period) in world.asked


def test_the_ticket_is_printed_in_the_drivers_language(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    visit.select_language("de")
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(lambda: world.times_asked("print") == 1)
    texts = world.asked[-1][2]
    assert isinstance(texts, TicketTexts)
    assert (texts.language, texts.price_text) == ("de", "14,00\u00a0€")
    assert texts.weekdays[0].startswith("Mo")


def test_a_declined_card_can_be_tried_again_on_the_same_hold(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.pays = Declined(DeclineReason.INSUFFICIENT_FUNDS)
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(on(visit, "declined"))

    world.pays = Approved(TICKET)
    visit.try_again()

    qtbot.waitUntil(on(visit, "ticket"))
    assert world.times_asked("reserve") == 1


def test_cancelling_during_the_payment_gives_the_spot_back_first(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.until = Event()
    go_to_pay(visit, qtbot)

    visit.leave()

    assert visit.screens.pay.props.phase == "stopping"
    qtbot.waitUntil(on(visit, "cancelled"))
    assert world.times_asked("stop") == 1
    assert visit.screens.fault.props.may_be_reserved


def test_a_spot_that_is_held_for_a_driver_who_left_is_given_back(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.reserve_until = Event()
    go_to_duration(visit)
    visit.pay()
    visit.leave()
    assert visit.view_model.props.screen == "welcome"
    world.reserve_until.set()

    qtbot.waitUntil(lambda: world.times_asked("stop") == 1)
    assert visit.view_model.props.screen == "welcome"


def test_a_reservation_that_takes_too_long_is_given_back_when_it_comes(
    visit: Visit, world: World, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(errands, "DATABASE_SECONDS", 0.05)
    world.reserve_until = Event()
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(on(visit, "out_of_service"))
    assert visit.screens.fault.props.device == "database"
    world.reserve_until.set()

    qtbot.waitUntil(lambda: world.times_asked("stop") == 1)


def test_the_payment_wins_when_it_was_faster_than_the_cancelling(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.until = Event()
    world.stops = AlreadyPaid(TICKET)
    go_to_pay(visit, qtbot)
    visit.leave()
    qtbot.waitUntil(on(visit, "ticket"))
    world.until.set()

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    assert world.times_asked("print") == 1


def test_a_payment_that_breaks_is_stopped_and_the_kiosk_says_so(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.pay_error = ConnectionError("no route")
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(on(visit, "failed"))
    qtbot.waitUntil(lambda: world.times_asked("stop") == 1)
    assert visit.screens.fault.props.code == "E-INTERRUPTED"


def test_a_payment_without_a_charge_names_the_reason(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.pays = NotCharged(NotChargedReason.READER_OFFLINE)
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(on(visit, "failed"))
    assert visit.screens.fault.props.reason == "reader_offline"


@pytest.mark.parametrize("error", [None, OSError("paper jam")])
def test_no_paper_is_told_on_the_ticket(
    visit: Visit, world: World, qtbot: QtBot, error: OSError | None
) -> None:
    world.prints, world.print_error = False, error
    go_to_duration(visit)
    visit.pay()

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "failed")


def test_a_ticket_that_did_not_come_out_is_printed_again_and_has_two_minutes(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.prints = False
    go_to_duration(visit)
    clock.pass_by(25)  # the idle watch begins anew with what became of the paper
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "failed")
    visit.tick()
    assert visit.screens.ticket.props.seconds_left == 120

    clock.pass_by(100)
    visit.tick()
    world.prints = True
    visit.print_again()
    assert visit.screens.ticket.props.printing == "running"

    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    visit.tick()
    assert visit.screens.ticket.props.seconds_left == 30
    assert world.times_asked("print") == 2
