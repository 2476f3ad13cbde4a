"""The window and its first picture; what stands behind it is made when that is on the glass.

Connecting to the world, and the imports which that takes, happen in a thread of their own; until
then the ports make their callers wait.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QPoint, QSize, Signal

from core.clock import SystemClock
from kiosk.opening import Opening
from ui.presenting.opening import opening_view_model
from ui.setup import Setup, Theme
from ui.window import Window

if TYPE_CHECKING:
    from PySide6.QtGui import QGuiApplication

    from core.garages import Garage
    from kiosk.memory import Memory
    from kiosk.operation import Operation
    from kiosk.services import Services
    from kiosk.settings import Settings
    from ui.screen_files import ScreenFiles
    from ui.visit import Visit

PATIENCE_S: Final = 30.0
"""How long a first start, which knows nothing of its garage yet, waits for the database."""


class Kiosk(QObject):
    """A kiosk in this process: made, shown, and closed again.

    Args:
        app: the running application.
        files: the screens' files, which are being read.
        settings: checked settings.
        memory: of the garage as it was last seen.

    Raises:
        NotOpenError: if a first start finds no database.
        BrokenScreenError: if the screens cannot be loaded.
    """

    opened = Signal()
    """Touches are answered from now on."""
    _connected = Signal()

    def __init__(
        self, app: QGuiApplication, files: ScreenFiles, settings: Settings, memory: Memory
    ) -> None:
        super().__init__()
        self._app = app
        self._settings = settings
        self._memory = memory
        self._opening = Opening(settings, self._remember)
        self._operation: Operation | None = None
        self._clock = SystemClock()
        garage = self._memory.recall(settings.garage)
        self._started = garage is None
        if garage is None:
            self._opening.start()
            garage = self._opening.services(wait_s=PATIENCE_S).garage
        self._setup = _setup(settings, garage)
        self.view_model = opening_view_model(self._setup, self._clock.now())
        self.window = Window(app, files, self.view_model)
        self.window.first_frame.connect(self._open)
        self._connected.connect(self._listen)

    @property
    def is_open(self) -> bool:
        """Whether touches are answered."""
        return self._operation is not None

    @property
    def visit(self) -> Visit:
        """The driver's visit, which is there once the kiosk is open."""
        if self._operation is None:
            raise AssertionError("The first frame is not on the glass yet.")
        return self._operation.visit

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
        if self._operation is not None:
            self._operation.close()
        self._opening.close()
        self.window.close()

    def _open(self) -> None:
        """Make what stands behind the window. Touches wait in the queue for as long."""
        try:
            # Imported here: half of all our imports, and the first frame needs none of them.
            from kiosk.operation import Operation  # noqa: PLC0415

            self._operation = Operation(
                self.view_model,
                self._setup,
                self._settings,
                self._opening,
                self._memory,
                self._clock,
            )
        except BaseException:
            self._app.exit(1)  # a picture that answers no touch must not stay
            raise
        self.window.open(self._operation.visit.screens)
        self._operation.start()
        if not self._started:
            self._opening.start()
        self._listen()
        self.opened.emit()

    def _remember(self, services: Services) -> None:
        """Go on with what the database says; called from the opening's thread."""
        self._memory.keep(services.garage)
        self._connected.emit()

    def _listen(self) -> None:
        if self._operation is not None and self._opening.is_open:
            self._operation.connected()


def _setup(settings: Settings, garage: Garage) -> Setup:
    return Setup(
        garage=garage,
        kiosk_name=settings.kiosk_name,
        languages=settings.languages,
        theme=Theme(settings.theme),
        reduced_motion=settings.reduced_motion,
        card_window=settings.card_window,
    )
