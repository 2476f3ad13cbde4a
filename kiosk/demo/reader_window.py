"""``python -m kiosk.demo.reader_window --simulator URL --reader tmr_...``: a card reader to touch.

It stands for the reader that is not there: its screen shows what a real one would show, and its
buttons do what a driver could do to it. It talks to the simulator's control interface only.
"""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

import PySide6.QtQuick  # noqa: F401 - without it a root window is a bare QWindow
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

from kiosk.demo.reader_model import ReaderModel
from kiosk.demo.stripe_simulator import ControlRefusedError, SimulatorControl

QML_FILE = Path(__file__).parent / "qml" / "ReaderWindow.qml"
_FONTS = Path(__file__).parents[2] / "resources" / "fonts"
_SIMULATOR_SECONDS = 2.0
_INTERPRETER_MILLISECONDS = 200


def load_fonts() -> None:
    """Makes the kiosk's own typeface known; without the files Qt's default is used."""
    for file in sorted(_FONTS.glob("*.ttf")):
        QFontDatabase.addApplicationFont(str(file))


def load_window(engine: QQmlApplicationEngine, model: ReaderModel) -> bool:
    """Shows the window for this reader; False where the QML has errors (they are logged)."""
    engine.setInitialProperties({"reader": model})
    engine.load(str(QML_FILE))
    return bool(engine.rootObjects())


def main() -> int:
    """Runs until the window is closed; 1 where the simulator or the reader is not there."""
    parser = argparse.ArgumentParser(
        prog="python -m kiosk.demo.reader_window",
        description="A drawn card reader: hold cards to it, cancel, pull its plug.",
    )
    parser.add_argument("--simulator", required=True, help="address, http://127.0.0.1:PORT")
    parser.add_argument("--reader", required=True, help="the reader's id, tmr_...")
    options = parser.parse_args()
    control = SimulatorControl(options.simulator, timeout=_SIMULATOR_SECONDS)
    try:
        control.reader(options.reader)
    except (OSError, ControlRefusedError) as reason:
        sys.stderr.write(f"no reader {options.reader} at {options.simulator}: {reason}\n")
        return 1
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("Card reader")
    load_fonts()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.exit(0))
    # Qt's loop does not return to Python by itself, so signals need a heartbeat.
    heartbeat = QTimer()
    heartbeat.timeout.connect(lambda: None)
    heartbeat.start(_INTERPRETER_MILLISECONDS)
    model = ReaderModel(control, options.reader)
    engine = QQmlApplicationEngine()
    shown = load_window(engine, model)
    if shown:
        model.start()
        app.exec()
    model.close()
    shiboken6.delete(engine)
    return 0 if shown else 1


if __name__ == "__main__":
    raise SystemExit(main())
