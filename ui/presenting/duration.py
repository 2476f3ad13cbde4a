"""The duration screen: six presets, one step more or less, the price and the end at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.closed import closes_next
from ui.durations import (
    Preset,
    choice_of,
    longer,
    period_of,
    quote,
    same_price_until,
    shorter,
)
from ui.formats import (
    clock_text,
    date_text,
    day_name,
    money_text,
    offset_note,
    rate_text,
    soon_text,
)
from ui.journey import ChooseDuration
from ui.view_models.duration import DurationProps, PresetProps

if TYPE_CHECKING:
    from ui.scene import Scene


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
    closed = closes_next(garage, scene.now)
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
        can_lengthen=more is not None
        and quote(more, garage, screen.vehicle_type, scene.now) is not None
        and not screen.reserving,
        same_price_text=clock_text(same, garage.zone) if same else "",
        closes_text=soon_text(closed.since, scene.now, garage.zone, language) if closed else "",
        opens_text=soon_text(closed.until, closed.since, garage.zone, language)
        if closed and closed.until
        else "",
        closed=garage.hours.obstacle(period.starts_at, period.ends_at) is not None,
        busy=screen.reserving,
    )


def derive_preset(scene: Scene, preset: Preset) -> PresetProps | None:
    """Return what a preset shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, ChooseDuration):
        return None
    choice = choice_of(preset)
    period = period_of(choice, scene.garage, scene.now)
    offer = quote(choice, scene.garage, screen.vehicle_type, scene.now)
    return PresetProps(
        key=preset.value,
        hours=_hours(preset),
        price_text=money_text(offer.price, scene.preferences.language) if offer else "",
        available=offer is not None,
        closed=scene.garage.hours.obstacle(period.starts_at, period.ends_at) is not None,
        selected=scene.planned.choice == choice,
    )


def unknown_preset(preset: Preset) -> PresetProps:
    """Return what a preset shows while nothing is chosen yet."""
    return PresetProps(preset.value, _hours(preset))


def _hours(preset: Preset) -> int:
    duration = choice_of(preset).duration
    return int(duration.total_seconds()) // 3600 if duration else 0
