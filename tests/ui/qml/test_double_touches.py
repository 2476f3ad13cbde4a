"""A screen that has just come takes no touch that was meant for the one before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest

from core.vehicles import VehicleType
from tests.ui.qml.worked_glass import FINGER_MS, SIZE

if TYPE_CHECKING:
    from PySide6.QtCore import QPoint

    from tests.ui.qml.worked_glass import Glass


@pytest.fixture
def shared(glass: Glass) -> QPoint:
    """A point that is "pay" on the duration screen, and a vehicle on the welcome screen."""
    glass.hand.touch("tile-large")
    glass.hand.wait(lambda: glass.hand.sees("pay"), "the duration screen")
    pay = glass.place("pay")
    glass.hand.touch("back")
    glass.hand.wait(lambda: glass.hand.sees("tile-large"), "the welcome screen")
    point = pay.intersected(glass.place("tile-large")).center()
    assert pay.contains(point)
    return point


@pytest.mark.parametrize("pause_ms", [120, 300])
def test_a_double_touch_on_a_vehicle_does_not_pay(
    glass: Glass, shared: QPoint, pause_ms: int
) -> None:
    glass.tap(shared)
    QTest.qWait(pause_ms)
    glass.tap(shared)

    assert glass.screen == "duration"
    assert not glass.visit.screens.duration.props.busy
    assert glass.world.times_asked("reserve") == 0


@pytest.mark.parametrize("pause_ms", [120, 300])
def test_a_double_touch_on_back_chooses_no_vehicle(glass: Glass, pause_ms: int) -> None:
    glass.hand.touch("tile-compact")
    glass.hand.wait(lambda: glass.hand.sees("back"), "the duration screen")
    back = glass.place("back").center()

    glass.tap(back)
    QTest.qWait(pause_ms)
    glass.tap(back)

    assert glass.screen == "welcome"


def test_a_double_touch_on_closing_the_help_touches_nothing_below(glass: Glass) -> None:
    glass.hand.touch("tile-compact")
    glass.hand.touch("help")
    glass.hand.wait(lambda: glass.hand.sees("help-close"), "the help")
    close = glass.place("help-close").center()
    assert glass.place("help").contains(close)

    glass.tap(close)
    QTest.qWait(120)
    glass.tap(close)

    assert (glass.screen, glass.visit.view_model.props.help_open) == ("duration", False)


def test_a_quick_driver_loses_no_touch(glass: Glass, shared: QPoint) -> None:
    glass.tap(shared)
    QTest.qWait(450 - FINGER_MS)
    glass.tap(shared)

    assert glass.world.times_asked("reserve") == 1 or glass.visit.screens.duration.props.busy


def test_a_touch_that_began_before_the_screen_changed_does_nothing(glass: Glass) -> None:
    help_ = glass.place("help").center()
    glass.press(help_)

    glass.visit.choose_vehicle(VehicleType.COMPACT)
    glass.release(help_)

    assert glass.screen == "duration"
    assert not glass.visit.view_model.props.help_open


def test_a_key_waits_as_a_touch_does(glass: Glass) -> None:
    item = glass.hand._find("help")
    assert item is not None
    item.forceActiveFocus()
    glass.visit.choose_vehicle(VehicleType.COMPACT)

    QTest.keyClick(glass.window.quick, Qt.Key.Key_Return)
    assert not glass.visit.view_model.props.help_open

    glass.hand.wait(lambda: glass.hand.sees("help"), "a screen that takes touches")
    QTest.keyClick(glass.window.quick, Qt.Key.Key_Return)
    assert glass.visit.view_model.props.help_open


def test_nothing_looks_different_while_a_screen_takes_no_touch(glass: Glass) -> None:
    """But for the screen itself: the footer is on both."""
    footer = QRect(0, glass.place("help").top(), SIZE.width(), glass.place("help").height())
    glass.hand.settle()
    before = glass.hand.look().copy(footer)

    glass.visit.choose_vehicle(VehicleType.COMPACT)
    during = glass.hand.look().copy(footer)

    assert not glass.hand.sees("help")
    assert during == before
