"""The length of a stay in words: what is zero is not said, and nothing touches the buttons."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.vehicles import VehicleType
from tests.shots.gallery import Gallery, Variant
from tests.shots.states import scene
from tests.ui.qml.glass import controls, texts
from ui.durations import Choice
from ui.journey import ChooseDuration
from ui.scene import Planned
from ui.setup import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

    from ui.scene import Scene

NO_BREAK = "\u00a0"
APART_PX = 10
CHOOSING = scene(ChooseDuration(VehicleType.REGULAR))


@pytest.fixture(scope="module")
def gallery(qapp: QGuiApplication) -> Iterator[Gallery]:
    with Gallery(qapp, CHOOSING) as made:
        yield made


@pytest.mark.parametrize(
    ("stay", "english", "german"),
    [
        (timedelta(minutes=30), "30_minutes", "30_Minuten"),
        (timedelta(hours=5), "5_hours", "5_Stunden"),
        (timedelta(hours=5, minutes=30), "5_h 30_min", "5_Std. 30_Min."),
        (timedelta(days=2), "2_days", "2_Tage"),
        (timedelta(days=2, hours=4), "2_d 4_h", "2_T. 4_Std."),
        (timedelta(days=2, minutes=30), "2_d 30_min", "2_T. 30_Min."),
        (timedelta(days=2, hours=4, minutes=30), "2_d 4_h 30_min", "2_T. 4_Std. 30_Min."),
    ],
)
def test_a_stay_in_words(gallery: Gallery, stay: timedelta, english: str, german: str) -> None:
    for language, words in (("en", english), ("de", german)):
        gallery.draw(_planned(stay), Variant(1080, 1920, language, Theme.LIGHT))
        assert words.replace("_", NO_BREAK) in {seen.text for seen in texts(gallery._window.quick)}


@pytest.mark.parametrize("language", ["en", "de", "long"])
@pytest.mark.parametrize("stay", [timedelta(hours=23), timedelta(days=29, hours=23, minutes=30)])
def test_the_words_keep_away_from_the_buttons_where_it_is_narrow(
    gallery: Gallery, stay: timedelta, language: str
) -> None:
    variant = Variant(1280, 800, language, Theme.LIGHT, low_reach=True)
    gallery.draw(_planned(stay), variant)
    window = gallery._window.quick
    buttons = {
        one.name: one.place for one in controls(window) if one.name in {"shorten", "lengthen"}
    }
    row = buttons["shorten"].united(buttons["lengthen"])
    (words,) = [one for one in texts(window) if row.contains(one.place)]

    assert NO_BREAK in words.text
    assert not words.cut
    assert words.place.left() - buttons["shorten"].right() >= APART_PX
    assert buttons["lengthen"].left() - words.place.right() >= APART_PX


def _planned(stay: timedelta) -> Scene:
    return replace(CHOOSING, planned=Planned(Choice(stay), free=9))
