"""What a screen reader finds, and what a longer language and the other direction of reading do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QAccessible

from tests.shots.gallery import LONG, Gallery, Variant
from tests.shots.states import State, states
from tests.ui.qml.glass import controls, texts, touchables
from ui.setup import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

MAIN = [state for state in states() if state.main]
SIZES = [(1080, 1920), (1920, 1080), (1280, 800)]
PRESSED = {QAccessible.Role.Button, QAccessible.Role.RadioButton, QAccessible.Role.CheckBox}
RIGHT_TO_LEFT = "ar"
"""No texts are in Arabic yet: the English ones stand in the mirrored layout."""


@pytest.fixture(scope="module")
def gallery(qapp: QGuiApplication) -> Iterator[Gallery]:
    QAccessible.setActive(True)
    with Gallery(qapp, MAIN[0].scene) as made:
        yield made


@pytest.fixture(params=MAIN, ids=lambda state: f"{state.screen} {state.name}")
def state(request: pytest.FixtureRequest) -> State:
    wanted: State = request.param
    return wanted


def test_every_control_says_what_it_is(gallery: Gallery, state: State) -> None:
    gallery.draw(state.scene, Variant(1080, 1920, "en", Theme.LIGHT))

    for item in touchables(gallery._window.quick):
        interface = QAccessible.queryAccessibleInterface(item)
        assert interface is not None, item.objectName()
        assert interface.text(QAccessible.Text.Name).strip(" ,."), item.objectName()
        assert interface.role() in PRESSED, (item.objectName(), interface.role())
        assert item.objectName(), interface.text(QAccessible.Text.Name)


@pytest.mark.parametrize("low", [False, True], ids=["normal", "low"])
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_a_longer_language_fits(
    gallery: Gallery, state: State, width: int, height: int, *, low: bool
) -> None:
    gallery.draw(state.scene, Variant(width, height, LONG, Theme.LIGHT, low_reach=low))

    for text in texts(gallery._window.quick):
        assert not text.cut, text
        assert text.place.left() >= 0, text
        assert text.place.right() <= width + 1, text


@pytest.mark.parametrize(("width", "height"), SIZES)
def test_right_to_left_is_the_mirror_image(
    gallery: Gallery, state: State, width: int, height: int
) -> None:
    places = []
    for language in ("en", RIGHT_TO_LEFT):
        gallery.draw(state.scene, Variant(width, height, language, Theme.LIGHT))
        places.append({seen.name: seen.place for seen in controls(gallery._window.quick)})
    here, mirrored = places

    assert here.keys() == mirrored.keys()
    for name, place in here.items():
        assert mirrored[name].left() == pytest.approx(width - place.right(), abs=2), name
