"""What any kiosk in PySide6 costs at least: a window with one rectangle, and nothing else.

Run as a program of its own: ``bare_window.py WIDTH HEIGHT [MODULE ...]``. The modules are imported
once the window is there: what the libraries weigh of which nothing is used.
"""

from __future__ import annotations

import importlib
import sys

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickWindow  # noqa: F401 - as every program that works with its window

WINDOW = b"""
import QtQuick
Window {
    width: %d
    height: %d
    visible: true
    Rectangle { anchors.fill: parent; color: "#F6F7F9" }
}
"""

app = QGuiApplication(sys.argv[:1])
engine = QQmlApplicationEngine()
engine.loadData(WINDOW % (int(sys.argv[1]), int(sys.argv[2])), QUrl("bare"))
QTimer.singleShot(0, app, lambda: [importlib.import_module(name) for name in sys.argv[3:]])
sys.exit(app.exec())
