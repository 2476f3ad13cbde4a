"""The window: fonts, languages, and the first screen on the glass."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, QTranslator, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication

# Without it, root objects are bare QWindow and cannot be grabbed.
from PySide6.QtQuick import QQuickWindow

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QEvent, QPoint, QSize
    from PySide6.QtQml import QQmlError

    from ui.screen_files import ScreenFiles
    from ui.view_models.app import AppViewModel
    from ui.view_models.screens import ScreensViewModel

RESOURCES: Final = Path(__file__).parent.parent / "resources"


class BrokenScreenError(RuntimeError):
    """The screens cannot be loaded; the message is QML's own."""


class Window(QObject):
    """The kiosk's one window: at first only a picture of the welcome screen.

    It lets no touch through until ``open`` gives it the screens behind.

    Args:
        app: the running application; gets the translations and the direction of reading.
        files: the screens' files, which are being read; closed with the window.
        view_model: what the screens show; must outlive the window.
        resources: the folder with ``fonts`` and ``translations``.

    Raises:
        BrokenScreenError: if the screens cannot be loaded.
    """

    warned = Signal(str)
    """Something in QML went wrong; the kiosk goes on."""
    first_frame = Signal()
    """The first picture is on the glass. Told once."""

    def __init__(
        self,
        app: QGuiApplication,
        files: ScreenFiles,
        view_model: AppViewModel,
        *,
        resources: Path = RESOURCES,
    ) -> None:
        super().__init__()
        self._app = app
        self._view_model = view_model
        self._resources = resources
        self._translator: QTranslator | None = None
        self._problems: list[str] = []
        self._touches: frozenset[QEvent.Type] = frozenset()
        self._shown = False
        load_fonts(resources / "fonts")
        self._speak()
        self._files = files
        self.engine = files.engine
        self.engine.warnings.connect(self._warn)
        files.load(view_model)
        self.quick = self._root()
        self.quick.contentItem().setEnabled(False)
        self.quick.frameSwapped.connect(self._swapped)
        view_model.languageChanged.connect(self._switch_language)  # type: ignore[attr-defined] # made from AppProps

    @property
    def is_complete(self) -> bool:
        """Whether the screens behind the welcome screen are loaded."""
        return bool(self.quick.property("complete"))

    def show(self, size: QSize | None = None, corner: QPoint | None = None) -> None:
        """Show the window in this size, its frame's corner there, or on the whole screen."""
        if size is None:
            self.quick.showFullScreen()
        else:
            self.quick.resize(size)
            if corner is not None:
                self.quick.setFramePosition(corner)
            self.quick.show()

    def open(self, screens: ScreensViewModel) -> None:
        """Load the screens behind the welcome screen, and let touches through."""
        # Imported here: the first frame does without its two hundred members.
        from PySide6.QtCore import QEvent  # noqa: PLC0415

        kind = QEvent.Type
        self._touches = frozenset({kind.TouchBegin, kind.MouseButtonPress, kind.KeyPress})
        self.quick.installEventFilter(self)
        self.quick.setProperty("screens", screens)
        self.quick.contentItem().setEnabled(True)

    def close(self) -> None:
        """Take the window down. The view models must still be there: QML binds to them."""
        self._files.close()
        if self._translator is not None:
            self._app.removeTranslator(self._translator)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Tell the view model of every touch; let all events pass."""
        if event.type() in self._touches:
            self._view_model.touched.emit()
        return False

    def _swapped(self) -> None:
        if self._shown:  # a threaded renderer swaps again before the first call is heard
            return
        self._shown = True
        self.quick.frameSwapped.disconnect(self._swapped)
        QTimer.singleShot(
            0, self, self.first_frame.emit
        )  # not within the frame, which would end late

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
        if props.right_to_left != self._app.isRightToLeft():
            # Imported here: Qt's largest namespace takes a tenth of a bare window's start.
            from PySide6.QtCore import Qt  # noqa: PLC0415

            direction = Qt.LayoutDirection
            self._app.setLayoutDirection(
                direction.RightToLeft if props.right_to_left else direction.LeftToRight
            )


def load_fonts(folder: Path) -> None:
    """Make the shipped fonts known; the screens name their family."""
    for file in folder.glob("*.ttf"):
        QFontDatabase.addApplicationFont(str(file))
