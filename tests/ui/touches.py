"""What tests of a visit do again and again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.visit import Visit

REGULAR = VehicleType.REGULAR


def on(visit: Visit, screen: str) -> Callable[[], bool]:
    return lambda: visit.view_model.props.screen == screen


def go_to_duration(visit: Visit) -> None:
    visit.choose_vehicle(REGULAR)
    assert visit.view_model.props.screen == "duration"


def go_to_pay(visit: Visit, qtbot: QtBot) -> None:
    go_to_duration(visit)
    visit.pay()
    qtbot.waitUntil(lambda: visit.screens.pay.props.phase == "present_card")
