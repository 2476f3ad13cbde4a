"""The first picture: a welcome screen made of the setup alone, before there is a visit.

Nothing of the driver's journey is imported here (``docs/decisions/start-up.md``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.vehicles import VehicleType
from ui.closed import closed_now
from ui.formats import clock_text, date_text, day_name, rate_text, reads_right_to_left
from ui.setup import Theme
from ui.view_models.app import AppProps, AppViewModel
from ui.view_models.welcome import VehicleTileProps, WelcomeProps

if TYPE_CHECKING:
    from datetime import datetime

    from core.garages import Garage
    from ui.setup import Preferences, Setup


def opening_view_model(setup: Setup, now: datetime) -> AppViewModel:
    """Return the view model of the first picture."""
    preferences = setup.first_preferences
    tiles = {
        kind: opening_tile(setup.garage, kind, preferences.language, now) for kind in VehicleType
    }
    welcome = opening_welcome(setup.garage, preferences.language, now)
    return AppViewModel(opening_app(setup, preferences, now), welcome, tiles, setup.languages)


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


def opening_welcome(garage: Garage, language: str, now: datetime) -> WelcomeProps:
    """Return what the welcome screen says above its tiles."""
    closed = closed_now(garage, now)
    if closed is None:
        return WelcomeProps()
    if closed.until is None:
        return WelcomeProps(closed=True)
    return WelcomeProps(
        closed=True,
        opens_text=clock_text(closed.until, garage.zone),
        opens_day=day_name(closed.until, now, garage.zone),
        opens_date_text=date_text(closed.until, garage.zone, language),
    )


def opening_tile(
    garage: Garage, vehicle_type: VehicleType, language: str, now: datetime
) -> VehicleTileProps:
    """Return what a tile shows while the count is unknown: the rate, and whether it is closed."""
    rate = rate_text(garage.rates[vehicle_type], garage.currency, language)
    level = "unknown" if closed_now(garage, now) is None else "closed"
    return VehicleTileProps(vehicle_type.value, rate_text=rate, level=level)
