"""What stands on the glass: the texts and the controls of a window, where a driver sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF
from PySide6.QtQml import QQmlExpression, qmlContext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtQuick import QQuickItem, QQuickWindow


@dataclass(frozen=True, slots=True)
class SeenText:
    """One text, and the rectangle of the window that its letters take up."""

    text: str
    pixel_size: int
    cut: bool
    place: QRectF


@dataclass(frozen=True, slots=True)
class SeenControl:
    """Something to touch."""

    name: str
    place: QRectF


def texts(window: QQuickWindow) -> list[SeenText]:
    """Return the texts that can be seen."""
    return [
        SeenText(
            text=item.property("text"),
            pixel_size=int(_ask(item, "fontInfo.pixelSize")),
            cut=item.property("truncated"),
            place=_letters(item),
        )
        for item in _visible(window.contentItem())
        if item.metaObject().indexOfProperty("paintedWidth") >= 0 and item.property("text").strip()
    ]


def controls(window: QQuickWindow) -> list[SeenControl]:
    """Return the controls that can be seen."""
    return [
        SeenControl(item.objectName(), _place(item, item.width(), item.height()))
        for item in touchables(window)
    ]


def touchables(window: QQuickWindow) -> list[QQuickItem]:
    """Return the items of the controls that can be seen."""
    return [
        item
        for item in _visible(window.contentItem())
        if item.metaObject().indexOfSignal("activated()") >= 0
    ]


def _visible(item: QQuickItem) -> Iterator[QQuickItem]:
    if not item.isVisible() or item.opacity() == 0:
        return
    yield item
    for child in item.childItems():
        yield from _visible(child)


def _place(item: QQuickItem, width: float, height: float) -> QRectF:
    return item.mapRectToScene(QRectF(0, 0, width, height))


def _letters(item: QQuickItem) -> QRectF:
    """The painted rectangle, without the room that a line keeps above and below its letters."""
    width, height = item.property("paintedWidth"), item.property("paintedHeight")
    line = _ask(item, "fontInfo.pixelSize")
    across = {1: 0.0, 4: 0.5, 2: 1.0}[_ask(item, "effectiveHorizontalAlignment")]
    down = {32: 0.0, 128: 0.5, 64: 1.0}[_ask(item, "verticalAlignment")]
    left, top = (item.width() - width) * across, (item.height() - height) * down
    return item.mapRectToScene(QRectF(left, top + 0.2 * line, width, height - 0.45 * line))


def _ask(item: QQuickItem, expression: str) -> float:
    """Read what only QML can read, such as its enumerations."""
    value, _undefined = QQmlExpression(qmlContext(item), item, f"+{expression}").evaluate()
    return float(value)
