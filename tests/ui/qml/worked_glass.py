"""A window with a visit behind it, and one finger on the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtTest import QTest

from kiosk.demo.hand import Hand
from tests.shots.states import SETUP
from tests.ui.fake_ports import Clock, World
from tests.ui.qml.glass import controls
from ui.jobs import Jobs
from ui.presenting.opening import opening_view_model
from ui.screen_files import ScreenFiles
from ui.visit import Visit
from ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

SIZE = QSize(1080, 1920)
FINGER_MS = 60
"""How long a quick finger stays on the glass."""


class Glass:
    """The finger touches points; the hand, controls by their names."""

    def __init__(self, app: QGuiApplication) -> None:
        self.world = World()
        self.jobs = Jobs()
        clock = Clock()
        view_model = opening_view_model(SETUP, clock.now())
        self.window = Window(app, ScreenFiles(), view_model)
        self.visit = Visit(
            view_model,
            setup=SETUP,
            ports=self.world.ports(),
            jobs=self.jobs,
            clock=clock,
            seconds=clock.seconds,
        )
        self.window.show(SIZE)
        self.window.open(self.visit.screens)
        self.hand = Hand(self.window.quick)

    @property
    def screen(self) -> str:
        return self.visit.view_model.props.screen

    def place(self, name: str) -> QRect:
        (place,) = [seen.place for seen in controls(self.window.quick) if seen.name == name]
        return place.toRect()

    def close(self) -> None:
        if self.world.tell is not None:
            self.visit.close()
        self.window.close()
        assert self.jobs.close()

    def press(self, point: QPoint) -> None:
        QTest.touchEvent(self.window.quick, self.hand._finger).press(0, point).commit()

    def release(self, point: QPoint) -> None:
        QTest.touchEvent(self.window.quick, self.hand._finger).release(0, point).commit()

    def tap(self, point: QPoint) -> None:
        self.press(point)
        QTest.qWait(FINGER_MS)
        self.release(point)
