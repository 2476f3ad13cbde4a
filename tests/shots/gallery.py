"""Draws scenes with the real window and the real view models."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Self

from PySide6.QtCore import QCoreApplication, QEvent, QSize, QTranslator
from PySide6.QtTest import QTest

from ui.presenting.opening import opening_view_model
from ui.presenting.presenter import Presenter
from ui.screen_files import QML, ScreenFiles
from ui.setup import Preferences, Theme
from ui.window import Window

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtGui import QGuiApplication, QImage

    from ui.scene import Scene


LONG: Final = "long"
"""Stands for a language whose texts are 40 % longer than the English ones."""


class BrokenDrawingError(RuntimeError):
    """A screen was drawn with warnings; the message lists them."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to draw a state; the language is an ISO 639-1 code or ``LONG``."""

    width: int
    height: int
    language: str
    theme: Theme
    low_reach: bool = False

    def __str__(self) -> str:
        reach = "-low" if self.low_reach else ""
        return f"{self.width}x{self.height}-{self.language}-{self.theme.value}{reach}"

    def dress(self, scene: Scene) -> Scene:
        """Return the scene with this variant's language and look."""
        contrast = self.theme is Theme.CONTRAST
        theme = Theme.LIGHT if contrast else self.theme
        language = "en" if self.language == LONG else self.language
        preferences = Preferences(language, contrast=contrast, low_reach=self.low_reach)
        return replace(scene, setup=scene.setup._replace(theme=theme), preferences=preferences)


class LongTexts(QTranslator):
    """Makes every text 40 % longer, so that one sees what does not fit."""

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        return False

    def translate(
        self, _context: str, source_text: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str:
        return source_text + " " + "\u00e4\u00df" * max(1, len(source_text) // 5)


class Gallery:
    """One window that shows any scene, and takes pictures of it.

    Args:
        app: the running application.
        first: the scene to begin with.
        qml: the import path of the screens.
    """

    def __init__(self, app: QGuiApplication, first: Scene, *, qml: Path = QML) -> None:
        self._app = app
        self._warnings: list[str] = []
        self._long_texts: LongTexts | None = None
        self._view_model = opening_view_model(first.setup, first.now)
        self._presenter = Presenter(self._view_model)
        self._presenter.show(first)
        self._window = Window(app, ScreenFiles(qml), self._view_model)
        self._window.warned.connect(self._warnings.append)
        self._window.open(self._presenter.screens)

    def draw(self, scene: Scene, variant: Variant) -> QImage:
        """Return the picture of a scene.

        Raises:
            BrokenDrawingError: if QML warned.
        """
        quick = self._window.quick
        if (quick.width(), quick.height()) != (variant.width, variant.height):
            quick.resize(variant.width, variant.height)
        if not quick.isVisible():
            self._window.show(QSize(variant.width, variant.height))
            self._settle()
            self._come_to_rest()
        self._presenter.show(variant.dress(scene))
        self._stretch_texts(variant.language == LONG)
        self._settle()
        image = quick.grabWindow()
        if self._warnings:
            raise BrokenDrawingError("\n".join([f"{variant}:", *self._warnings]))
        return image

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._window.close()

    def _stretch_texts(self, wanted: bool) -> None:  # noqa: FBT001 - one meaning only
        if wanted == (self._long_texts is not None):
            return
        if self._long_texts is None:
            self._long_texts = LongTexts()
            self._app.installTranslator(self._long_texts)
        else:
            self._app.removeTranslator(self._long_texts)
            self._long_texts = None
        self._window.engine.retranslate()

    def _come_to_rest(self) -> None:
        """Let motion end that began before the window knew that it is not wanted."""
        before = None
        for _ in range(20):  # on a busy machine it takes longer than its length
            QTest.qWait(250)
            picture = self._window.quick.grabWindow()
            if picture == before:
                return
            before = picture

    def _settle(self) -> None:
        """Let bindings, loaders and layouts come to rest."""
        controller = self._window.engine.incubationController()
        for _ in range(200):
            self._app.processEvents()
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
            if controller.incubatingObjectCount():
                controller.incubateFor(50)
            elif self._window.is_complete:
                break
        self._app.processEvents()
