"""How a visit ends, by itself or by the driver, and what the next driver finds."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

import pytest

from core.outcomes import (
    Cancelled,
)
from tests.ui.touches import go_to_duration, go_to_pay, on
from ui.journey import Printing, ShowTicket
from ui.setup import Preferences

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.fake_ports import Clock, World
    from ui.visit import Visit


def test_nobody_there_is_asked_and_then_sent_home(visit: Visit, clock: Clock) -> None:
    go_to_duration(visit)
    clock.pass_by(31)
    visit.tick()
    assert (visit.view_model.props.idle_warning, visit.view_model.props.idle_seconds) == (True, 19)

    clock.pass_by(20)
    visit.tick()

    assert visit.view_model.props.screen == "welcome"
    assert not visit.view_model.props.idle_warning


def test_one_touch_answers_the_warning(visit: Visit, clock: Clock, qtbot: QtBot) -> None:
    go_to_duration(visit)
    clock.pass_by(31)
    visit.tick()

    visit.touched()

    # The warning still covers the screen while the touch itself is delivered.
    assert visit.view_model.props.idle_warning
    qtbot.waitUntil(lambda: not visit.view_model.props.idle_warning)
    assert visit.view_model.props.screen == "duration"


def test_a_payment_is_never_sent_home(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.until = Event()
    go_to_pay(visit, qtbot)
    clock.pass_by(10_000)
    visit.tick()

    assert visit.view_model.props.screen == "pay"
    assert not visit.view_model.props.idle_warning


def test_a_ticket_goes_home_by_itself(visit: Visit, clock: Clock, qtbot: QtBot) -> None:
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    visit.tick()
    assert visit.screens.ticket.props.seconds_left == 30

    clock.pass_by(30)
    visit.tick()

    assert visit.view_model.props.screen == "welcome"


def test_the_next_driver_finds_the_kiosk_as_it_was(visit: Visit, clock: Clock) -> None:
    visit.select_language("de")
    visit.toggle_contrast()
    visit.toggle_low_reach()
    assert visit.scene.preferences == Preferences("de", contrast=True, low_reach=True)

    clock.pass_by(60)
    visit.tick()

    assert visit.scene.preferences == Preferences("en")


def prefer(visit: Visit) -> Preferences:
    visit.select_language("de")
    visit.toggle_contrast()
    visit.toggle_low_reach()
    return visit.scene.preferences


@pytest.mark.parametrize("ends", ["done", "timeout", "cancel"])
def test_a_visit_that_ends_takes_the_drivers_look_with_it(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot, ends: str
) -> None:
    prefer(visit)
    if ends == "cancel":
        world.until = Event()
        go_to_pay(visit, qtbot)
        visit.leave()
        qtbot.waitUntil(on(visit, "cancelled"))
    else:
        go_to_duration(visit)
        visit.pay()
        qtbot.waitUntil(lambda: visit.screens.ticket.props.printing == "done")
    assert visit.view_model.props.language == "de"

    if ends == "timeout":
        clock.pass_by(30)
        visit.tick()
    else:
        visit.leave()

    assert visit.view_model.props.screen == "welcome"
    assert visit.scene.preferences == Preferences("en")


def test_who_only_goes_back_keeps_the_look(visit: Visit) -> None:
    chosen = prefer(visit)
    go_to_duration(visit)
    visit.leave()

    assert visit.view_model.props.screen == "welcome"
    assert visit.scene.preferences == chosen


def test_who_is_idle_while_choosing_takes_the_look_along(visit: Visit, clock: Clock) -> None:
    prefer(visit)
    go_to_duration(visit)
    clock.pass_by(50)
    visit.tick()

    assert visit.scene.preferences == Preferences("en")


def test_the_cancelled_screen_counts_down_and_goes_home_by_itself(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.until = Event()
    go_to_pay(visit, qtbot)
    visit.leave()
    qtbot.waitUntil(on(visit, "cancelled"))
    visit.tick()
    assert (visit.screens.fault.props.seconds_left, visit.view_model.props.idle_warning) == (
        20,
        False,
    )

    clock.pass_by(20)
    visit.tick()

    assert visit.view_model.props.screen == "welcome"


def test_late_paper_does_not_touch_the_next_visit(visit: Visit, world: World, qtbot: QtBot) -> None:
    world.until = Event()
    world.stops = Cancelled()
    go_to_pay(visit, qtbot)
    visit.leave()
    qtbot.waitUntil(on(visit, "cancelled"))
    visit.leave()
    go_to_duration(visit)
    world.until.set()  # the card had been faster after all, and only now is it known

    qtbot.waitUntil(lambda: world.times_asked("print") == 1)
    assert visit.view_model.props.screen == "duration"
    assert not isinstance(visit.scene.journey.screen, ShowTicket)
    assert visit.screens.ticket.props.printing == Printing.RUNNING
