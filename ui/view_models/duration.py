"""The duration screen: six presets, one step more or less, the price and the end at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Slot

from ui.durations import (
    Preset,
    choice_of,
    longer,
    period_of,
    quote,
    same_price_until,
    shorter,
)
from ui.formats import clock_text, date_text, day_name, money_text, offset_note, rate_text
from ui.journey import ChooseDuration
from ui.view_models.view_model import ViewModel, constant, in_qml

if TYPE_CHECKING:
    from ui.scene import Scene
    from ui.view_models.actions import Actions


@dataclass(frozen=True, slots=True)
class PresetProps:
    """One preset. ``hours`` is 0 for until midnight; not ``available`` cannot be sold now."""

    key: str
    hours: int = 0
    price_text: str = ""
    available: bool = False
    selected: bool = False


@dataclass(frozen=True, slots=True)
class DurationProps:
    """The stay as it is chosen now.

    Times are the garage's (``16:47``); ``until_day`` is today, tomorrow or date; ``zone_note`` is
    the offset at the end (``UTC+01:00``) if the clocks change during the stay, else empty.
    ``duration_hours`` and ``duration_minutes`` are elapsed time. ``free`` counts the spots that
    are free for exactly this stay, -1 while unknown. ``busy`` from the touch on pay on.
    ``same_price_text`` is until when a longer stay costs the same (``18:30``), or empty.
    """

    vehicle_type: str = ""
    from_text: str = ""
    until_text: str = ""
    until_day: str = "today"
    until_date_text: str = ""
    zone_note: str = ""
    duration_hours: int = 0
    duration_minutes: int = 0
    price_text: str = ""
    rate_text: str = ""
    billed_hours: int = 0
    free: int = -1
    can_shorten: bool = False
    can_lengthen: bool = False
    same_price_text: str = ""
    busy: bool = False


def derive(scene: Scene) -> DurationProps | None:
    """Return what the duration screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, ChooseDuration):
        return None
    garage, language, choice = scene.garage, scene.preferences.language, scene.planned.choice
    period = period_of(choice, garage, scene.now)
    offer = quote(choice, garage, screen.vehicle_type, scene.now)
    less = shorter(choice, garage, scene.now)
    more = longer(choice, garage, scene.now)
    same = same_price_until(choice, garage, screen.vehicle_type, scene.now)
    minutes = int(period.duration.total_seconds()) // 60
    return DurationProps(
        vehicle_type=screen.vehicle_type.value,
        from_text=clock_text(period.starts_at, garage.zone),
        until_text=clock_text(period.ends_at, garage.zone),
        until_day=day_name(period.ends_at, scene.now, garage.zone),
        until_date_text=date_text(period.ends_at, garage.zone, language),
        zone_note=offset_note(period.starts_at, period.ends_at, garage.zone),
        duration_hours=minutes // 60,
        duration_minutes=minutes % 60,
        price_text=money_text(offer.price, language) if offer else "",
        rate_text=rate_text(garage.rates[screen.vehicle_type], garage.currency, language),
        billed_hours=offer.billed_hours if offer else 0,
        free=-1 if scene.planned.free is None else scene.planned.free,
        can_shorten=less is not None and not screen.reserving,
        can_lengthen=quote(more, garage, screen.vehicle_type, scene.now) is not None
        and not screen.reserving,
        same_price_text=clock_text(same, garage.zone) if same else "",
        busy=screen.reserving,
    )


def derive_preset(scene: Scene, preset: Preset) -> PresetProps | None:
    """Return what a preset shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, ChooseDuration):
        return None
    choice = choice_of(preset)
    offer = quote(choice, scene.garage, screen.vehicle_type, scene.now)
    return PresetProps(
        key=preset.value,
        hours=_hours(preset),
        price_text=money_text(offer.price, scene.preferences.language) if offer else "",
        available=offer is not None,
        selected=scene.planned.choice == choice,
    )


@in_qml
class PresetViewModel(ViewModel[PresetProps]):
    """One preset."""


@in_qml
class DurationViewModel(ViewModel[DurationProps]):
    """The chosen stay and the presets."""

    def __init__(self, actions: Actions, parent: QObject) -> None:
        super().__init__(DurationProps(), parent)
        self._actions = actions
        self._presets = {
            preset: PresetViewModel(PresetProps(preset.value, _hours(preset)), self)
            for preset in Preset
        }

    @constant(list)
    def presets(self) -> list[PresetViewModel]:
        """The six ``PresetViewModel``; they stay, their properties change."""
        return list(self._presets.values())

    @Slot(str, name="choosePreset")
    def choose_preset(self, key: str) -> None:
        """Stay for this long."""
        self._actions.choose_preset(Preset(key))

    @Slot()
    def shorten(self) -> None:
        """Stay one step less."""
        self._actions.shorten()

    @Slot()
    def lengthen(self) -> None:
        """Stay one step longer."""
        self._actions.lengthen()

    @Slot()
    def pay(self) -> None:
        """Hold a spot for this stay and pay for it."""
        self._actions.pay()

    def fold(self, scene: Scene) -> None:
        """Show the scene; what was chosen stays visible while another screen slides in."""
        self.show(derive(scene) or self.props)
        for preset, view_model in self._presets.items():
            view_model.show(derive_preset(scene, preset) or view_model.props)


def _hours(preset: Preset) -> int:
    duration = choice_of(preset).duration
    return int(duration.total_seconds()) // 3600 if duration else 0
