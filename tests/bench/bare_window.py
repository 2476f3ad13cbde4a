"""What any kiosk in PySide6 costs at least: one rectangle in a window, and nothing else.

Run as a program of its own: ``bare_window.py WIDTH HEIGHT``. Prints a JSON line at its first frame,
and stays until its input ends.
"""

from __future__ import annotations

import json
import sys
import time

from PySide6.QtCore import QSocketNotifier, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow

WINDOW = b"""
import QtQuick
Window {
    width: %d
    height: %d
    visible: true
    Rectangle { anchors.fill: parent; color: "#F6F7F9" }
}
"""


def first_frame() -> None:
    window.frameSwapped.disconnect(first_frame)
    sys.stdout.write(json.dumps({"event": "first_frame", "at_ns": time.monotonic_ns()}) + "\n")
    sys.stdout.flush()


app = QGuiApplication(sys.argv[:1])
engine = QQmlApplicationEngine()
engine.loadData(WINDOW % (int(sys.argv[1]), int(sys.argv[2])), QUrl("bare"))
(window,) = engine.rootObjects()
assert isinstance(window, QQuickWindow)
window.frameSwapped.connect(first_frame, Qt.ConnectionType.QueuedConnection)
ended = QSocketNotifier(0, QSocketNotifier.Type.Read)
ended.activated.connect(lambda: app.exit(0))
code = app.exec()
del engine
sys.exit(code)
