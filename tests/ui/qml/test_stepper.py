"""The length of a stay in words: what is zero is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.vehicles import VehicleType
from tests.shots.gallery import Gallery, Variant
from tests.shots.states import scene
from tests.ui.qml.glass import texts
from ui.durations import Choice
from ui.journey import ChooseDuration
from ui.scene import Planned
from ui.setup import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

CHOOSING = scene(ChooseDuration(VehicleType.REGULAR))


@pytest.fixture(scope="module")
def gallery(qapp: QGuiApplication) -> Iterator[Gallery]:
    with Gallery(qapp, CHOOSING) as made:
        yield made


@pytest.mark.parametrize(
    ("stay", "english", "german"),
    [
        (timedelta(minutes=30), "30 minutes", "30 Minuten"),
        (timedelta(hours=5), "5 hours", "5 Stunden"),
        (timedelta(hours=5, minutes=30), "5 h 30 min", "5 Std. 30 Min."),
        (timedelta(days=2), "2 days", "2 Tage"),
        (timedelta(days=2, hours=4), "2 d 4 h", "2 T. 4 Std."),
        (timedelta(days=2, minutes=30), "2 d 30 min", "2 T. 30 Min."),
        (timedelta(days=2, hours=4, minutes=30), "2 d 4 h 30 min", "2 T. 4 Std. 30 Min."),
    ],
)
def test_a_stay_in_words(gallery: Gallery, stay: timedelta, english: str, german: str) -> None:
    for language, words in (("en", english), ("de", german)):
        planned = replace(CHOOSING, planned=Planned(Choice(stay), free=9))
        gallery.draw(planned, Variant(1080, 1920, language, Theme.LIGHT))
        assert words in {seen.text for seen in texts(gallery._window.quick)}
