"""The window around the screens, with screens of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QTranslator
from PySide6.QtGui import QFontDatabase, QFontInfo, QGuiApplication
from PySide6.QtTest import QTest

from core.vehicles import VehicleType
from tests.shots.gallery import BrokenDrawingError, Gallery, Variant
from tests.shots.samples import HOLD, NOW
from tests.shots.states import SETUP, scene, states
from tests.ui.qml.glass import controls
from ui.journey import ChooseDuration, Pay, Welcome
from ui.presenting.opening import opening_view_model
from ui.presenting.presenter import Presenter
from ui.screen_files import ScreenFiles
from ui.setup import Preferences, Theme
from ui.view_models.qmltypes import qmltypes, write_module
from ui.window import RESOURCES, BrokenScreenError, Window, load_fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from ui.view_models.app import AppViewModel


MAIN = """
import QtQuick
import Garage.ViewModels
Window {
    id: root
    required property AppViewModel app
    property string screenName: app.screen
    property QtObject screens: null
    readonly property bool complete: screens !== null
    property string amount: screens ? screens.pay.amountText : ""
    property string greeting: qsTr("Hello")
    property int presetCount: presets.count
    property string lastPreset: presets.count ? presets.itemAt(5).modelData.key : ""
    Repeater {
        id: presets
        model: root.screens ? root.screens.duration.presets : []
        delegate: Item { required property PresetViewModel modelData }
    }
    MouseArea { anchors.fill: parent; onClicked: root.app.openHelp() }
}
"""


DIRECT = Qt.ConnectionType.DirectConnection


class Heard(list[str]):
    """What the touches asked for."""

    def __init__(self, view_model: AppViewModel) -> None:
        super().__init__()
        view_model.touched.connect(lambda: self.append("touched"))
        view_model.open_help.connect(lambda: self.append("help"))


def click(window: Window) -> None:
    QTest.mouseClick(
        window.quick,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(50, 50),
    )


@pytest.fixture
def qml(tmp_path: Path) -> Path:
    folder = tmp_path / "Garage"
    folder.mkdir()
    (folder / "Main.qml").write_text(MAIN, "utf-8")
    return tmp_path


@pytest.fixture
def view_model(qapp: object) -> AppViewModel:  # noqa: ARG001
    return opening_view_model(SETUP, NOW)


@pytest.fixture
def presenter(view_model: AppViewModel) -> Presenter:
    return Presenter(view_model)


@pytest.fixture
def window(qapp: QGuiApplication, view_model: AppViewModel, qml: Path) -> Iterator[Window]:
    made = Window(qapp, ScreenFiles(qml), view_model)
    made.show(QSize(300, 400))
    yield made
    made.close()


def test_the_screens_follow_the_view_models(window: Window, presenter: Presenter) -> None:
    assert window.quick.property("screenName") == "welcome"
    window.open(presenter.screens)

    presenter.show(scene(Pay(HOLD)))

    assert window.quick.property("screenName") == "pay"
    assert window.quick.property("amount") == "14.00\u00a0€"
    assert window.quick.property("presetCount") == 6
    assert window.quick.property("lastPreset") == "24h"


def test_every_touch_says_that_somebody_is_here_and_still_does_its_work(
    qapp: QGuiApplication, window: Window, view_model: AppViewModel, presenter: Presenter
) -> None:
    heard = Heard(view_model)
    window.open(presenter.screens)
    qapp.processEvents()

    click(window)

    assert heard == ["touched", "help"]


def test_a_picture_lets_no_touch_through(
    qapp: QGuiApplication, window: Window, view_model: AppViewModel
) -> None:
    heard = Heard(view_model)
    qapp.processEvents()

    click(window)

    assert heard == []


@pytest.mark.parametrize("moments", [0, 1, 2, 3, 5, 8, 13, 40])
def test_a_screen_that_is_needed_before_it_is_loaded_is_there_at_once(
    qapp: QGuiApplication, view_model: AppViewModel, presenter: Presenter, moments: int
) -> None:
    window = Window(qapp, ScreenFiles(), view_model)
    warnings: list[str] = []
    window.warned.connect(warnings.append)
    window.show(QSize(1080, 1920))
    window.open(presenter.screens)
    for _ in range(moments):
        qapp.processEvents()

    presenter.show(scene(ChooseDuration(VehicleType.COMPACT)))
    seen = {control.name for control in controls(window.quick)}
    window.close()

    assert {"preset-1h", "pay", "back"} <= seen
    assert warnings == []


def test_the_first_frame_is_told_once_and_not_within_it(window: Window, qtbot: QtBot) -> None:
    told: list[bool] = []
    window.first_frame.connect(lambda: told.append(rendering[-1]))
    rendering = [False]
    window.quick.beforeRendering.connect(lambda: rendering.append(True), DIRECT)
    window.quick.afterFrameEnd.connect(lambda: rendering.append(False), DIRECT)

    for _ in range(3):
        frames = len(rendering)
        window.quick.update()
        qtbot.waitUntil(lambda frames=frames: len(rendering) > frames)
    qtbot.waitUntil(lambda: told != [])

    assert told == [False]


def test_another_language_is_spoken_at_once(
    window: Window, presenter: Presenter, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Greeting(QTranslator):
        def load(self, name: str, _folder: str) -> bool:  # type: ignore[override]
            self.found = name == "kiosk_de.qm"
            return self.found

        def isEmpty(self) -> bool:  # noqa: N802
            return False

        def translate(self, *_words: object) -> str:
            return "Hallo"

    monkeypatch.setattr("ui.window.QTranslator", Greeting)
    presenter.show(scene(Welcome(), preferences=Preferences("de")))
    german = window.quick.property("greeting")
    presenter.show(scene(Welcome()))

    assert (german, window.quick.property("greeting")) == ("Hallo", "Hello")


def test_the_direction_of_reading_follows_the_language(
    qapp: QGuiApplication, window: Window, presenter: Presenter
) -> None:
    assert not window.quick.property("rightToLeft")
    presenter.show(scene(Welcome(), preferences=Preferences("ar")))
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft

    presenter.show(scene(Welcome()))
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


@pytest.mark.qt_log_ignore("QQmlApplicationEngine failed to load component", "widht")
def test_a_broken_screen_says_what_qml_says(
    qapp: QGuiApplication, view_model: AppViewModel, qml: Path
) -> None:
    (qml / "Garage" / "Main.qml").write_text("import QtQuick\nWindow { widht: 3 }\n", "utf-8")

    with pytest.raises(BrokenScreenError, match='Cannot assign to non-existent property "widht"'):
        Window(qapp, ScreenFiles(qml), view_model)


def test_the_shipped_font_is_known_in_every_weight_of_the_screens(qapp: object) -> None:  # noqa: ARG001
    load_fonts(RESOURCES / "fonts")

    for style in ("Regular", "SemiBold", "Bold"):
        font = QFontDatabase.font("Kiosk Sans", style, 40)
        assert (QFontInfo(font).family(), QFontInfo(font).styleName()) == ("Kiosk Sans", style)


def test_a_gallery_draws_a_picture_of_the_asked_size(qapp: QGuiApplication, qml: Path) -> None:
    with Gallery(qapp, states()[0].scene, qml=qml) as gallery:
        picture = gallery.draw(states()[-1].scene, Variant(320, 480, "long", Theme.CONTRAST))

    assert (picture.width(), picture.height()) == (320, 480)


@pytest.mark.qt_log_ignore("nothing is not defined")
def test_a_gallery_refuses_a_screen_that_warns(qapp: QGuiApplication, qml: Path) -> None:
    broken = MAIN.replace("screens.pay.amountText", "nothing.at.all")
    (qml / "Garage" / "Main.qml").write_text(broken, "utf-8")

    with (
        Gallery(qapp, scene(Welcome()), qml=qml) as gallery,
        pytest.raises(BrokenDrawingError, match="nothing is not defined"),
    ):
        gallery.draw(scene(Pay(HOLD)), Variant(320, 480, "en", Theme.LIGHT))


def test_qmllint_learns_every_property(tmp_path: Path) -> None:
    text = qmltypes()

    assert 'Property { name: "free"; type: "int"; notify: "freeChanged"' in text
    assert 'Property { name: "compact"; type: "VehicleTileViewModel"; isPointer: true' in text
    assert 'Signal { name: "choosePreset"; Parameter { name: "a0"; type: "QString" } }' in text
    assert (write_module(tmp_path) / "qmldir").read_text("utf-8").startswith("module Garage.")
