"""The welcome screen: three vehicle types with live counts, each a start button."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ui.formats import clock_text, date_text, day_name
from ui.presenting.opening import opening_tile, opening_welcome

if TYPE_CHECKING:
    from datetime import datetime

    from core.vehicles import VehicleType
    from ui.scene import Scene
    from ui.view_models.welcome import VehicleTileProps, WelcomeProps

FEW: Final = 10
"""From here down, the screen says that only few spots are left."""


def derive(scene: Scene) -> WelcomeProps:
    """Return what the welcome screen says above its tiles."""
    return opening_welcome(scene.garage, scene.preferences.language, scene.now)


def derive_tile(scene: Scene, vehicle_type: VehicleType) -> VehicleTileProps:
    """Return what the tile of a vehicle type shows."""
    tile = opening_tile(scene.garage, vehicle_type, scene.preferences.language, scene.now)
    availability = scene.counts.availability
    if tile.level == "closed" or availability is None or vehicle_type not in availability.free:
        return tile
    free = availability.free[vehicle_type]
    next_free_at = None if free else availability.next_free_at.get(vehicle_type)
    return tile._replace(
        known=True,
        free=free,
        level="full" if free <= 0 else "few" if free <= FEW else "plenty",
        next_free_text=_next_free_text(next_free_at, scene) if next_free_at else "",
    )


def _next_free_text(moment: datetime, scene: Scene) -> str:
    zone = scene.garage.zone
    time = clock_text(moment, zone)
    if day_name(moment, scene.now, zone) == "today":
        return time
    return f"{date_text(moment, zone, scene.preferences.language)} {time}"
