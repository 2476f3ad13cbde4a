"""What the tests on the glass share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ui.qml.worked_glass import Glass

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QGuiApplication


@pytest.fixture
def glass(qapp: QGuiApplication) -> Iterator[Glass]:
    made = Glass(qapp)
    made.hand.wait(lambda: made.hand.sees("tile-large"), "the welcome screen")
    yield made
    made.close()
