"""The words of the driver's journey: its screens, what can happen, and what can be asked for.

Frozen values, no Qt. The rules that connect them stand in ``flow.py``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NewType, TypeAlias

from core.outcomes import PayPhase

if TYPE_CHECKING:
    from core.outcomes import (
        CancelOutcome,
        DeclineReason,
        Hold,
        NotChargedReason,
        PayOutcome,
        ReserveOutcome,
        SoldOut,
    )
    from core.periods import Period
    from core.tickets.model import Ticket
    from core.vehicles import VehicleType

VisitId = NewType("VisitId", int)


class Device(StrEnum):
    """What a kiosk cannot sell without."""

    DATABASE = "database"
    PAYMENTS = "payments"
    READER = "reader"
    PRINTER = "printer"


class Printing(StrEnum):
    """What became of the paper."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


# Screens


@dataclass(frozen=True, slots=True)
class Welcome:
    """Which vehicle?"""


@dataclass(frozen=True, slots=True)
class ChooseDuration:
    """How long? ``reserving`` from the touch on pay until the spot is held."""

    vehicle_type: VehicleType
    reserving: bool = False


@dataclass(frozen=True, slots=True)
class Pay:
    """Present the card. ``stopping`` from the touch on cancel until it is decided.

    ``broken``: the payment's work broke, so whether it was charged is unknown until the stop says.
    """

    hold: Hold
    phase: PayPhase = PayPhase.CONNECTING
    stopping: bool = False
    broken: bool = False


@dataclass(frozen=True, slots=True)
class PaymentDeclined:
    """This card did not work; ``reason`` is None when the driver cancelled on the reader."""

    hold: Hold
    reason: DeclineReason | None
    stopping: bool = False


@dataclass(frozen=True, slots=True)
class PaymentFailed:
    """Nothing was charged and the spot is given back; says why."""

    reason: NotChargedReason


@dataclass(frozen=True, slots=True)
class PaymentCancelled:
    """The driver cancelled: nothing was charged, and the spot is given back.

    ``may_be_reserved``: a card may have been approved before, so that the bank shows an amount.
    """

    may_be_reserved: bool


@dataclass(frozen=True, slots=True)
class ShowTicket:
    """Paid: this is your spot."""

    ticket: Ticket
    printing: Printing = Printing.RUNNING


@dataclass(frozen=True, slots=True)
class Full:
    """No fitting spot; when and where there is one."""

    sold_out: SoldOut


@dataclass(frozen=True, slots=True)
class OutOfService:
    """The named device is missing; the kiosk comes back by itself."""

    device: Device


Screen: TypeAlias = (
    Welcome
    | ChooseDuration
    | Pay
    | PaymentDeclined
    | PaymentFailed
    | PaymentCancelled
    | ShowTicket
    | Full
    | OutOfService
)


@dataclass(frozen=True, slots=True)
class Journey:
    """Where the driver is.

    ``drivers`` counts those who are gone; who only goes back to the start is still the same one.
    ``faults`` are the devices that fail at the moment; ``last_sold`` is the newest ticket, which
    is never printed twice although two answers may bring it.
    """

    visit: VisitId = VisitId(0)
    screen: Screen = Welcome()
    drivers: int = 0
    faults: frozenset[Device] = frozenset()
    last_sold: Ticket | None = None


# Events: what the driver does


@dataclass(frozen=True, slots=True)
class VehicleChosen:
    """A tile was touched; ``sold_out`` is what is known if its count is zero."""

    vehicle_type: VehicleType
    sold_out: SoldOut | None = None


@dataclass(frozen=True, slots=True)
class PayTouched:
    """The main action of the duration screen."""

    period: Period


@dataclass(frozen=True, slots=True)
class TryAgainTouched:
    """Another card, please."""


@dataclass(frozen=True, slots=True)
class PrintAgainTouched:
    """The ticket did not come out: once more, please."""


@dataclass(frozen=True, slots=True)
class LeaveTouched:
    """Back, cancel, done: leave this screen and give back what is held."""


@dataclass(frozen=True, slots=True)
class IdledOut:
    """Nobody touched the screen, and nobody answered the warning."""


# Events: what the world answers


@dataclass(frozen=True, slots=True)
class ReserveAnswered:
    """The reservation's outcome, of that visit."""

    visit: VisitId
    outcome: ReserveOutcome


@dataclass(frozen=True, slots=True)
class SoldOutLearned:
    """More is known of a full vehicle type: when it frees up, and where there is a spot."""

    visit: VisitId
    sold_out: SoldOut


@dataclass(frozen=True, slots=True)
class PayProgressed:
    """The running payment moved on."""

    visit: VisitId
    phase: PayPhase


@dataclass(frozen=True, slots=True)
class PayAnswered:
    """The payment's outcome, of that visit."""

    visit: VisitId
    outcome: PayOutcome


@dataclass(frozen=True, slots=True)
class StopAnswered:
    """What became of the hold that the driver gave back."""

    visit: VisitId
    outcome: CancelOutcome


@dataclass(frozen=True, slots=True)
class PrintAnswered:
    """What became of the paper."""

    visit: VisitId
    printed: bool


@dataclass(frozen=True, slots=True)
class WorkBroke:
    """Work for that visit ended in an error instead of an outcome: the device behind it fails."""

    visit: VisitId
    device: Device


@dataclass(frozen=True, slots=True)
class DevicesProbed:
    """The devices that fail at the moment; empty when all is well."""

    faults: frozenset[Device]


Event: TypeAlias = (
    VehicleChosen
    | PayTouched
    | TryAgainTouched
    | PrintAgainTouched
    | LeaveTouched
    | IdledOut
    | ReserveAnswered
    | SoldOutLearned
    | PayProgressed
    | PayAnswered
    | StopAnswered
    | PrintAnswered
    | WorkBroke
    | DevicesProbed
)


# Effects: what is to be done


@dataclass(frozen=True, slots=True)
class Reserve:
    """Hold a spot."""

    visit: VisitId
    vehicle_type: VehicleType
    period: Period


@dataclass(frozen=True, slots=True)
class LookElsewhere:
    """Find out when the vehicle type frees up, and which garages have a spot now."""

    visit: VisitId
    vehicle_type: VehicleType


@dataclass(frozen=True, slots=True)
class StartPayment:
    """Run the payment of a hold until it ends."""

    visit: VisitId
    hold: Hold


@dataclass(frozen=True, slots=True)
class StopPayment:
    """Decide now that this hold is not paid, and give the spot back."""

    visit: VisitId
    hold: Hold


@dataclass(frozen=True, slots=True)
class Print:
    """Print the ticket."""

    visit: VisitId
    ticket: Ticket


Effect: TypeAlias = Reserve | LookElsewhere | StartPayment | StopPayment | Print
