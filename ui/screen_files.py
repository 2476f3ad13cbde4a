"""The screens' QML files, read ahead: QML's own thread does it while Python gets on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtQml import QQmlApplicationEngine, QQmlComponent

# What the files bind to has to be known to QML before they are read.
import ui.view_models.app  # noqa: F401

if TYPE_CHECKING:
    from ui.view_models.app import AppViewModel

QML: Final = Path(__file__).parent / "qml"


class ScreenFiles:
    """The window's file and all that it names. Reading begins at once, and nothing is shown.

    Args:
        qml: the import path of the screens.
    """

    def __init__(self, qml: Path = QML) -> None:
        self.engine = QQmlApplicationEngine()
        self.engine.addImportPath(str(qml))
        self._main = QUrl.fromLocalFile(str(qml / "Garage" / "Main.qml"))
        mode = QQmlComponent.CompilationMode.Asynchronous
        self._reading = QQmlComponent(self.engine, self._main, mode)

    def load(self, view_model: AppViewModel) -> None:
        """Make the window, as soon as all is read; the engine tells what is wrong with it."""
        self.engine.setInitialProperties({"app": view_model})
        self.engine.load(self._main)

    def close(self) -> None:
        """Take down what was made. The view models must still be there: QML binds to them."""
        shiboken6.delete(self._reading)
        shiboken6.delete(self.engine)
