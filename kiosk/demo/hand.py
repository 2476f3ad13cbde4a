"""A driver's hand and eyes: touches what it finds by name on the real window, and waits to see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QDeadlineTimer, QElapsedTimer, QEventLoop, QPointF
from PySide6.QtGui import QGuiApplication, QInputDevice
from PySide6.QtTest import QTest

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QImage, QPointingDevice
    from PySide6.QtQuick import QQuickItem, QQuickWindow

PATIENCE_MS: Final = 10_000


class NotSeenError(AssertionError):
    """What the hand waited for did not appear; the message says what was there instead."""


class Hand:
    """Works one window as a person would, with touch events and nothing else."""

    def __init__(self, window: QQuickWindow) -> None:
        self._window = window
        self._finger: QPointingDevice = QTest.createTouchDevice(QInputDevice.DeviceType.TouchScreen)

    def wait(self, seen: Callable[[], bool], what: str, *, patience_ms: int = PATIENCE_MS) -> None:
        """Let the window live until ``seen`` is true.

        Raises:
            NotSeenError: if it is not in time.
        """
        clock = QElapsedTimer()
        clock.start()
        loop = QEventLoop()
        while not seen():
            if clock.elapsed() > patience_ms:
                visible = ", ".join(sorted(self._names())) or "nothing"
                raise NotSeenError(f"{what} did not appear; on the screen are: {visible}.")
            loop.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, QDeadlineTimer(50))

    def sees(self, name: str) -> bool:
        """Return whether something of this name is on the screen and can be touched now."""
        item = self._find(name)
        return item is not None and _answers(item)

    def touch(self, name: str) -> None:
        """Wait for the control of this name, and touch its middle.

        Raises:
            NotSeenError: if it does not appear.
        """
        self.wait(lambda: self.sees(name) and self._still(name), name)
        self.touch_if_there(name)

    def touch_if_there(self, name: str) -> bool:
        """Touch the middle of the control if it can be touched now; return whether it could."""
        item = self._find(name)
        if item is None or not _answers(item):
            return False
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.touchEvent(self._window, self._finger).press(0, middle).commit()
        QTest.touchEvent(self._window, self._finger).release(0, middle).commit()
        return True

    def settle(self) -> None:
        """Let animations end."""
        clock = QElapsedTimer()
        clock.start()
        self.wait(lambda: clock.elapsed() > 400, "time")  # noqa: PLR2004 - two motions' length

    def look(self) -> QImage:
        """Return what the window shows."""
        return self._window.grabWindow()

    def _still(self, name: str) -> bool:
        """Return whether the control is where it was a moment ago: not sliding in."""
        before = self._place(name)
        QGuiApplication.processEvents()
        return before is not None and self._place(name) == before

    def _place(self, name: str) -> QPointF | None:
        item = self._find(name)
        return None if item is None else item.mapToScene(QPointF(0, 0))

    def _find(self, name: str) -> QQuickItem | None:
        # By the visual tree, from the window: several screens may hold a control of one name.
        for item in _all(self._window.contentItem()):
            if item.objectName() == name and _shown(item):
                return item
        return None

    def _names(self) -> set[str]:
        return {
            item.objectName()
            for item in _all(self._window.contentItem())
            if item.objectName() and _shown(item)
        }


def _answers(item: QQuickItem) -> bool:
    """Return whether a touch does something: a screen that has just come takes none yet."""
    return item.isEnabled() and item.property("accepting") is not False


def _shown(item: QQuickItem) -> bool:
    return item.isVisible() and item.opacity() > 0 and item.width() > 0


def _all(root: QQuickItem) -> list[QQuickItem]:
    found = [root]
    for child in root.childItems():
        found += _all(child)
    return found
