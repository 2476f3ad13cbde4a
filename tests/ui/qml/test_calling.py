"""Calling an attendant, on the glass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ui.qml.glass import texts
from ui.journey import Device

if TYPE_CHECKING:
    from tests.ui.qml.worked_glass import Glass


def said(glass: Glass) -> set[str]:
    return {seen.text for seen in texts(glass.window.quick)}


def test_out_of_service_one_touch_calls_and_the_screen_says_how_it_ended(glass: Glass) -> None:
    glass.world.probes = frozenset({Device.READER})
    glass.world.call_error = OSError("no route")
    glass.visit.start()
    glass.hand.touch("call")

    glass.hand.wait(lambda: "Call again" in said(glass), "the failure")
    assert not glass.visit.view_model.props.help_open
    assert "An attendant has been called" not in said(glass)
    glass.world.call_error = None
    glass.hand.touch("call")

    glass.hand.wait(lambda: "An attendant has been called" in said(glass), "the call")
    assert glass.world.times_asked("call") == 2
