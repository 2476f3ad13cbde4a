"""The whole window: which screen is on, and what is reachable from all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, assert_never

from PySide6.QtCore import Slot

from ui.formats import clock_text, reads_right_to_left
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
from ui.scene import Theme
from ui.view_models.duration import DurationViewModel
from ui.view_models.fault import FaultViewModel
from ui.view_models.full import FullViewModel
from ui.view_models.pay import PayViewModel
from ui.view_models.ticket import TicketViewModel
from ui.view_models.view_model import ViewModel, constant, in_qml
from ui.view_models.welcome import WelcomeViewModel

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ui.scene import Scene
    from ui.view_models.actions import Actions


@dataclass(frozen=True, slots=True)
class AppProps:
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


def derive(scene: Scene) -> AppProps:
    """Return what frames every screen."""
    setup, preferences = scene.setup, scene.preferences
    seconds = scene.seconds_to_leave
    # These count down where everybody sees it; a question on top of it would only hide it.
    counts_down = isinstance(scene.journey.screen, ShowTicket | PaymentCancelled)
    asks = seconds is not None and not counts_down
    return AppProps(
        screen=screen_name(scene.journey.screen),
        language=preferences.language,
        right_to_left=reads_right_to_left(preferences.language),
        theme=(Theme.CONTRAST if preferences.contrast else setup.theme).value,
        reduced_motion=setup.reduced_motion,
        low_reach=preferences.low_reach,
        garage_name=setup.garage.name,
        kiosk_name=setup.kiosk_name,
        clock_text=clock_text(scene.now, setup.garage.zone),
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


@in_qml
class AppViewModel(ViewModel[AppProps]):
    """The root of all view models.

    Args:
        actions: what touches ask for.
        scene: what the screens show first.
        parent: the owner, if any.
    """

    def __init__(self, actions: Actions, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(derive(scene), parent)
        self._actions = actions
        self._languages = list(scene.setup.languages)
        self._welcome = WelcomeViewModel(actions, self)
        self._duration = DurationViewModel(actions, self)
        self._pay = PayViewModel(actions, self)
        self._ticket = TicketViewModel(actions, self)
        self._full = FullViewModel(self)
        self._fault = FaultViewModel(self)
        self.fold(scene)

    @constant(WelcomeViewModel)
    def welcome(self) -> WelcomeViewModel:
        """The welcome screen."""
        return self._welcome

    @constant(DurationViewModel)
    def duration(self) -> DurationViewModel:
        """The duration screen."""
        return self._duration

    @constant(PayViewModel)
    def pay(self) -> PayViewModel:
        """The pay and the declined screen."""
        return self._pay

    @constant(TicketViewModel)
    def ticket(self) -> TicketViewModel:
        """The ticket screen."""
        return self._ticket

    @constant(FullViewModel)
    def full(self) -> FullViewModel:
        """The full screen."""
        return self._full

    @constant(FaultViewModel)
    def fault(self) -> FaultViewModel:
        """The failed and the out-of-service screen."""
        return self._fault

    @constant(list)
    def languages(self) -> list[str]:
        """The languages that can be chosen (ISO 639-1)."""
        return self._languages

    @Slot(str, name="selectLanguage")
    def select_language(self, code: str) -> None:
        """Speak another language."""
        self._actions.select_language(code)

    @Slot(name="toggleContrast")
    def toggle_contrast(self) -> None:
        """Wear high contrast, or not."""
        self._actions.toggle_contrast()

    @Slot(name="toggleLowReach")
    def toggle_low_reach(self) -> None:
        """Bring the controls down, or back up."""
        self._actions.toggle_low_reach()

    @Slot(name="openHelp")
    def open_help(self) -> None:
        """Show the help."""
        self._actions.open_help()

    @Slot(name="closeHelp")
    def close_help(self) -> None:
        """Hide the help."""
        self._actions.close_help()

    @Slot(name="callAttendant")
    def call_attendant(self) -> None:
        """Ask a person to come."""
        self._actions.call_attendant()

    @Slot()
    def stay(self) -> None:
        """Answer the idle warning: somebody is here."""
        self._actions.touched()

    @Slot()
    def touched(self) -> None:
        """Somebody is here."""
        self._actions.touched()

    @Slot()
    def leave(self) -> None:
        """Go back, cancel, or be done."""
        self._actions.leave()

    def fold(self, scene: Scene) -> None:
        """Show the scene: first what the screens hold, then which screen is on."""
        self._welcome.fold(scene)
        self._duration.fold(scene)
        self._pay.fold(scene)
        self._ticket.fold(scene)
        self._full.fold(scene)
        self._fault.fold(scene)
        self.show(derive(scene))
