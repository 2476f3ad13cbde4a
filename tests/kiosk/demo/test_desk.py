"""The demo's windows on the screens that people have."""

from __future__ import annotations

import pytest

from kiosk.demo.desk import LANDSCAPE, PORTRAIT, READER, TITLE_BAR, arrange
from kiosk.sizes import Size

SCREENS = [
    Size(1280, 800),
    Size(1366, 768),
    Size(1440, 900),
    Size(1920, 1080),
    Size(2560, 1440),
    Size(3840, 2160),
]


@pytest.mark.parametrize("screen", SCREENS, ids=str)
def test_both_windows_fit_beside_each_other(screen: Size) -> None:
    desk = arrange(screen)
    corner = int(desk.window_setting.rpartition("+")[2]) * desk.scale
    kiosk_width, kiosk_height = (
        side * desk.scale for side in (desk.window.width, desk.window.height)
    )

    assert corner + kiosk_width + READER.width * desk.reader_scale < screen.width
    assert corner + kiosk_height + TITLE_BAR <= screen.height + 1
    assert READER.height * desk.reader_scale + TITLE_BAR <= screen.height


@pytest.mark.parametrize(
    ("screen", "window"),
    [
        (Size(1366, 768), LANDSCAPE),
        (Size(1920, 1080), PORTRAIT),
        (Size(3840, 2160), PORTRAIT),
    ],
    ids=str,
)
def test_portrait_is_shown_where_it_can_be_read(screen: Size, window: Size) -> None:
    assert arrange(screen).window == window


def test_nothing_is_shown_larger_than_it_is() -> None:
    desk = arrange(Size(7680, 4320))

    assert (desk.scale, desk.reader_scale) == (1.0, 1.0)
