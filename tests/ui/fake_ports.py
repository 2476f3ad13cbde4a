"""The rest of the program as a test wants it: answers are set, questions are remembered."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, TypeVar

from core.outcomes import (
    Approved,
    Cancelled,
    CancelOutcome,
    Hold,
    PayOutcome,
    PayPhase,
    Reserved,
    ReserveOutcome,
    SoldOut,
)
from tests.shots.samples import HOLD, NOW, SOLD_OUT, TICKET
from ui.ports import LiveNews, Ports

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from core.periods import Period
    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts
    from core.vehicles import VehicleType
    from ui.journey import Device

T = TypeVar("T")

LONG = 30.0
"""Seconds that no test waits."""


@dataclass
class Clock:
    """Stands still until the test moves it; tells seconds for idleness, too."""

    moment: datetime = NOW

    def now(self) -> datetime:
        return self.moment

    def seconds(self) -> float:
        return self.moment.timestamp()

    def pass_by(self, seconds: float) -> None:
        self.moment += timedelta(seconds=seconds)


def answer(value: T, error: Exception | None) -> T:
    """Return what the test set, or raise the error that it set."""
    if error is not None:
        raise error
    return value


@dataclass
class World:
    """All ports in one. ``until`` holds payments back, ``reserve_until`` reservations."""

    reserves: ReserveOutcome = field(
        default_factory=lambda: Reserved(replace(HOLD, expires_at=NOW + timedelta(seconds=120)))
    )
    pays: PayOutcome = field(default_factory=lambda: Approved(TICKET))
    stops: CancelOutcome = field(default_factory=Cancelled)
    prints: bool = True
    probes: frozenset[Device] = frozenset()
    free: int = 88
    pay_error: Exception | None = None
    print_error: Exception | None = None
    call_error: Exception | None = None
    told: bool = True
    count_error: Exception | None = None
    until: Event | None = None
    reserve_until: Event | None = None
    call_until: Event | None = None
    asked: list[tuple[object, ...]] = field(default_factory=list)
    tell: Callable[[LiveNews], None] | None = None

    def ports(self) -> Ports:
        return Ports(self, self, PrinterOf(self), AttendantsOf(self), self, LiveOf(self))

    def reserve(self, vehicle_type: VehicleType, period: Period) -> ReserveOutcome:
        self.asked.append(("reserve", vehicle_type, period))
        if self.reserve_until is not None:
            self.reserve_until.wait(LONG)
        return self.reserves

    def sold_out(self, vehicle_type: VehicleType, _period: Period) -> SoldOut:
        self.asked.append(("sold_out", vehicle_type))
        return SOLD_OUT

    def free_spots(self, vehicle_type: VehicleType, period: Period) -> int:
        self.asked.append(("free_spots", vehicle_type, period))
        return answer(self.free, self.count_error)

    def pay(self, hold: Hold, on_progress: Callable[[PayPhase], None]) -> PayOutcome:
        self.asked.append(("pay", hold))
        on_progress(PayPhase.PRESENT_CARD)
        if self.until is not None:
            self.until.wait(LONG)
        return answer(self.pays, self.pay_error)

    def stop(self, hold: Hold) -> CancelOutcome:
        self.asked.append(("stop", hold))
        return self.stops

    def faults(self) -> frozenset[Device]:
        return self.probes

    def times_asked(self, what: str) -> int:
        return sum(question[0] == what for question in self.asked)


@dataclass
class PrinterOf:
    world: World

    def print(self, ticket: Ticket, texts: TicketTexts) -> bool:
        self.world.asked.append(("print", ticket, texts))
        return answer(self.world.prints, self.world.print_error)


@dataclass
class AttendantsOf:
    world: World

    def call(self) -> bool:
        self.world.asked.append(("call",))
        if self.world.call_until is not None:
            self.world.call_until.wait(LONG)
        return answer(self.world.told, self.world.call_error)


@dataclass
class LiveOf:
    world: World

    def start(self, on_news: Callable[[LiveNews], None]) -> None:
        self.world.tell = on_news

    def stop(self) -> None:
        self.world.tell = None
