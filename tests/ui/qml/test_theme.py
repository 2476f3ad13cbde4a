"""The colours of each theme, pair by pair: who cannot tell them apart cannot use the kiosk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QUrl
from PySide6.QtGui import QColor
from PySide6.QtQml import QQmlComponent, QQmlEngine

from ui.screen_files import QML

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtCore import QObject

THEMES = ("light", "dark", "contrast")

TEXT_PAIRS = [
    *[(text, ground) for text in ("ink", "quietInk") for ground in ("paper", "card")],
    *[(level, "card") for level in ("plenty", "few", "full")],
    *[(level, "paper") for level in ("few", "full")],
    ("actionInk", "action"),
    ("card", "ink"),
]
CONTROL_PAIRS = [
    *[(mark, ground) for mark in ("edge", "action") for ground in ("paper", "card")],
    *[("card", badge) for badge in ("plenty", "few", "full")],
]


@pytest.fixture(scope="module")
def theme(qapp: object) -> Iterator[QObject]:  # noqa: ARG001
    engine = QQmlEngine()
    engine.addImportPath(str(QML))
    component = QQmlComponent(engine)
    component.setData(
        b"import QtQml\nimport Garage.Theme\n"
        b"QtObject { property QtObject light: Theme.light; property QtObject dark: Theme.dark;"
        b" property QtObject contrast: Theme.contrast }",
        QUrl(),
    )
    holder = component.create()
    assert holder is not None, component.errorString()
    yield holder
    shiboken6.delete(engine)


def contrast(first: QColor, second: QColor) -> float:
    """The ratio of WCAG 2.2, 1 to 21."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: QColor) -> float:
    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    red, green, blue, _ = colour.getRgbF()
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_is_told_from_its_ground(theme: QObject, name: str, text: str, ground: str) -> None:
    colours = theme.property(name)
    ratio = contrast(colours.property(text), colours.property(ground))
    assert ratio >= (7 if name == "contrast" else 4.5)


@pytest.mark.parametrize("name", THEMES)
@pytest.mark.parametrize(("mark", "ground"), CONTROL_PAIRS)
def test_a_control_is_told_from_its_ground(
    theme: QObject, name: str, mark: str, ground: str
) -> None:
    colours = theme.property(name)
    ratio = contrast(colours.property(mark), colours.property(ground))
    assert ratio >= (7 if name == "contrast" else 3)


def test_the_measure_knows_black_white_and_a_pair_that_is_too_weak() -> None:
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21)
    assert contrast(QColor("#D5DCE4"), QColor("white")) < 1.5
