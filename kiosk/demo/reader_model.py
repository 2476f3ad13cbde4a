"""The drawn card reader's view model: asks the simulator in a thread, shows on the GUI thread."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from PySide6.QtCore import Property, QObject, QTimer, Signal, Slot

from kiosk.demo.reader_screen import UNREACHABLE, ReaderScreen, screen_of
from kiosk.demo.stripe_simulator import ControlRefusedError

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl
    from kiosk.demo.stripe_simulator.reader import ReaderConnection

_POLL_MILLISECONDS = 200
_ISSUER_SECONDS = 1.2


class ReaderModel(QObject):
    """One reader, looked at five times a second.

    Args:
        control: The simulator's control interface.
        reader_id: Which reader.
        issuer_seconds: How long the issuer takes to answer a tap.
    """

    screenChanged = Signal()
    _asked = Signal(object)

    def __init__(
        self,
        control: SimulatorControl,
        reader_id: str,
        *,
        issuer_seconds: float = _ISSUER_SECONDS,
    ) -> None:
        super().__init__()
        self._control = control
        self._reader_id = reader_id
        self._issuer_seconds = issuer_seconds
        self._label = ""
        self._screen = ReaderScreen(state="idle")
        self._outstanding = 0
        self._worker = ThreadPoolExecutor(max_workers=1, thread_name_prefix="reader-window")
        self._asked.connect(self._show)
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MILLISECONDS)
        self._timer.timeout.connect(self._look)

    def start(self) -> None:
        """Begins to look at the reader."""
        self._timer.start()
        self._look()

    def close(self) -> None:
        """Stops looking; waits for a question that is under way."""
        self._timer.stop()
        self._worker.shutdown(cancel_futures=True)

    @Property(str, notify=screenChanged)
    def label(self) -> str:
        """The reader's name."""
        return self._label

    @Property(str, notify=screenChanged)
    def state(self) -> str:
        """A ``ScreenState``."""
        return self._screen.state

    @Property(str, notify=screenChanged)
    def amount(self) -> str:
        """What is to be paid, or empty."""
        return self._screen.amount

    @Property(bool, notify=screenChanged)
    def canTap(self) -> bool:  # noqa: N802 - a QML property
        """Whether a card can be held to the reader."""
        return self._screen.can_tap

    @Property(bool, notify=screenChanged)
    def canCancel(self) -> bool:  # noqa: N802 - a QML property
        """Whether the reader offers its own cancel button."""
        return self._screen.can_cancel

    @Property(bool, notify=screenChanged)
    def pluggedIn(self) -> bool:  # noqa: N802 - a QML property
        """Whether the reader is on line."""
        return self._screen.plugged_in

    @Property(bool, notify=screenChanged)
    def reachable(self) -> bool:
        """Whether the simulator answers."""
        return self._screen.reachable

    @Slot(str)
    def tap(self, card: str) -> None:
        """Holds a card to the reader; ``card`` is one of the simulator's names."""
        seconds = self._issuer_seconds
        self._ask(lambda: self._control.tap(self._reader_id, card, issuer_seconds=seconds))

    @Slot()
    def cancel(self) -> None:
        """Presses the reader's own cancel button."""
        self._ask(lambda: self._control.press_cancel(self._reader_id))

    @Slot(bool)
    def plug(self, connected: bool) -> None:  # noqa: FBT001 - a QML slot takes positions
        """Takes the reader off line, or back on line."""
        state: ReaderConnection = "online" if connected else "offline"
        self._ask(lambda: self._control.set_connection(self._reader_id, state))

    @Slot()
    def _look(self) -> None:
        if not self._outstanding:
            self._ask(lambda: self._control.reader(self._reader_id))

    def _ask(self, question: Callable[[], ReaderView]) -> None:
        self._outstanding += 1
        self._worker.submit(self._answer, question)

    def _answer(self, question: Callable[[], ReaderView]) -> None:
        """Runs in the worker; the signal carries the answer to the GUI thread."""
        try:
            self._asked.emit(question())
        except ControlRefusedError:
            # The screen changed under the finger: the next look shows what it is now.
            self._asked.emit(None)
        except (OSError, ValueError):
            self._asked.emit(UNREACHABLE)

    @Slot(object)
    def _show(self, answer: ReaderView | ReaderScreen | None) -> None:
        self._outstanding -= 1
        if answer is None:
            return
        label = self._label
        if isinstance(answer, ReaderScreen):
            screen = answer
        else:
            screen, label = screen_of(answer), answer.label
        if (screen, label) != (self._screen, self._label):
            self._screen, self._label = screen, label
            self.screenChanged.emit()
