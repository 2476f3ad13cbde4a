"""A panel smaller than the layout shows it smaller, and is touched where things are seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRectF, QSize

from tests.ui.qml.glass import controls

if TYPE_CHECKING:
    from tests.ui.qml.worked_glass import Glass


@pytest.mark.parametrize(("width", "height"), [(800, 1280), (768, 1366), (1024, 768)])
def test_a_small_panel_is_touched_where_things_are_seen(
    glass: Glass, width: int, height: int
) -> None:
    glass.window.show(QSize(width, height))
    quick = glass.window.quick
    panel = QRectF(-1, -1, width + 2, height + 2)
    glass.hand.wait(
        lambda: all(panel.contains(seen.place) for seen in controls(quick)), "all on the panel"
    )

    glass.tap(glass.place("tile-large").center())

    assert glass.screen == "duration"
