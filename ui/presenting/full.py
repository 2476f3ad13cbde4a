"""The full screen: when the next fitting spot frees up, and where there is one now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.formats import clock_text, date_text, day_name
from ui.journey import Full
from ui.view_models.full import FullProps

if TYPE_CHECKING:
    from ui.scene import Scene


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
