"""Calling an attendant, and a kiosk that cannot sell."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING

from tests.ui.touches import go_to_duration, on
from ui.journey import Device

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.fake_ports import Clock, World
    from ui.visit import Visit


def call(visit: Visit) -> str:
    return visit.view_model.props.attendant_call


def test_a_missing_device_closes_the_kiosk_and_opens_it_again(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.probes = frozenset({Device.READER})
    visit.start()
    qtbot.waitUntil(on(visit, "out_of_service"))
    world.probes = frozenset()

    visit._probe()

    qtbot.waitUntil(on(visit, "welcome"))


def test_an_attendant_is_called_once_and_is_called_only_when_the_call_got_through(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.call_until = Event()
    visit.open_help()
    visit.call_attendant()
    visit.call_attendant()
    assert call(visit) == "calling"
    world.call_until.set()

    qtbot.waitUntil(lambda: call(visit) == "called")
    visit.call_attendant()
    assert (call(visit), world.times_asked("call")) == ("called", 1)


def test_a_call_that_does_not_get_through_says_so_and_can_be_made_again(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.call_error = OSError("no route")
    visit.call_attendant()
    qtbot.waitUntil(lambda: call(visit) == "failed")

    world.call_error = None
    visit.call_attendant()

    qtbot.waitUntil(lambda: call(visit) == "called")


def test_the_next_driver_can_call_too(
    visit: Visit, world: World, clock: Clock, qtbot: QtBot
) -> None:
    world.probes = frozenset({Device.READER})
    visit.start()
    qtbot.waitUntil(on(visit, "out_of_service"))
    visit.call_attendant()
    qtbot.waitUntil(lambda: call(visit) == "called")

    clock.pass_by(60)
    visit.tick()

    assert call(visit) == "none"


def test_a_call_that_nobody_heard_can_be_made_again(
    visit: Visit, world: World, qtbot: QtBot
) -> None:
    world.told = False
    visit.call_attendant()

    qtbot.waitUntil(lambda: world.times_asked("call") == 1)
    qtbot.waitUntil(lambda: call(visit) == "failed")


def test_help_closes_with_the_visit(visit: Visit) -> None:
    go_to_duration(visit)
    visit.open_help()
    visit.leave()

    assert not visit.view_model.props.help_open
