"""The first picture: a welcome screen made of the setup alone, before there is a visit.

Nothing of the driver's journey is imported here (``docs/decisions/start-up.md``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.vehicles import VehicleType
from ui.formats import clock_text, rate_text, reads_right_to_left
from ui.setup import Theme
from ui.view_models.app import AppProps, AppViewModel
from ui.view_models.welcome import VehicleTileProps

if TYPE_CHECKING:
    from datetime import datetime

    from core.garages import Garage
    from ui.setup import Preferences, Setup


def opening_view_model(setup: Setup, now: datetime) -> AppViewModel:
    """Return the view model of the first picture."""
    preferences = setup.first_preferences
    tiles = {kind: opening_tile(setup.garage, kind, preferences.language) for kind in VehicleType}
    return AppViewModel(opening_app(setup, preferences, now), tiles, setup.languages)


def opening_app(setup: Setup, preferences: Preferences, now: datetime) -> AppProps:
    """Return what frames a welcome screen on which nothing has happened yet."""
    return AppProps(
        screen="welcome",
        language=preferences.language,
        right_to_left=reads_right_to_left(preferences.language),
        theme=(Theme.CONTRAST if preferences.contrast else setup.theme).value,
        reduced_motion=setup.reduced_motion,
        low_reach=preferences.low_reach,
        garage_name=setup.garage.name,
        kiosk_name=setup.kiosk_name,
        clock_text=clock_text(now, setup.garage.zone),
        live=False,
        help_open=False,
        attendant_call="none",
        idle_warning=False,
        idle_seconds=0,
    )


def opening_tile(garage: Garage, vehicle_type: VehicleType, language: str) -> VehicleTileProps:
    """Return what a tile shows while the count is unknown: the rate."""
    rate = rate_text(garage.rates[vehicle_type], garage.currency, language)
    return VehicleTileProps(vehicle_type.value, rate_text=rate)
