"""The welcome screen: three vehicle types with live counts, each a start button."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Slot

from core.vehicles import VehicleType
from ui.formats import clock_text, date_text, day_name, rate_text
from ui.view_models.view_model import ViewModel, constant, in_qml

if TYPE_CHECKING:
    from datetime import datetime

    from ui.scene import Scene
    from ui.view_models.actions import Actions

FEW: Final = 10
"""From here down, the screen says that only few spots are left."""


@dataclass(frozen=True, slots=True)
class VehicleTileProps:
    """One vehicle type.

    ``level`` is plenty, few, full or unknown; ``known`` is false until the first count came.
    ``rate_text`` is the price of an hour; ``next_free_text`` is when the next spot frees up
    (``14:35``, with its date if that is not today), empty if a spot is free or nobody knows.
    """

    vehicle_type: str
    known: bool = False
    free: int = 0
    rate_text: str = ""
    level: str = "unknown"
    next_free_text: str = ""


def derive_tile(scene: Scene, vehicle_type: VehicleType) -> VehicleTileProps:
    """Return what the tile of a vehicle type shows."""
    garage = scene.garage
    rate = rate_text(garage.rates[vehicle_type], garage.currency, scene.preferences.language)
    availability = scene.counts.availability
    if availability is None or vehicle_type not in availability.free:
        return VehicleTileProps(vehicle_type.value, rate_text=rate)
    free = availability.free[vehicle_type]
    next_free_at = None if free else availability.next_free_at.get(vehicle_type)
    return VehicleTileProps(
        vehicle_type=vehicle_type.value,
        known=True,
        free=free,
        rate_text=rate,
        level="full" if free <= 0 else "few" if free <= FEW else "plenty",
        next_free_text=_next_free_text(next_free_at, scene) if next_free_at else "",
    )


def _next_free_text(moment: datetime, scene: Scene) -> str:
    zone = scene.garage.zone
    time = clock_text(moment, zone)
    if day_name(moment, scene.now, zone) == "today":
        return time
    return f"{date_text(moment, zone, scene.preferences.language)} {time}"


@in_qml
class VehicleTileViewModel(ViewModel[VehicleTileProps]):
    """One tile."""


@in_qml
class WelcomeViewModel(QObject):
    """The three tiles."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(parent)
        self._actions = actions
        self._tiles = {
            vehicle_type: VehicleTileViewModel(VehicleTileProps(vehicle_type.value), self)
            for vehicle_type in VehicleType
        }

    @constant(VehicleTileViewModel)
    def compact(self) -> VehicleTileViewModel:
        """The tile of compact vehicles."""
        return self._tiles[VehicleType.COMPACT]

    @constant(VehicleTileViewModel)
    def regular(self) -> VehicleTileViewModel:
        """The tile of regular vehicles."""
        return self._tiles[VehicleType.REGULAR]

    @constant(VehicleTileViewModel)
    def large(self) -> VehicleTileViewModel:
        """The tile of large vehicles."""
        return self._tiles[VehicleType.LARGE]

    @Slot(str)
    def choose(self, vehicle_type: str) -> None:
        """Start with this vehicle type."""
        self._actions.choose_vehicle(VehicleType(vehicle_type))

    def fold(self, scene: Scene) -> None:
        """Show the scene."""
        for vehicle_type, tile in self._tiles.items():
            tile.show(derive_tile(scene, vehicle_type))
