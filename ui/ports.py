"""What the screens need from the rest of the program; the wiring passes it in.

All of it blocks, and is called from the lanes of ``jobs.py``, never from the GUI thread. Expected
endings are values; an exception means that a device fails: the one that a ``DeviceFailedError``
names, else the lane's own.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.outcomes import (
        Availability,
        CancelOutcome,
        Hold,
        PayOutcome,
        PayPhase,
        ReserveOutcome,
        SoldOut,
    )
    from core.periods import Period
    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts
    from core.vehicles import VehicleType
    from ui.journey import Device


class DeviceFailedError(RuntimeError):
    """Work broke because of this device, which may be another than the lane's own."""

    def __init__(self, device: Device, reason: str) -> None:
        super().__init__(reason)
        self.device = device


class Booking(Protocol):
    """Spots and holds of this kiosk's garage. Lane ``db``."""

    def reserve(self, vehicle_type: VehicleType, period: Period) -> ReserveOutcome:
        """Hold a spot for the period."""
        ...

    def sold_out(self, vehicle_type: VehicleType, period: Period) -> SoldOut:
        """Say when the next spot frees up, and which garages have one for the period."""
        ...

    def free_spots(self, vehicle_type: VehicleType, period: Period) -> int:
        """Count the spots that fit and are free for the whole period."""
        ...


class Payments(Protocol):
    """Money for holds."""

    def pay(self, hold: Hold, on_progress: Callable[[PayPhase], None]) -> PayOutcome:
        """Run the payment until it ends, which may take minutes. Lane ``terminal``.

        Args:
            hold: what is paid for.
            on_progress: called from this thread whenever the payment moved on.
        """
        ...

    def stop(self, hold: Hold) -> CancelOutcome:
        """Decide now that the hold is not paid. Lane ``db``; may run while ``pay`` runs."""
        ...


class Tickets(Protocol):
    """Paper. Lane ``printer``."""

    def print(self, ticket: Ticket, texts: TicketTexts) -> bool:
        """Print the ticket; False if there will be no paper."""
        ...


class Attendants(Protocol):
    """People who can come. Lane ``db``."""

    def call(self) -> bool:
        """Ask an attendant to come to this kiosk; True only if somebody was told."""
        ...


class DeviceProbe(Protocol):
    """Looks after everything that a kiosk cannot sell without. Lane ``probe``."""

    def faults(self) -> frozenset[Device]:
        """Return what fails at the moment; empty if all is well."""
        ...


@dataclass(frozen=True, slots=True)
class ConnectionLost:
    """The live counts stand still until the next ``Availability``."""


LiveNews: TypeAlias = "Availability | ConnectionLost"


class LiveFeed(Protocol):
    """The live counts of this kiosk's garage."""

    def start(self, on_news: Callable[[LiveNews], None]) -> None:
        """Begin to tell the news, the present counts first, from a thread of the feed's own."""
        ...

    def stop(self) -> None:
        """End it; no news is told after the return."""
        ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything the screens need."""

    booking: Booking
    payments: Payments
    tickets: Tickets
    attendants: Attendants
    probe: DeviceProbe
    live: LiveFeed
