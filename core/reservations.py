"""Reserving a spot and giving it back."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation import Claim, GarageChangedError, allocate_spot
from core.allocation.release import lock_spot, release
from core.availability import next_free_at
from core.elsewhere import free_elsewhere
from core.garage_store import find_garage
from core.outcomes import AlreadyPaid, Cancelled, NoLongerOffered, NotFound, Reserved, SoldOut
from core.payments import moves
from core.payments.ledger import give_up
from core.periods import BadPeriodError, check_stay
from core.pricing import PriceOverflowError, calculate_payment
from core.tickets.records import find_ticket, issue

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Connection

    from core.clock import Clock
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import GarageId, KioskId, ReservationId
    from core.live import Bell
    from core.money import Money
    from core.outcomes import CancelOutcome, ReserveOutcome
    from core.periods import Period
    from core.tickets.model import Ticket
    from core.vehicles import VehicleType

_WAIVE: Final = text("""
UPDATE reservations SET status = 'paid', hold_expires_at = NULL, waiver = :reason
WHERE id = :reservation_id AND status = 'held'
""")
_LEFT_BEHIND: Final = text("""
SELECT id FROM reservations WHERE kiosk_id = :kiosk_id AND status = 'held'
""")


class Reservations:
    """Reserves, cancels and waives. Safe to share between threads."""

    def __init__(
        self, database: Database, clock: Clock, bell: Bell, *, hold_for: timedelta
    ) -> None:
        self._database = database
        self._clock = clock
        self._bell = bell
        self._hold_for = hold_for

    def reserve(
        self,
        garage: Garage,
        vehicle_type: VehicleType,
        period: Period,
        *,
        kiosk_id: KioskId | None = None,
        promise_spot: bool = True,
        for_attendant: bool = False,
    ) -> ReserveOutcome:
        """Hold the best free spot at the price of this moment, for the time that paying takes.

        A race for a spot that somebody else won is never seen: another spot is taken instead. If
        none is free, bookings whose spot was not promised may be moved to make room. A garage that
        has changed since it was read is read again: a price that fell is the new one, and a stay
        that costs more now, or that the new hours do not allow, is no longer offered.

        Args:
            garage: where, as it was last read.
            vehicle_type: which sets the price.
            period: when.
            kiosk_id: the kiosk that asks.
            promise_spot: whether the driver is told the spot now, as at a kiosk. If not, as for a
                booking in advance, the spot may change until the ticket is issued.
            for_attendant: whether spots that are kept back may be taken, if no other is free.

        Raises:
            BadPeriodError: if the stay breaks a rule of the garage as it was given.
            PriceOverflowError: if no card could be charged this much.
            DatabaseUnavailableError: if the outcome is unknown; a spot held nevertheless is
                released when its hold expires.
        """

        def hold_in(garage: Garage, told: Money | None = None) -> ReserveOutcome:
            now = self._clock.now()
            check_stay(period, now=now, step=garage.step, hours=garage.hours)
            price = calculate_payment(garage, vehicle_type, period)
            if told is not None and price.minor > told.minor:
                return NoLongerOffered()
            claim = Claim(
                garage_id=garage.id,
                garage_version=garage.version,
                vehicle_type=vehicle_type,
                period=period,
                price=price,
                hold_for=self._hold_for,
                kiosk_id=kiosk_id,
                arrives_now=period.starts_at <= now,
                spot_promised=promise_spot,
                for_attendant=for_attendant,
            )
            hold = allocate_spot(self._database, claim)
            if hold is None:
                return self.sold_out(garage, vehicle_type, period)
            self._bell.ring(garage.id)
            return Reserved(hold)

        with suppress(GarageChangedError):
            return hold_in(garage)
        told = calculate_payment(garage, vehicle_type, period)
        while True:
            with suppress(GarageChangedError):
                try:
                    return hold_in(find_garage(self._database, garage.slug), told)
                except (BadPeriodError, PriceOverflowError):
                    return NoLongerOffered()

    def sold_out(self, garage: Garage, vehicle_type: VehicleType, period: Period) -> SoldOut:
        """Return when the next fitting spot is free here, and where there is one now."""
        soonest = next_free_at(
            self._database, garage, vehicle_type, period.duration, after=period.starts_at
        )
        return SoldOut(
            vehicle_type=vehicle_type,
            next_free_at=soonest,
            elsewhere=free_elsewhere(self._database, garage, vehicle_type, period),
        )

    def cancel(self, reservation_id: ReservationId) -> CancelOutcome:
        """Give a held spot back at once, and decide in the same moment that it is never charged.

        A payment that is still running loses: whatever the card says afterwards is voided. If the
        payment was faster, the answer is its ticket. Cancelling twice is cancelling once.

        Raises:
            DatabaseUnavailableError: if the outcome is unknown; a hold left behind expires.
        """
        outcome, garage_id = self._database.transaction(
            lambda connection: self._cancel(connection, reservation_id)
        )
        if garage_id is not None:
            self._bell.ring(garage_id)
        return outcome

    def waive(self, reservation_id: ReservationId, *, reason: str) -> Ticket | None:
        """Issue the ticket of a held reservation without a charge, and record why.

        Waiving twice returns the ticket of the first time. None if the reservation has ended.
        """

        def work(connection: Connection) -> Ticket | None:
            waived = connection.execute(
                _WAIVE, {"reservation_id": reservation_id, "reason": reason}
            ).rowcount
            if waived:
                issue(connection, reservation_id)
            return find_ticket(connection, reservation_id)

        return self._database.transaction(work)

    def complete(self, reservation_id: ReservationId) -> bool:
        """End a paid stay whose driver has left early; return whether this call did it."""

        def work(connection: Connection) -> GarageId | None:
            lock_spot(connection, reservation_id)
            return release(connection, reservation_id, "completed")

        freed = self._database.transaction(work)
        if freed is not None:
            self._bell.ring(freed)
        return freed is not None

    def release_left_behind(self, kiosk_id: KioskId) -> int:
        """Cancel what a kiosk held when it died; return how many. For the kiosk's own start only.

        Payments that were running are decided here too: not charged, to be voided.
        """
        ids = self._database.statement(
            lambda connection: connection.scalars(_LEFT_BEHIND, {"kiosk_id": kiosk_id}).all()
        )
        return sum(isinstance(self.cancel(reservation_id), Cancelled) for reservation_id in ids)

    @staticmethod
    def _cancel(
        connection: Connection, reservation_id: ReservationId
    ) -> tuple[CancelOutcome, GarageId | None]:
        lock_spot(connection, reservation_id)
        row = connection.execute(
            moves.LOCK_RESERVATION, {"reservation_id": reservation_id}
        ).one_or_none()
        if row is None:
            return NotFound(), None
        if row.status in {"paid", "completed"}:
            ticket = find_ticket(connection, reservation_id)
            if ticket is None:
                raise AssertionError(f"Reservation {reservation_id} is paid without a ticket.")
            return AlreadyPaid(ticket), None
        give_up(connection, reservation_id)
        return Cancelled(), release(connection, reservation_id, "cancelled")
