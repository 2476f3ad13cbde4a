"""The process of a kiosk: the application, the kiosk in it, and how they end."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication

from ui.screen_files import ScreenFiles

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.kiosk import Kiosk
    from kiosk.memory import Memory
    from kiosk.settings import Settings


def run(settings: Settings, memory: Memory, *, watch: Callable[[Kiosk], None] | None = None) -> int:
    """Show the kiosk until it is told to end; return the process's exit code.

    Args:
        settings: checked settings.
        memory: of the garage as it was last seen.
        watch: is given the kiosk before its window is shown, to look at what it does.

    Raises:
        NotOpenError: if a first start finds no database.
        BrokenScreenError: if the screens cannot be loaded.
    """
    app = _on_a_display()
    app.setApplicationName("garage-kiosk")
    files = ScreenFiles()
    # Imported here: QML's own thread reads the files meanwhile.
    from kiosk.kiosk import Kiosk  # noqa: PLC0415

    kiosk = Kiosk(app, files, settings, memory)
    kiosk.opened.connect(lambda: _end_by_signal(app))
    try:
        if watch is not None:
            watch(kiosk)
        kiosk.show()
        return app.exec()
    finally:
        kiosk.close()


def _on_a_display() -> QGuiApplication:
    """Return the application; where there is no display, end the process with a sentence.

    Qt would end it itself, by a signal and with advice that does not help.
    """
    said: list[str] = []
    why: list[str] = []

    def hear(kind: QtMsgType, where: QMessageLogContext, message: str) -> None:
        said.append(message)
        if kind is not QtMsgType.QtDebugMsg and (where.category or "").startswith("qt.qpa"):
            why.append(message)
        if kind is QtMsgType.QtFatalMsg:
            reason = [*why, message][0].strip().splitlines()[0]
            sys.stderr.write(
                f"kiosk: No window can be opened ({reason}); start the kiosk within a "
                "graphical session, or set QT_QPA_PLATFORM.\n"
            )
            sys.stderr.flush()
            os._exit(1)  # back in Qt, it would be the signal after all

    qInstallMessageHandler(hear)
    app = QGuiApplication(sys.argv[:1])
    qInstallMessageHandler(None)
    sys.stderr.writelines(f"{message}\n" for message in said)
    return app


def _end_by_signal(app: QGuiApplication) -> None:
    """Close the kiosk when the process is told to end; until now nothing had to be closed.

    The visit's heartbeat lets Python see a signal within a quarter of a second.
    """
    import signal  # noqa: PLC0415 - the first frame does without it

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.exit(0))
