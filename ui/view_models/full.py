"""The full screen: when the next fitting spot frees up, and where there is one now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ui.formats import clock_text, date_text, day_name
from ui.journey import Full
from ui.view_models.view_model import ViewModel, in_qml

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.scene import Scene


@dataclass(frozen=True, slots=True)
class FullProps:
    """What is sold out, until when, and who has a spot.

    ``next_free_text`` is empty if nobody knows; ``next_free_day`` is today, tomorrow or date.
    ``elsewhere`` lists garages as ``{name, address, free}``.
    """

    vehicle_type: str = ""
    next_free_text: str = ""
    next_free_day: str = "today"
    next_free_date_text: str = ""
    elsewhere: tuple[dict[str, str | int], ...] = ()


def derive(scene: Scene) -> FullProps | None:
    """Return what the full screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, Full):
        return None
    sold_out, zone = screen.sold_out, scene.garage.zone
    free_at = sold_out.next_free_at
    return FullProps(
        vehicle_type=sold_out.vehicle_type.value,
        next_free_text=clock_text(free_at, zone) if free_at else "",
        next_free_day=day_name(free_at, scene.now, zone) if free_at else "today",
        next_free_date_text=(
            date_text(free_at, zone, scene.preferences.language) if free_at else ""
        ),
        elsewhere=tuple(
            {"name": garage.name, "address": garage.address, "free": garage.free}
            for garage in sold_out.elsewhere
        ),
    )


@in_qml
class FullViewModel(ViewModel[FullProps]):
    """The sold-out vehicle type."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(FullProps(), parent)

    def fold(self, scene: Scene) -> None:
        """Show the scene; the answer stays visible while another screen slides in."""
        self.show(derive(scene) or self.props)
