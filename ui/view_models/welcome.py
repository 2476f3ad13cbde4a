"""The welcome screen: three vehicle types with live counts, each a start button."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal

from core.vehicles import VehicleType
from ui.view_models.view_model import ViewModel, constant, in_qml

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtCore import QObject


class VehicleTileProps(NamedTuple):
    """One vehicle type.

    ``level`` is plenty, few, full, closed or unknown; ``known`` is false without a count.
    ``rate_text`` is the price of an hour; ``next_free_text`` is when the next spot frees up
    (``14:35``, with its date if that is not today), empty if a spot is free or nobody knows.
    """

    vehicle_type: str
    known: bool = False
    free: int = 0
    rate_text: str = ""
    level: str = "unknown"
    next_free_text: str = ""


@in_qml
class VehicleTileViewModel(ViewModel[VehicleTileProps]):
    """One tile."""


class WelcomeProps(NamedTuple):
    """Whether the garage is ``closed`` now, and until when.

    ``opens_text`` is the time at which it opens (``06:00``), empty if nobody knows; ``opens_day``
    is today, tomorrow or date.
    """

    closed: bool = False
    opens_text: str = ""
    opens_day: str = "today"
    opens_date_text: str = ""


@in_qml
class WelcomeViewModel(ViewModel[WelcomeProps]):
    """The three tiles, and what is above them."""

    choose = Signal(str)
    """Start with this vehicle type."""

    def __init__(
        self,
        props: WelcomeProps,
        tiles: Mapping[VehicleType, VehicleTileProps],
        parent: QObject,
    ) -> None:
        super().__init__(props, parent)
        self._tiles = {kind: VehicleTileViewModel(props, self) for kind, props in tiles.items()}

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

    def show_tiles(self, tiles: Mapping[VehicleType, VehicleTileProps]) -> None:
        """Show what each tile holds."""
        for kind, props in tiles.items():
            self._tiles[kind].show(props)
