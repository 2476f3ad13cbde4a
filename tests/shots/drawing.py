"""Draws the asked states in the asked variants into a folder, with a contact sheet per screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.shots.sheet import thumbnail, write_sheet
from tests.shots.states import State, states

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.shots.gallery import Gallery, Variant


def by_screen(only: str | None, *, main: bool) -> dict[str, list[State]]:
    """Return the states of one screen or of all, in the order of the driver's way."""
    screens: dict[str, list[State]] = {}
    for state in states():
        if only in (None, state.screen) and (state.main or not main):
            screens.setdefault(state.screen, []).append(state)
    return screens


def draw_screen(
    gallery: Gallery,
    states_of_screen: Sequence[State],
    variants: Sequence[Variant],
    out: Path,
    *,
    every: bool,
) -> None:
    """Draw a screen's states: all in the first variant, the main ones (or all) in the others.

    Raises:
        BrokenDrawingError: if QML warned.
    """
    screen = states_of_screen[0].screen
    folder = out / screen
    folder.mkdir(exist_ok=True)
    thumbs = []
    for variant in variants:
        for state in states_of_screen:
            if state.main or every or variant is variants[0]:
                picture = gallery.draw(state.scene, variant)
                file = folder / f"{screen}-{state.name.replace(' ', '_')}-{variant}.png"
                if not picture.save(str(file), quality=70):
                    raise OSError(f"{file} cannot be written; check the folder.")
                thumbs.append((f"{state.name}  {variant}", thumbnail(picture)))
    write_sheet(thumbs, out / f"{screen}.png")
