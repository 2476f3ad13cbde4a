"""The controller: touches and answers go into the flow, and the new scene goes to the screens."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, QTimer

from core.outcomes import Availability, PayPhase, SoldOut
from ui.closed import closed_now
from ui.durations import choice_of, first_choice, longer, period_of, quote, shorter
from ui.errands import Errands
from ui.flow import step
from ui.idle import Gone, IdleWatch, Leaving
from ui.journey import (
    ChooseDuration,
    Event,
    IdledOut,
    LeaveTouched,
    OutOfService,
    Pay,
    PayTouched,
    PrintAgainTouched,
    ShowTicket,
    TryAgainTouched,
    VehicleChosen,
    Welcome,
)
from ui.presenting.presenter import Presenter
from ui.scene import AttendantCall, Counts, Planned, Scene, opening_scene
from ui.spot_count import SpotCount

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from core.clock import Clock
    from core.garages import Garage
    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts
    from core.vehicles import VehicleType
    from ui.durations import Choice, Preset
    from ui.jobs import Jobs
    from ui.journey import Journey, Screen
    from ui.ports import LiveNews, Ports
    from ui.setup import Setup
    from ui.view_models.app import AppViewModel
    from ui.view_models.screens import ScreensViewModel

TICK_MS: Final = 250
"""How often the clock, the countdowns and the idleness are looked at."""

PROBE_MS: Final = 10_000
PROBE_FAULT_MS: Final = 3_000
"""A kiosk that is out of service looks more often whether it can come back."""


class Visit(QObject):
    """Owns the scene, and is the answer to every touch.

    Args:
        view_model: what the window shows, from now on by this visit.
        setup: what stays the same while the kiosk runs.
        ports: the rest of the program.
        jobs: the lanes.
        clock: the time of day.
        seconds: a clock for idleness that only goes forward.
    """

    def __init__(
        self,
        view_model: AppViewModel,
        *,
        setup: Setup,
        ports: Ports,
        jobs: Jobs,
        clock: Clock,
        seconds: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__()
        self._ports = ports
        self._jobs = jobs
        self._clock = clock
        self._idle = IdleWatch(seconds)
        self._errands = Errands(
            ports=ports,
            jobs=jobs,
            clock=clock,
            card_window=setup.card_window,
            texts=self._texts,
            feed=self.feed,
        )
        self._count = SpotCount(self._errands, self._counted)
        self.scene: Scene = opening_scene(setup, self._now())
        self.view_model = view_model
        self._presenter = Presenter(view_model)
        self._presenter.show(self.scene)
        self._presenter.pass_touches_to(self)
        self._heart = QTimer(self, interval=TICK_MS)
        self._heart.timeout.connect(self.tick)
        self._next_probe = QTimer(self, singleShot=True)
        self._next_probe.timeout.connect(self._probe)

    @property
    def screens(self) -> ScreensViewModel:
        """What the screens behind the welcome screen show."""
        return self._presenter.screens

    def start(self) -> None:
        """Begin to listen, to look after the devices and to count time."""
        self._heart.start()
        self._ports.live.start(lambda news: self._jobs.post(partial(self._hear, news)))
        self._probe()
        self._errands.warm_up()

    def close(self) -> None:
        """End what ``start`` began."""
        self._heart.stop()
        self._next_probe.stop()
        self._ports.live.stop()

    def feed(self, event: Event) -> None:
        """Let the flow answer an event, and do what it asks for."""
        before = self.scene.journey
        journey, effects = step(before, event)
        self._change(**self._consequences(before, journey))
        if journey.faults - before.faults and self._next_probe.isActive():
            self._next_probe.start(PROBE_FAULT_MS)
        for effect in effects:
            self._errands.run(effect)
        self._ask_for_count()

    # Touches (see Actions)

    def choose_vehicle(self, vehicle_type: VehicleType) -> None:
        """Begin a visit; a full vehicle type leads to where there is a spot."""
        if closed_now(self.scene.garage, self._now()) is not None:
            return
        known = self.scene.counts.availability
        sold_out = None
        # Old counts send nobody away: then the claim itself says whether there is a spot.
        if self.scene.counts.live and known is not None and known.free.get(vehicle_type) == 0:
            sold_out = SoldOut(vehicle_type, known.next_free_at.get(vehicle_type), ())
        elif isinstance(self.scene.journey.screen, Welcome):
            choice = first_choice(self.scene.garage, vehicle_type, self._now())
            self._change(planned=Planned(choice))
            self._count.forget()
        self.feed(VehicleChosen(vehicle_type, sold_out))

    def choose_preset(self, preset: Preset) -> None:
        """Stay for this long."""
        self._plan(choice_of(preset))

    def lengthen(self) -> None:
        """Stay one step longer."""
        self._plan(longer(self.scene.planned.choice, self.scene.garage, self._now()))

    def shorten(self) -> None:
        """Stay one step less."""
        self._plan(shorter(self.scene.planned.choice, self.scene.garage, self._now()))

    def pay(self) -> None:
        """Hold a spot for the chosen stay and ask for the card."""
        screen = self.scene.journey.screen
        if not isinstance(screen, ChooseDuration):
            return
        scene = self.scene
        offer = quote(scene.planned.choice, scene.garage, screen.vehicle_type, self._now())
        if offer is not None:
            self.feed(PayTouched(offer.period))

    def try_again(self) -> None:
        """Ask for another card."""
        self.feed(TryAgainTouched())

    def print_again(self) -> None:
        """Print the ticket that did not come out."""
        self.feed(PrintAgainTouched())

    def leave(self) -> None:
        """Go back, cancel, or be done."""
        self.feed(LeaveTouched())

    def select_language(self, code: str) -> None:
        """Speak another language."""
        if code in self.scene.setup.languages:
            self._change(preferences=self.scene.preferences._replace(language=code))

    def toggle_contrast(self) -> None:
        """Wear high contrast, or not."""
        preferences = self.scene.preferences
        self._change(preferences=preferences._replace(contrast=not preferences.contrast))

    def toggle_low_reach(self) -> None:
        """Bring the controls down, or back up."""
        preferences = self.scene.preferences
        self._change(preferences=preferences._replace(low_reach=not preferences.low_reach))

    def open_help(self) -> None:
        """Show the help."""
        self._change(help_open=True)

    def close_help(self) -> None:
        """Hide the help."""
        self._change(help_open=False)

    def call_attendant(self) -> None:
        """Ask a person to come; a call that does not get through can be made again."""
        if self.scene.attendant_call in {AttendantCall.CALLING, AttendantCall.CALLED}:
            return
        visit = self.scene.journey.visit

        def answered(called: bool) -> None:  # noqa: FBT001 - one meaning only
            if self.scene.journey.visit == visit:
                ended = AttendantCall.CALLED if called else AttendantCall.FAILED
                self._change(attendant_call=ended)

        self._change(attendant_call=AttendantCall.CALLING)
        self._errands.call_attendant(answered)

    def touched(self) -> None:
        """Somebody is here."""
        self._idle.touched()
        if self.scene.seconds_to_leave is not None:
            # Not at once: the touch that answers the warning must not fall through to what the
            # warning covers.
            QTimer.singleShot(0, self, self.tick)

    # The world

    def know_garage(self, garage: Garage) -> None:
        """Show the garage as the database has it now."""
        self._change(setup=self.scene.setup._replace(garage=garage))

    def tick(self) -> None:
        """Look at the clocks."""
        idle = self._idle.look(self.scene)
        seconds = idle.seconds if isinstance(idle, Leaving) else None
        self._change(now=self._now(), seconds_to_leave=seconds)
        if isinstance(idle, Gone):
            self._give_up()
        self._ask_for_count()

    def _give_up(self) -> None:
        self._idle.touched()
        if isinstance(self.scene.journey.screen, Welcome | OutOfService):
            self._change(
                help_open=False,
                attendant_call=AttendantCall.NONE,
                preferences=self.scene.setup.first_preferences,
            )
        else:
            self.feed(IdledOut())

    def _hear(self, news: LiveNews) -> None:
        if isinstance(news, Availability):
            self._count.forget()
            self._change(counts=Counts(news, live=True))
        else:
            self._change(counts=replace(self.scene.counts, live=False))

    def _probe(self) -> None:
        self._errands.probe(self._rest_until_next_probe)

    def _rest_until_next_probe(self) -> None:
        self._next_probe.start(PROBE_FAULT_MS if self.scene.journey.faults else PROBE_MS)

    # The scene

    def _consequences(self, before: Journey, journey: Journey) -> dict[str, Any]:
        """Return what else changes in the scene with the journey."""
        changes: dict[str, Any] = {"journey": journey}
        if _is_another(before.screen, journey.screen) or journey.visit != before.visit:
            self._idle.touched()
            changes["seconds_to_leave"] = None
        if journey.visit != before.visit:
            changes |= {"help_open": False, "attendant_call": AttendantCall.NONE}
        if journey.drivers != before.drivers:
            changes["preferences"] = self.scene.setup.first_preferences
        if not isinstance(journey.screen, Pay):
            changes["asked_since"] = None
        elif journey.screen.phase is PayPhase.PRESENT_CARD and self.scene.asked_since is None:
            changes["asked_since"] = self._now()
        return changes

    def _change(self, **changes: Any) -> None:
        scene = replace(self.scene, **changes)
        if scene != self.scene:
            self.scene = scene
            self._presenter.show(scene)

    def _plan(self, choice: Choice | None) -> None:
        """Take a choice that can be sold; another one changes nothing."""
        screen = self.scene.journey.screen
        if choice is None or not isinstance(screen, ChooseDuration) or screen.reserving:
            return
        if quote(choice, self.scene.garage, screen.vehicle_type, self._now()) is not None:
            self._count.forget()
            self._change(planned=Planned(choice))
            self._ask_for_count()

    def _ask_for_count(self) -> None:
        screen = self.scene.journey.screen
        if isinstance(screen, ChooseDuration):
            period = period_of(self.scene.planned.choice, self.scene.garage, self.scene.now)
            self._count.ask(screen.vehicle_type, period)

    def _counted(self, free: int | None) -> None:
        self._change(planned=replace(self.scene.planned, free=free))

    def _texts(self, ticket: Ticket) -> TicketTexts:
        # Imported here: the words of the paper are loaded while the first screen stands.
        from ui.ticket_texts import ticket_texts  # noqa: PLC0415

        return ticket_texts(ticket, self.scene.preferences.language)

    def _now(self) -> datetime:
        """Return the time to the second, so that the screens are not redrawn for less."""
        return self._clock.now().replace(microsecond=0)


def _is_another(before: Screen, screen: Screen) -> bool:
    """Tell whether the driver has something new to look at; what became of the paper is."""
    if isinstance(before, ShowTicket) and isinstance(screen, ShowTicket):
        return screen.printing is not before.printing
    return type(screen) is not type(before)
