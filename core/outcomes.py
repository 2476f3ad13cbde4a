"""What an operation can end in, as values. Whoever asks must answer for each of them.

Expected endings are values of a closed union, matched with ``assert_never``. Exceptions are bugs,
bad input or a broken environment.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.ids import GarageId, ReservationId, SpotId
    from core.money import Money
    from core.periods import Period
    from core.tickets.model import Ticket
    from core.vehicles import VehicleType


@dataclass(frozen=True, slots=True)
class Spot:
    """One marked place, as it is written on the wall."""

    id: SpotId
    floor: int
    number: int
    vehicle_type: VehicleType


@dataclass(frozen=True, slots=True)
class Hold:
    """A spot kept for one driver while the payment runs, at a price that no longer changes.

    ``spot`` is None where it was not promised: nobody may be told one that may still change.
    """

    reservation_id: ReservationId
    garage_id: GarageId
    vehicle_type: VehicleType
    spot: Spot | None
    period: Period
    price: Money
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another garage that has a fitting spot for the same period."""

    garage_id: GarageId
    name: str
    address: str
    free: int


@dataclass(frozen=True, slots=True)
class Availability:
    """How many spots each vehicle type may take; a smaller type counts the larger spots too.

    ``next_change_at`` is when the clock alone will next change a count, or None if never.
    """

    free: Mapping[VehicleType, int]
    next_free_at: Mapping[VehicleType, datetime | None]
    next_change_at: datetime | None


# Reserving


@dataclass(frozen=True, slots=True)
class Reserved:
    """The spot is held."""

    hold: Hold


@dataclass(frozen=True, slots=True)
class SoldOut:
    """No fitting spot is free for the whole period, after a look that waited for open claims."""

    vehicle_type: VehicleType
    next_free_at: datetime | None
    elsewhere: tuple[Elsewhere, ...]


@dataclass(frozen=True, slots=True)
class NoLongerOffered:
    """The garage has changed since it was read: the stay costs more now, or is not sold at all."""


ReserveOutcome: TypeAlias = Reserved | SoldOut | NoLongerOffered


# Cancelling


@dataclass(frozen=True, slots=True)
class Cancelled:
    """The spot is free again; also the answer to cancelling twice."""


@dataclass(frozen=True, slots=True)
class AlreadyPaid:
    """The payment was faster: there is a ticket, and the money is taken."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class NotFound:
    """No such reservation."""


CancelOutcome: TypeAlias = Cancelled | AlreadyPaid | NotFound


# Paying


class PayPhase(StrEnum):
    """How far a running payment is, for the driver's eyes."""

    CONNECTING = "connecting"
    PRESENT_CARD = "present_card"
    CHECKING = "checking"
    """The outcome is unknown for the moment: do not pay again."""


class DeclineReason(StrEnum):
    """Why a card was refused, as far as a driver may be told.

    Lost and stolen cards are ``DECLINED`` on purpose: the networks forbid telling the bearer.
    """

    DECLINED = "declined"
    INSUFFICIENT_FUNDS = "insufficient_funds"
    EXPIRED_CARD = "expired_card"
    WRONG_PIN = "wrong_pin"
    TOO_MANY_PIN_TRIES = "too_many_pin_tries"
    CALL_ISSUER = "call_issuer"
    TRY_AGAIN = "try_again"
    NOT_SUPPORTED = "not_supported"


class NotChargedReason(StrEnum):
    """Why a payment ended without a charge and without a decline."""

    NOBODY_PAID = "nobody_paid"
    READER_OFFLINE = "reader_offline"
    READER_BUSY = "reader_busy"
    PROVIDER_UNREACHABLE = "provider_unreachable"
    PRINTER_FAULT = "printer_fault"
    HOLD_EXPIRED = "hold_expired"
    NO_LONGER_OFFERED = "no_longer_offered"
    """The garage has changed meanwhile and does not sell this stay any more."""
    REFUSED = "refused"
    """The provider or our own checks refused the payment as such."""
    INTERRUPTED = "interrupted"
    """Its work broke, or another process ended it; by now it is decided that nothing is charged."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The reservation is paid and the ticket exists. The answer to paying twice, too."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Declined:
    """The card was refused. The hold stays; the same payment can be tried with another card."""

    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class CancelledOnReader:
    """The driver pressed cancel on the reader. The hold stays."""


@dataclass(frozen=True, slots=True)
class Stopped:
    """The driver cancelled on the screen: nothing is charged, the spot is free again."""


@dataclass(frozen=True, slots=True)
class NotCharged:
    """The payment ended without a charge, and the hold is released."""

    reason: NotChargedReason


PayOutcome: TypeAlias = Approved | Declined | CancelledOnReader | Stopped | NotCharged
