"""The only wiring: settings -> core -> view models -> QML.

The window comes first. Connecting to the world, and the imports which that takes, happen behind it
in a thread of their own; until then the ports make their callers wait.
"""

from __future__ import annotations

import signal
import sys
from functools import cache
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QGuiApplication

from core.clock import SystemClock
from kiosk.memory import Memory
from kiosk.opening import Opening
from kiosk.ports import LivePort, ports_of
from ui.jobs import Jobs
from ui.scene import Setup, Theme
from ui.view_models.visit import Visit
from ui.window import Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.garages import Garage
    from kiosk.devices.printer import Printer
    from kiosk.services import Services
    from kiosk.settings import PrinterSettings, Settings

CLOSE_WITHIN_S: Final = 5.0
"""How long a running payment may take to be voided when the kiosk is closed."""
PATIENCE_S: Final = 30.0
"""How long a first start, which knows nothing of its garage yet, waits for the database."""


class Kiosk:
    """A kiosk in this process: made, shown, and closed again."""

    def __init__(self, app: QGuiApplication, settings: Settings) -> None:
        self._settings = settings
        self._memory = Memory(settings.state)
        self._jobs = Jobs()
        self._opening = Opening(settings, self._opened)
        garage = self._memory.recall(settings.garage)
        if garage is None:
            self._opening.start()
            garage = self._opening.services(wait_s=PATIENCE_S).garage
            self._started = True
        else:
            self._started = False
        self._live = LivePort(self._opening)
        ports = ports_of(self._opening, cache(lambda: printer_of(settings.printer)), self._live)
        self.visit = Visit(
            setup=_setup(settings, garage), ports=ports, jobs=self._jobs, clock=SystemClock()
        )
        self.window = Window(app, self.visit.view_model)
        self._shown = False
        self.window.quick.frameSwapped.connect(
            self._first_frame, Qt.ConnectionType.QueuedConnection
        )

    def show(self) -> None:
        """Put the window on the glass."""
        size = self._settings.window
        if size is None:
            self.window.show()
        else:
            corner = QPoint(*size.corner) if size.corner else None
            self.window.show(QSize(size.width, size.height), corner)

    def close(self) -> None:
        """Take everything down. A running payment is voided now or settled at the next start."""
        self.visit.close()
        self._opening.stop_working()
        self._jobs.close(patience=CLOSE_WITHIN_S)
        self._opening.close()
        self.window.close()

    def _first_frame(self) -> None:
        if self._shown:  # a fast renderer swaps again before the first call is heard
            return
        self._shown = True
        self.window.quick.frameSwapped.disconnect(self._first_frame)
        self.visit.start()
        if not self._started:
            self._opening.start()

    def _opened(self, services: Services) -> None:
        """Go on with what the database says; called from the opening's thread."""
        self._memory.keep(services.garage)
        self._jobs.post(self._listen)

    def _listen(self) -> None:
        services = self._opening.services()
        self.visit.know_garage(services.garage)
        self._live.opened()


def run(settings: Settings, *, watch: Callable[[Kiosk], None] | None = None) -> int:
    """Show the kiosk until it is told to end; return the process's exit code.

    Args:
        settings: checked settings.
        watch: is given the kiosk before its window is shown, to look at what it does.

    Raises:
        NotOpenError: if a first start finds no database.
        BrokenScreenError: if the screens cannot be loaded.
    """
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("garage-kiosk")
    kiosk = Kiosk(app, settings)  # until then a signal ends the process as signals do
    # The visit's heartbeat lets Python see a signal within a quarter of a second.
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.exit(0))
    try:
        if watch is not None:
            watch(kiosk)
        kiosk.show()
        return app.exec()
    finally:
        kiosk.close()


def printer_of(settings: PrinterSettings) -> Printer:
    """Return the printer that the settings name, safe to share between threads."""
    from kiosk.devices.shared_printer import SharedPrinter  # noqa: PLC0415 - when it is used

    if settings.queue is not None:
        from kiosk.devices.system_printer import SystemPrinter  # noqa: PLC0415 - when it is used

        return SharedPrinter(SystemPrinter(settings.queue))
    from kiosk.devices.folder_printer import FolderPrinter  # noqa: PLC0415 - when it is used

    if settings.folder is None:
        raise AssertionError(settings)
    return SharedPrinter(FolderPrinter(settings.folder))


def _setup(settings: Settings, garage: Garage) -> Setup:
    return Setup(
        garage=garage,
        kiosk_name=settings.kiosk_name,
        languages=settings.languages,
        theme=Theme(settings.theme),
        reduced_motion=settings.reduced_motion,
        card_window=settings.card_window,
    )
