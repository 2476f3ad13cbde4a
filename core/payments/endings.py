"""How a payment ends: taken with a ticket, given up, kept for another card, or decided elsewhere.

Every end is written before it is told to anybody, and what cannot be finished here and now is
finished by settlement.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from core.db.errors import DatabaseUnavailableError
from core.outcomes import (
    AlreadyPaid,
    Approved,
    CancelledOnReader,
    Declined,
    NotCharged,
    NotChargedReason,
    Stopped,
)
from core.payments.states import TICKETED, PaymentState

if TYPE_CHECKING:
    from core.clock import Timer
    from core.outcomes import Hold, PayOutcome
    from core.payments.ledger import Ledger, Payment
    from core.payments.running import RunningPayments
    from core.payments.settlement import Settlement
    from core.reservations import Reservations

log = logging.getLogger(__name__)

RETRY_S: Final = 0.5
CAPTURE_WITHIN_S: Final = 10.0
THINK: Final = timedelta(seconds=90)
"""How long a hold waits for the driver's next card after a decline."""
_GRAVE: Final = {
    NotChargedReason.NOBODY_PAID: logging.INFO,  # happens every day
    NotChargedReason.REFUSED: logging.ERROR,  # no card will do until somebody mends it
}


class Endings:
    """The ends that the payments of one kiosk may take. Safe to share between threads."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        reservations: Reservations,
        settlement: Settlement,
        running: RunningPayments,
        clock: Timer,
    ) -> None:
        self._ledger = ledger
        self._reservations = reservations
        self._settlement = settlement
        self._running = running
        self._clock = clock

    def capture(self, payment: Payment) -> None:
        """Take the money. The ticket is good already: settlement goes on where this stops."""
        give_up_at = self._clock.monotonic() + CAPTURE_WITHIN_S
        try:
            while self._clock.monotonic() < give_up_at:
                current = self._ledger.find(payment.id)
                if self._settlement.settle(current) is not PaymentState.COMMITTED:
                    return
                self._clock.pause(RETRY_S)
        except DatabaseUnavailableError as error:
            log.warning(
                "capture left to settlement", extra={"payment": payment.id, "error": str(error)}
            )

    def give_back(self, hold: Hold, reason: NotChargedReason) -> PayOutcome:
        """Decide against a hold with no payment at work; one may wait for another card."""
        outcome = self._reservations.cancel(hold.reservation_id)
        return Approved(outcome.ticket) if isinstance(outcome, AlreadyPaid) else NotCharged(reason)

    def another_card(self, payment: Payment, outcome: Declined | CancelledOnReader) -> PayOutcome:
        """Write that the same payment waits for another card, and say why."""
        if self._ledger.disarm(payment, lease=THINK) is None:
            return self.decided(payment)
        return outcome

    def not_charged(self, payment: Payment, reason: NotChargedReason, problem: str) -> PayOutcome:
        """Decide against the charge, then tell the processor; settlement repeats what fails."""
        self._ledger.give_up(payment, problem)
        current = self._ledger.find(payment.id)
        if current.state in TICKETED:
            return self.decided(current)
        facts = {"payment": payment.id, "reason": reason.value, "problem": problem}
        log.log(_GRAVE.get(reason, logging.WARNING), "not charged", extra=facts)
        self._settlement.settle(current)
        return NotCharged(reason)

    def decided(self, payment: Payment) -> PayOutcome:
        """Somebody else has moved the payment: finish what they decided, and say it."""
        payment = self._ledger.find(payment.id)
        state = payment.state
        if state in TICKETED:
            ticket = self._ledger.ticket(payment)
            if ticket is None:
                raise AssertionError(f"Payment {payment.id} was committed without a ticket.")
            self.capture(payment)
            return Approved(ticket)
        self._settlement.settle(payment)
        running = self._running.of(payment.reservation_id)
        if running is not None and running.stopped.is_set():
            return Stopped()
        if state in {PaymentState.VOIDING, PaymentState.VOIDED}:
            return NotCharged(NotChargedReason.INTERRUPTED)
        return NotCharged(NotChargedReason.HOLD_EXPIRED)
