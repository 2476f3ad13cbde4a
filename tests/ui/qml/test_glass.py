"""All states of all screens, in each size and language: nothing is cut, small or covered."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from tests.shots.gallery import Gallery, Variant
from tests.shots.states import State, states
from tests.ui.qml.glass import SeenControl, SeenText, controls, texts
from ui.setup import Theme

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication

SMALLEST_TEXT = 29
"""Pixels: capitals of 4.8 mm at 4 pixels per mm."""
SMALLEST_TOUCH = 96
LOW_REACH = 0.45

SIZES = [(1080, 1920), (1920, 1080), (1280, 800)]
SMALL = {(800, 1280): 0.8, (768, 1366): 0.853, (1024, 768): 0.8}
"""Panels that show the layout smaller, and by how much."""
SHEETS = {"help", "idle"}
CALLED_TOO_LONG = "long name"
"""No header holds every name of a garage; it ends in an ellipsis there."""

Look = tuple[State, list[SeenText], list[SeenControl]]


@pytest.fixture(
    scope="module",
    params=[
        Variant(width, height, language, Theme.LIGHT, low_reach=low)
        for width, height in (*SIZES, *SMALL)
        for language in ("en", "de")
        for low in (False, True)
    ],
    ids=str,
)
def variant(request: pytest.FixtureRequest) -> Variant:
    wanted: Variant = request.param
    return wanted


@pytest.fixture(scope="module")
def looks(qapp: QGuiApplication, variant: Variant) -> Iterator[list[Look]]:
    with Gallery(qapp, states()[0].scene) as gallery:
        seen = []
        for state in states():
            gallery.draw(state.scene, variant)
            window = gallery._window.quick
            seen.append((state, texts(window), controls(window)))
        yield seen


def test_every_text_is_whole_and_large_enough(looks: list[Look], variant: Variant) -> None:
    for state, seen, _ in looks:
        for text in seen:
            assert text.pixel_size >= SMALLEST_TEXT, (state, text)
            assert not text.cut or state.name == CALLED_TOO_LONG, (state, text)
            assert text.place.left() >= 0, (state, text)
            assert text.place.right() <= variant.width + 1, (state, text)
            assert text.place.bottom() <= variant.height, (state, text)


def test_no_text_covers_another(looks: list[Look]) -> None:
    for state, seen, _ in looks:
        if state.screen in SHEETS:
            continue
        for one, other in combinations(seen, 2):
            shared = one.place.intersected(other.place)
            assert shared.width() <= 2 or shared.height() <= 3, (state, one, other)


def test_every_control_is_large_enough_and_apart_from_the_others(
    looks: list[Look], variant: Variant
) -> None:
    smallest = SMALLEST_TOUCH * SMALL.get((variant.width, variant.height), 1)
    for state, _, seen in looks:
        for control in seen:
            assert control.place.width() >= smallest, (state, control)
            assert control.place.height() >= smallest, (state, control)
        for one, other in combinations(seen, 2):
            assert state.screen in SHEETS or not one.place.intersects(other.place), (one, other)


def test_every_control_is_within_reach(looks: list[Look], variant: Variant) -> None:
    top = variant.height * (1 - LOW_REACH) - 1 if variant.low_reach else 0
    for state, _, seen in looks:
        for control in seen:
            covered = state.screen in SHEETS and not control.name.startswith(state.screen)
            assert covered or control.place.top() >= top, (state, control)


def test_the_look_sees_texts_and_controls(looks: list[Look]) -> None:
    state, seen, touchable = looks[0]
    assert state.screen == "welcome"
    assert {"312", "88", "4"} <= {text.text for text in seen}
    assert {"tile-compact", "help", "language-de"} <= {control.name for control in touchable}
