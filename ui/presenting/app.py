"""The whole window: which screen is on, and what is reachable from all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from ui.journey import (
    ChooseDuration,
    Full,
    OutOfService,
    Pay,
    PaymentCancelled,
    PaymentDeclined,
    PaymentFailed,
    Screen,
    ShowTicket,
    Welcome,
)
from ui.presenting.opening import opening_app

if TYPE_CHECKING:
    from ui.scene import Scene
    from ui.view_models.app import AppProps


def derive(scene: Scene) -> AppProps:
    """Return what frames every screen."""
    seconds = scene.seconds_to_leave
    # These count down where everybody sees it; a question on top of it would only hide it.
    counts_down = isinstance(scene.journey.screen, ShowTicket | PaymentCancelled)
    asks = seconds is not None and not counts_down
    return opening_app(scene.setup, scene.preferences, scene.now)._replace(
        screen=screen_name(scene.journey.screen),
        live=scene.counts.live,
        help_open=scene.help_open,
        attendant_call=scene.attendant_call.value,
        idle_warning=asks,
        idle_seconds=(seconds or 0) if asks else 0,
    )


def screen_name(screen: Screen) -> str:  # noqa: PLR0911 - one line per screen
    """Return QML's name of a screen."""
    match screen:
        case Welcome():
            return "welcome"
        case ChooseDuration():
            return "duration"
        case Pay():
            return "pay"
        case PaymentDeclined():
            return "declined"
        case PaymentFailed():
            return "failed"
        case PaymentCancelled():
            return "cancelled"
        case ShowTicket():
            return "ticket"
        case Full():
            return "full"
        case OutOfService():
            return "out_of_service"
        case _:
            assert_never(screen)
