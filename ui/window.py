"""The window: fonts, languages, the QML engine, and the first screen on the glass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTranslator, QUrl, Signal
from PySide6.QtGui import QFont, QFontDatabase, QGuiApplication
from PySide6.QtQml import QQmlApplicationEngine

# Without it, root objects are bare QWindow and cannot be grabbed.
from PySide6.QtQuick import QQuickWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QPoint
    from PySide6.QtQml import QQmlError

    from ui.view_models.app import AppViewModel

QML: Final = Path(__file__).parent / "qml"
RESOURCES: Final = Path(__file__).parent.parent / "resources"

_TOUCHES: Final = frozenset(
    {QEvent.Type.TouchBegin, QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress}
)


class BrokenScreenError(RuntimeError):
    """The screens cannot be loaded; the message is QML's own."""


class Window(QObject):
    """The kiosk's one window.

    Args:
        app: the running application; gets the shipped font, the translations and the direction
            of reading.
        view_model: what the screens show; must outlive the window.
        qml: the import path of the screens.
        resources: the folder with ``fonts`` and ``translations``.

    Raises:
        BrokenScreenError: if the screens cannot be loaded.
    """

    warned = Signal(str)
    """Something in QML went wrong; the kiosk goes on."""

    def __init__(
        self,
        app: QGuiApplication,
        view_model: AppViewModel,
        *,
        qml: Path = QML,
        resources: Path = RESOURCES,
    ) -> None:
        super().__init__()
        self._app = app
        self._view_model = view_model
        self._resources = resources
        self._translator: QTranslator | None = None
        self._problems: list[str] = []
        load_fonts(app, resources / "fonts")
        self.engine = QQmlApplicationEngine()
        self.engine.warnings.connect(self._warn)
        self._speak()
        self.engine.addImportPath(str(qml))
        self.engine.setInitialProperties({"app": view_model})
        self.engine.load(QUrl.fromLocalFile(str(qml / "Garage" / "Main.qml")))
        self.quick = self._root()
        self.quick.installEventFilter(self)
        view_model.languageChanged.connect(self._switch_language)  # type: ignore[attr-defined] # made from AppProps

    def show(self, size: QSize | None = None, corner: QPoint | None = None) -> None:
        """Show the window in this size, its frame's corner there, or on the whole screen."""
        if size is None:
            self.quick.showFullScreen()
        else:
            self.quick.resize(size)
            if corner is not None:
                self.quick.setFramePosition(corner)
            self.quick.show()

    def close(self) -> None:
        """Take the window down. The view models must still be there: QML binds to them."""
        shiboken6.delete(self.engine)
        if self._translator is not None:
            self._app.removeTranslator(self._translator)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell the view model of every touch; let all events pass."""
        if event.type() in _TOUCHES:
            self._view_model.touched()
        return False

    def _root(self) -> QQuickWindow:
        for root in self.engine.rootObjects():
            if isinstance(root, QQuickWindow):
                return root
        raise BrokenScreenError("\n".join(self._problems) or "Main.qml holds no window.")

    def _warn(self, errors: Sequence[QQmlError]) -> None:
        texts = [error.toString() for error in errors]
        self._problems.extend(texts)
        for text in texts:
            self.warned.emit(text)

    def _switch_language(self) -> None:
        self._speak()
        self.engine.retranslate()

    def _speak(self) -> None:
        props = self._view_model.props
        if self._translator is not None:
            self._app.removeTranslator(self._translator)
        self._translator = QTranslator()
        folder = self._resources / "translations"
        # English has only plural forms, and none of them may be there yet: the source text is good.
        if self._translator.load(f"kiosk_{props.language}.qm", str(folder)):
            self._app.installTranslator(self._translator)
        self._app.setLayoutDirection(
            Qt.LayoutDirection.RightToLeft
            if props.right_to_left
            else Qt.LayoutDirection.LeftToRight
        )


def load_fonts(app: QGuiApplication, folder: Path) -> None:
    """Make the shipped fonts known, and the first file's family the application's font."""
    families = [
        family
        for file in sorted(folder.glob("*.ttf"))
        for family in QFontDatabase.applicationFontFamilies(
            QFontDatabase.addApplicationFont(str(file))
        )
    ]
    if families:
        app.setFont(QFont(families[0]))
