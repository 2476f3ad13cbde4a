"""The window around the screens, with screens of the test's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMetaMethod, QObject, QPoint, QSize, Qt, QTranslator
from PySide6.QtGui import QFontInfo, QGuiApplication
from PySide6.QtTest import QTest

from tests.shots.gallery import BrokenDrawingError, Gallery, NoActions, Variant
from tests.shots.samples import HOLD
from tests.shots.states import scene, states
from ui.journey import Pay, Welcome
from ui.scene import Preferences, Theme
from ui.view_models.app import AppViewModel
from ui.view_models.qmltypes import TYPES, qmltypes, write_module
from ui.window import RESOURCES, BrokenScreenError, Window, load_fonts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


MAIN = """
import QtQuick
import Garage.ViewModels
Window {
    id: root
    required property AppViewModel app
    property string screenName: app.screen
    property string amount: app.pay.amountText
    property string greeting: qsTr("Hello")
    property int presetCount: presets.count
    property string lastPreset: presets.count ? presets.itemAt(5).modelData.key : ""
    Repeater {
        id: presets
        model: root.app.duration.presets
        delegate: Item { required property PresetViewModel modelData }
    }
    MouseArea { anchors.fill: parent; onClicked: root.app.openHelp() }
}
"""


class Counting(NoActions):
    def __init__(self) -> None:
        self.touches = 0
        self.helps = 0

    def touched(self) -> None:
        self.touches += 1

    def open_help(self) -> None:
        self.helps += 1


@pytest.fixture
def qml(tmp_path: Path) -> Path:
    folder = tmp_path / "Garage"
    folder.mkdir()
    (folder / "Main.qml").write_text(MAIN, "utf-8")
    return tmp_path


@pytest.fixture
def actions() -> Counting:
    return Counting()


@pytest.fixture
def view_model(qapp: object, actions: Counting) -> AppViewModel:  # noqa: ARG001
    return AppViewModel(actions, scene(Welcome()))


@pytest.fixture
def window(qapp: QGuiApplication, view_model: AppViewModel, qml: Path) -> Iterator[Window]:
    made = Window(qapp, view_model, qml=qml)
    made.show(QSize(300, 400))
    yield made
    made.close()


def test_the_screens_follow_the_view_models(window: Window, view_model: AppViewModel) -> None:
    assert window.quick.property("screenName") == "welcome"

    view_model.fold(scene(Pay(HOLD)))

    assert window.quick.property("screenName") == "pay"
    assert window.quick.property("amount") == "14.00\u00a0€"
    assert window.quick.property("presetCount") == 6
    assert window.quick.property("lastPreset") == "24h"


def test_every_touch_says_that_somebody_is_here_and_still_does_its_work(
    qapp: QGuiApplication, window: Window, actions: Counting
) -> None:
    qapp.processEvents()
    QTest.mouseClick(
        window.quick,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        QPoint(50, 50),
    )

    assert (actions.touches, actions.helps) == (1, 1)


@pytest.mark.parametrize("qml_type", TYPES, ids=lambda qml_type: qml_type.__name__)
def test_every_slot_can_be_called_by_its_name(qml_type: type[QObject]) -> None:
    meta = qml_type.staticMetaObject  # type: ignore[attr-defined]

    for index in range(QObject.staticMetaObject.methodCount(), meta.methodCount()):  # type: ignore[attr-defined]
        method = meta.method(index)
        if method.methodType() is QMetaMethod.MethodType.Slot:
            assert hasattr(qml_type, method.name().toStdString())


def test_another_language_is_spoken_at_once(
    window: Window, view_model: AppViewModel, monkeypatch: pytest.MonkeyPatch
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
    view_model.fold(scene(Welcome(), preferences=Preferences("de")))
    german = window.quick.property("greeting")
    view_model.fold(scene(Welcome()))

    assert (german, window.quick.property("greeting")) == ("Hallo", "Hello")


def test_the_direction_of_reading_follows_the_language(
    qapp: QGuiApplication, window: Window, view_model: AppViewModel
) -> None:
    assert not window.quick.property("rightToLeft")
    view_model.fold(scene(Welcome(), preferences=Preferences("ar")))
    assert qapp.layoutDirection() is Qt.LayoutDirection.RightToLeft

    view_model.fold(scene(Welcome()))
    assert qapp.layoutDirection() is Qt.LayoutDirection.LeftToRight


@pytest.mark.qt_log_ignore("QQmlApplicationEngine failed to load component", "widht")
def test_a_broken_screen_says_what_qml_says(
    qapp: QGuiApplication, view_model: AppViewModel, qml: Path
) -> None:
    (qml / "Garage" / "Main.qml").write_text("import QtQuick\nWindow { widht: 3 }\n", "utf-8")

    with pytest.raises(BrokenScreenError, match='Cannot assign to non-existent property "widht"'):
        Window(qapp, view_model, qml=qml)


def test_the_shipped_font_is_the_applications(qapp: QGuiApplication) -> None:
    load_fonts(qapp, RESOURCES / "fonts")

    assert QFontInfo(qapp.font()).family() == "Kiosk Sans"


def test_a_gallery_draws_a_picture_of_the_asked_size(qapp: QGuiApplication, qml: Path) -> None:
    with Gallery(qapp, states()[0].scene, qml=qml) as gallery:
        picture = gallery.draw(states()[-1].scene, Variant(320, 480, "long", Theme.CONTRAST))

    assert (picture.width(), picture.height()) == (320, 480)


@pytest.mark.qt_log_ignore("nothing is not defined")
def test_a_gallery_refuses_a_screen_that_warns(qapp: QGuiApplication, qml: Path) -> None:
    broken = MAIN.replace("app.pay.amountText", "app.screen === 'pay' ? nothing.at.all : ''")
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
    assert 'Method { name: "choosePreset"; Parameter { name: "a0"; type: "QString" } }' in text
    assert (write_module(tmp_path) / "qmldir").read_text("utf-8").startswith("module Garage.")
