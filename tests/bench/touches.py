"""How soon a touch is answered, on every screen, the first time too."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QPointF, Qt, QTimer
from PySide6.QtTest import QTest

from core.clock import SystemClock
from core.outcomes import Reserved
from core.periods import stay
from core.vehicles import VehicleType
from tests.bench.figures import Figure, NotMeasuredError, percentile
from tests.journeys.steps import Driver, kiosk_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.demo.world import World
    from kiosk.kiosk import Kiosk

KIOSKS = 4
PATIENCE_MS = 10_000
MOTION_MS = 250
"""Screens that slide in have come to rest."""
FINGER_MS = 90
"""How long a finger stays on the glass."""


class Stopwatch:
    """Touches controls, and times the frame that shows the answer."""

    def __init__(self, kiosk: Kiosk) -> None:
        self._window = kiosk.window.quick
        self.driver = Driver(kiosk)
        self.taken: list[tuple[str, float]] = []
        self._answered: Callable[[], bool] | None = None
        self._frames: list[float] = []
        self._loop = QEventLoop()
        self._window.frameSwapped.connect(self._frame, Qt.ConnectionType.DirectConnection)

    def touch(self, name: str, answered: Callable[[], bool]) -> None:
        """Touch the control as a finger does, and wait for the frame with what it led to."""
        hand = self.driver.hand
        hand.wait(lambda: hand.sees(name), name)
        self._live(MOTION_MS)
        item = hand._find(name)
        if item is None:
            raise NotMeasuredError(f"{name} is gone.")
        middle = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
        QTest.touchEvent(self._window, hand._finger).press(0, middle).commit()
        self._live(FINGER_MS)
        self._answered = answered
        self._frames.clear()
        touched = time.perf_counter()
        QTest.touchEvent(self._window, hand._finger).release(0, middle).commit(processEvents=False)
        if not self._frames:
            self._live(PATIENCE_MS)
        if not self._frames:
            raise NotMeasuredError(f"The touch on {name} is not answered.")
        self.taken.append((name, self._frames[0] - touched))

    def _live(self, milliseconds: int) -> None:
        """Run the event loop as the kiosk does, at most this long."""
        timer = QTimer(singleShot=True)
        timer.timeout.connect(self._loop.quit)
        timer.start(milliseconds)
        self._loop.exec()
        timer.stop()

    def _frame(self) -> None:
        if self._answered is not None and self._answered():
            self._frames.append(time.perf_counter())
            self._answered = None
            self._loop.quit()


def measure(world: World) -> Iterator[Figure]:
    world.simulator.answer_by_itself(world.reader, None)
    _fill(world, VehicleType.LARGE)
    taken: list[tuple[str, float]] = []
    for _ in range(KIOSKS):
        with kiosk_of(world.settings_file) as kiosk:
            taken += _every_screen(world, kiosk)
    worst_name, worst = max(taken, key=lambda one: one[1])
    yield Figure(
        "touch_to_frame_ms_p95",
        percentile([seconds for _, seconds in taken], 0.95) * 1000,
        "ms",
        33,
        "two frames at 60 Hz; release of the finger to the frame with the next screen, first "
        "visits of every screen included; where the database or the card reader is waited for, "
        f"to the frame that says so ({len(taken)} touches)",
    )
    yield Figure(
        "touch_to_frame_ms_max", worst * 1000, "ms", None, f"as above; the worst was {worst_name}"
    )


def _every_screen(world: World, kiosk: Kiosk) -> list[tuple[str, float]]:
    watch = Stopwatch(kiosk)
    driver, app, screens = watch.driver, kiosk.visit.view_model, kiosk.visit.screens
    driver.sees_counts()
    watch.touch("help", lambda: app.props.help_open)
    watch.touch("help-close", lambda: not app.props.help_open)
    watch.touch("contrast", lambda: app.props.theme == "contrast")
    watch.touch("contrast", lambda: app.props.theme != "contrast")
    watch.touch("language-de", lambda: app.props.language == "de")
    watch.touch("language-en", lambda: app.props.language == "en")
    watch.touch("tile-large", lambda: driver.screen == "full")
    watch.touch("back", lambda: driver.screen == "welcome")
    watch.touch("tile-regular", lambda: driver.screen == "duration")
    watch.touch("preset-4h", lambda: _selected(kiosk) == "4h")
    watch.touch("pay", lambda: screens.duration.props.busy or driver.screen == "pay")
    driver.is_asked_for_a_card()
    world.simulator.tap(world.reader, "insufficient_funds")
    driver.sees("declined")
    watch.touch("tryAgain", lambda: driver.screen == "pay")
    driver.is_asked_for_a_card()
    world.simulator.tap(world.reader, "good")
    driver.sees("ticket")
    driver.hand.wait(lambda: screens.ticket.props.printing == "done", "the paper")
    watch.touch("done", lambda: driver.screen == "welcome")
    return watch.taken


def _selected(kiosk: Kiosk) -> str:
    presets = kiosk.visit.screens.duration.presets
    return next((one.props.key for one in presets if one.props.selected), "")


def _fill(world: World, kind: VehicleType) -> None:
    period = stay(SystemClock().now(), world.garage.step)
    while isinstance(world.reservations.reserve(world.garage, kind, period), Reserved):
        pass
