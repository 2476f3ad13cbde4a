from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.kiosk.devices.ipp_printer import Clock, FakePrinter, serving

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def fake_printer() -> Iterator[FakePrinter]:
    with serving(FakePrinter()) as printer:
        yield printer
