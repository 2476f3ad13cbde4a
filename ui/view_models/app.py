"""The whole window: which screen is on, and what is reachable from all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Signal

from ui.view_models.view_model import ViewModel, constant, in_qml
from ui.view_models.welcome import WelcomeViewModel

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtCore import QObject

    from core.vehicles import VehicleType
    from ui.view_models.welcome import VehicleTileProps, WelcomeProps


class AppProps(NamedTuple):
    """What frames every screen.

    ``screen`` is welcome, duration, pay, declined, failed, cancelled, ticket, full or
    out_of_service; ``theme`` is light, dark or contrast. ``idle_seconds`` counts down while
    ``idle_warning``. ``attendant_call`` is none, calling, called or failed. ``live`` is false while
    the live counts' connection is down.
    """

    screen: str
    language: str
    right_to_left: bool
    theme: str
    reduced_motion: bool
    low_reach: bool
    garage_name: str
    kiosk_name: str
    clock_text: str
    live: bool
    help_open: bool
    attendant_call: str
    idle_warning: bool
    idle_seconds: int


@in_qml
class AppViewModel(ViewModel[AppProps]):
    """The window with its welcome screen; ``ScreensViewModel`` has the screens behind it.

    Args:
        props: what is shown first.
        welcome: what the welcome screen says first.
        tiles: what its tiles show first.
        languages: those that can be chosen (ISO 639-1).
        parent: the owner, if any.
    """

    select_language = Signal(str, name="selectLanguage")
    """Speak another language (ISO 639-1)."""
    toggle_contrast = Signal(name="toggleContrast")
    """Wear high contrast, or not."""
    toggle_low_reach = Signal(name="toggleLowReach")
    """Bring the controls down, or back up."""
    open_help = Signal(name="openHelp")
    """Show the help."""
    close_help = Signal(name="closeHelp")
    """Hide the help."""
    call_attendant = Signal(name="callAttendant")
    """Ask a person to come."""
    touched = Signal()
    """Somebody is here; also the answer to the idle warning."""
    leave = Signal()
    """Go back, cancel, or be done."""

    def __init__(
        self,
        props: AppProps,
        welcome: WelcomeProps,
        tiles: Mapping[VehicleType, VehicleTileProps],
        languages: Sequence[str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(props, parent)
        self._languages = list(languages)
        self._welcome = WelcomeViewModel(welcome, tiles, self)

    @constant(WelcomeViewModel)
    def welcome(self) -> WelcomeViewModel:
        """The welcome screen."""
        return self._welcome

    @constant(list)
    def languages(self) -> list[str]:
        """The languages that can be chosen (ISO 639-1)."""
        return self._languages
