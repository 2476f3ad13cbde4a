"""Drivers: what they do at the screen and at the reader, for better or worse."""

from __future__ import annotations

import contextlib
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.outcomes import PayPhase
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.demo.stripe_simulator import ControlRefusedError
from ui.journey import (
    ChooseDuration,
    DevicesProbed,
    Full,
    IdledOut,
    LeaveTouched,
    OutOfService,
    Pay,
    PaymentCancelled,
    PaymentDeclined,
    PaymentFailed,
    PayTouched,
    PrintAgainTouched,
    Printing,
    ShowTicket,
    TryAgainTouched,
    VehicleChosen,
    Welcome,
)

if TYPE_CHECKING:
    from tests.schedules.kiosk_process import KioskProcess, World
    from tests.schedules.schedule import Place
    from tests.schedules.wire import Control

HABITS: Final = ("good", "slow", "decline", "cancel", "stop", "late", "leave")
VISITS: Final = 2
PATIENCE_S: Final = 600.0
DECLINES: Final = ("declined", "insufficient_funds", "expired_card")
STAYS: Final = (timedelta(minutes=30), timedelta(hours=1), timedelta(hours=3))


class Driver:
    """The drivers before one kiosk, one after the other."""

    def __init__(self, world: World, place: Place, control: Control) -> None:
        self._world = world
        self._fate = world.fate
        self._actors = world.actors
        self._place = place
        self._control = control
        self._acted = False
        self._habits = world.fate.some_of(HABITS)

    def visit(self) -> None:
        """Let a few drivers come and go."""
        for _ in range(VISITS):
            self._actors.pause(self._fate.up_to(20))
            self._one_visit()

    def _one_visit(self) -> None:
        until = self._actors.seconds + PATIENCE_S
        self._acted = begun = False
        while self._actors.seconds < until:
            kiosk = self._place.kiosk
            if kiosk is not None and kiosk.open:
                welcome = isinstance(kiosk.screen, Welcome | OutOfService)
                if welcome and begun:
                    return
                begun = begun or welcome
                self._touch(kiosk)
            self._actors.pause(self._fate.between(0.2, 3))

    def _touch(self, kiosk: KioskProcess) -> None:
        """Do what the screen of this moment invites to, or not."""
        screen = kiosk.screen
        match screen:
            case Welcome():
                kind = self._fate.one_of((VehicleType.COMPACT, VehicleType.REGULAR))
                kiosk.feed(VehicleChosen(kind))
            case OutOfService():
                kiosk.feed(DevicesProbed(frozenset()))
            case ChooseDuration(reserving=False):
                kiosk.feed(PayTouched(stay(kiosk.clock.now(), self._fate.one_of(STAYS))))
            case Pay() if screen.phase is PayPhase.PRESENT_CARD and not screen.stopping:
                self._at_the_reader(kiosk)
            case Pay() if not screen.stopping and self._fate.chance(0.015):
                kiosk.feed(LeaveTouched())
            case PaymentDeclined() if not screen.stopping:
                self._acted = False
                kiosk.feed(self._fate.one_of((TryAgainTouched(), TryAgainTouched(), IdledOut())))
            case ShowTicket(printing=Printing.FAILED) if self._fate.chance(0.7):
                kiosk.feed(PrintAgainTouched())
            case ShowTicket(printing=Printing.RUNNING):
                pass
            case PaymentFailed() | PaymentCancelled() | ShowTicket() | Full():
                kiosk.feed(LeaveTouched())
            case _:
                pass

    def _at_the_reader(self, kiosk: KioskProcess) -> None:
        """Act once for each prompt, in one of the ways that people have."""
        if self._acted:
            if self._fate.chance(0.02):
                kiosk.feed(LeaveTouched())
            return
        self._acted = True
        match self._fate.one_of(("good", "good", *self._habits)):
            case "good":
                self._tap("good", 0.0)
            case "slow":
                self._tap("good", self._fate.up_to(60))
                if self._fate.chance(0.3):
                    kiosk.feed(LeaveTouched())
            case "decline":
                self._tap(self._fate.one_of(DECLINES), self._fate.up_to(4))
            case "cancel":
                self._note("presses cancel on the reader")
                with contextlib.suppress(ControlRefusedError):
                    self._control.press_cancel(self._place.reader_id)
            case "stop":
                kiosk.feed(LeaveTouched())
            case "late":
                kiosk.feed(LeaveTouched())
                self._actors.pause(self._fate.up_to(1))
                self._tap("good", self._fate.up_to(2))
            case _:
                self._note("walks away")

    def _tap(self, card: str, issuer_s: float) -> None:
        self._note(f"holds a {card} card to the reader, the issuer takes {issuer_s:.1f} s")
        with contextlib.suppress(ControlRefusedError):
            self._world.account.tap(self._control, self._place.reader_id, card, issuer_s)

    def _note(self, what: str) -> None:
        self._actors.note(what)
