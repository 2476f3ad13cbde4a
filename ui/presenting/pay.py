"""The pay screen, and the declined screen that leads back to it: one hold, one amount."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.outcomes import PayPhase
from ui.formats import clock_text, date_text, day_name, money_text
from ui.journey import Pay, PaymentDeclined
from ui.view_models.pay import PayProps

if TYPE_CHECKING:
    from ui.scene import Scene


def derive(scene: Scene) -> PayProps | None:
    """Return what the pay screen shows, or None while another screen is there."""
    screen = scene.journey.screen
    if not isinstance(screen, Pay | PaymentDeclined):
        return None
    hold, zone, language = screen.hold, scene.garage.zone, scene.preferences.language
    if hold.spot is None:
        raise ValueError("The driver is told the spot here: it must be promised.")
    phase = _phase(screen)
    since = scene.asked_since or scene.now
    left = max(0.0, (since + scene.setup.card_window - scene.now).total_seconds())
    whole = scene.setup.card_window.total_seconds()
    reason = "" if isinstance(screen, Pay) else (screen.reason or "cancelled_on_reader")
    return PayProps(
        amount_text=money_text(hold.price, language),
        floor=hold.spot.floor,
        spot=hold.spot.number,
        vehicle_type=hold.vehicle_type.value,
        from_text=clock_text(hold.period.starts_at, zone),
        until_text=clock_text(hold.period.ends_at, zone),
        until_day=day_name(hold.period.ends_at, scene.now, zone),
        until_date_text=date_text(hold.period.ends_at, zone, language),
        phase=_phase(screen),
        seconds_left=int(left),
        fraction_left=min(1.0, int(left) / whole),
        timed=phase == PayPhase.PRESENT_CARD,
        reason=str(reason),
        stopping=screen.stopping,
    )


def _phase(screen: Pay | PaymentDeclined) -> str:
    if isinstance(screen, Pay) and screen.broken:
        return PayPhase.CHECKING.value
    if screen.stopping:
        return "stopping"
    return screen.phase.value if isinstance(screen, Pay) else ""
