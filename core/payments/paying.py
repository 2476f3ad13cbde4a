"""One payment, from the touch on "pay" to a ticket or to the certainty that nothing is charged.

The order is the whole point: what is decided is committed before it has an effect. A card is
authorised first; then one transaction makes the reservation paid, issues the ticket and decides
to capture; only then is the money taken. What was not committed is voided. So wherever this is
cut off, the database knows which of the two it is, and settlement finishes it.
"""

from __future__ import annotations

import logging
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never

from core.db.errors import DatabaseUnavailableError
from core.outcomes import (
    Approved,
    Cancelled,
    CancelledOnReader,
    Declined,
    NotCharged,
    NotChargedReason,
    PayPhase,
)
from core.payments.beginning import TRIES, Beginning
from core.payments.endings import RETRY_S, Endings
from core.payments.ledger import Payment
from core.payments.provider import (
    ActionStatus,
    IntentStateError,
    IntentStatus,
    ProviderError,
    ProviderRefusedError,
    ProviderUnreachableError,
    ReaderBusyError,
    ReaderOfflineError,
    ReaderTimedOutError,
)
from core.payments.running import RunningPayments
from core.payments.settlement import LEASE
from core.payments.watching import (
    Authorised,
    CancelledByDriver,
    Decided,
    ReaderLost,
    ReaderReplaced,
    Refused,
    Silence,
    TimeUp,
    Watch,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from threading import Event

    from core.clock import Timer
    from core.ids import PaymentId
    from core.outcomes import CancelOutcome, Hold, PayOutcome
    from core.payments.ledger import Ledger
    from core.payments.provider import CardTerminal, Intent
    from core.payments.running import Running
    from core.payments.settlement import Settlement
    from core.payments.settler import Settler
    from core.payments.till import Till
    from core.reservations import Reservations
    from core.tickets.model import Ticket

    OnPhase = Callable[[PayPhase], None]

log = logging.getLogger(__name__)

COMMIT_WITHIN_S: Final = 30.0
NEEDED_VALIDITY: Final = timedelta(hours=1)
"""An authorisation that ends sooner than this is not worth a ticket: capture may take a while."""
FREE_OF_CHARGE: Final = "free of charge"


class Payments:
    """The payments of one kiosk. ``pay`` is for one thread at a time, ``stop`` for any."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        terminal: CardTerminal,
        reservations: Reservations,
        settlement: Settlement,
        settler: Settler,
        till: Till,
        clock: Timer,
    ) -> None:
        self._ledger = ledger
        self._terminal = terminal
        self._reservations = reservations
        self._settler = settler
        self._till = till
        self._clock = clock
        self._running = RunningPayments()
        self._endings = Endings(
            ledger=ledger,
            reservations=reservations,
            settlement=settlement,
            running=self._running,
            clock=clock,
        )
        self._beginning = Beginning(
            ledger=ledger,
            terminal=terminal,
            settlement=settlement,
            endings=self._endings,
            till=till,
            clock=clock,
        )

    def pay(self, hold: Hold, on_phase: OnPhase) -> PayOutcome:
        """Charge the hold's price to the card that is presented, and return how it ended.

        Blocks until it is certain; ``on_phase`` is called from this thread. After a decline the
        hold stays and ``pay`` may be called again for another card. Paying twice returns the
        ticket of the first time.

        Raises:
            DatabaseUnavailableError: the payment is finished by settlement: voided, or, if the
                decision had been written, captured with its ticket.
        """
        on_phase(PayPhase.CONNECTING)
        if hold.price.minor == 0:
            return self._free(hold)
        with self._running.running(hold.reservation_id) as running:
            return self._pay(hold, running, on_phase)

    def stop(self, hold: Hold) -> CancelOutcome:
        """Decide that the hold is not paid, and free the spot, at once and from any thread.

        The running ``pay`` notices and voids what the card may have said meanwhile.
        """
        outcome = self._reservations.cancel(hold.reservation_id)
        if isinstance(outcome, Cancelled):
            running = self._running.of(hold.reservation_id)
            if running is not None:
                running.stop()
            else:
                self._ledger.leave_to_settlement(hold.reservation_id)
                self._settler.wake()
        return outcome

    def clear_reader(self) -> None:
        """Take a dead payment's prompt off the reader, from any thread; best effort.

        A reader that was off line when its payment was voided still asks for the card when it is
        back. Does nothing while a payment runs here, or if the prompt's payment is alive.
        """
        with self._running.none_begins() as nothing_runs:
            if not nothing_runs:
                return
            try:
                reader = self._terminal.reader(self._till.reader_id)
                asks = reader.online and reader.action is ActionStatus.IN_PROGRESS
                if not asks or reader.intent_id is None:
                    return
                if self._terminal.look(reader.intent_id).status is IntentStatus.CANCELLED:
                    self._terminal.cancel_action(self._till.reader_id)
            except ProviderError as error:
                log.info("reader not cleared", extra={"error": str(error)})

    def hurry(self, payment_id: PaymentId) -> bool:
        """Let whoever watches the payment here look at once; return whether somebody does."""
        running = self._running.watching(payment_id)
        if running is None:
            return False
        running.hurry()
        return True

    def close(self) -> None:
        """Let a running ``pay`` end: not charged, and the reader cleared, if that can be said soon.

        What cannot be said before the process ends is settled after the next start.
        """
        self._running.stop()

    # The story, step by step

    def _pay(self, hold: Hold, running: Running, on_phase: OnPhase) -> PayOutcome:
        payment = self._beginning.begin(hold, running.stopped)
        if not isinstance(payment, Payment):
            return payment
        return self._take_card(payment, running, on_phase)

    def _take_card(  # noqa: C901, PLR0911 - one line for each thing that can happen
        self, payment: Payment, running: Running, on_phase: OnPhase
    ) -> PayOutcome:
        """Ask for a card, wait for what happens, and end or go on accordingly."""
        armed = self._ledger.arm(payment, lease=LEASE, keep_for=self._till.keep_for)
        if armed is None:
            return self._endings.decided(payment)
        running.payment_id = armed.id
        doubtful = self._present(armed, running.stopped)
        if not isinstance(doubtful, bool):
            return doubtful
        watch = Watch(
            self._ledger,
            self._terminal,
            armed,
            window_s=self._till.window.total_seconds(),
            running=running,
            on_phase=on_phase,
            clock=self._clock,
        )
        sight = watch.run(doubtful=doubtful)
        match sight:
            case Authorised(intent):
                return self._authorised(armed, intent, on_phase)
            case Refused(reason):
                return self._endings.another_card(armed, Declined(reason))
            case CancelledByDriver():
                return self._endings.another_card(armed, CancelledOnReader())
            case ReaderLost():
                return self._endings.not_charged(
                    armed, NotChargedReason.READER_OFFLINE, "reader lost"
                )
            case ReaderReplaced():
                return self._endings.not_charged(
                    armed, NotChargedReason.READER_BUSY, "reader replaced"
                )
            case TimeUp():
                return self._endings.not_charged(armed, NotChargedReason.NOBODY_PAID, "nobody paid")
            case Silence():
                silent = NotChargedReason.PROVIDER_UNREACHABLE
                return self._endings.not_charged(armed, silent, "the processor fell silent")
            case Decided():
                return self._endings.decided(armed)
            case _:
                assert_never(sight)

    def _present(self, payment: Payment, stopped: Event) -> bool | PayOutcome:
        """Ask the reader for a card; return whether it is doubtful that it was told."""
        for attempt in range(TRIES):
            # An error is kept under its key: asked with the same, a reader stays busy for ever.
            key = payment.key(f"process:{payment.tries}.{attempt}")
            try:
                self._terminal.present(payment.reader_id, payment.intent_id or "", key=key)
            except (ProviderUnreachableError, ReaderTimedOutError, IntentStateError):
                return True
            except ReaderOfflineError as error:
                return self._endings.not_charged(
                    payment, NotChargedReason.READER_OFFLINE, str(error)
                )
            except ReaderBusyError:
                with suppress(ProviderError):
                    self._terminal.cancel_action(payment.reader_id)
                if self._clock.wait(stopped, RETRY_S):
                    return self._endings.decided(payment)
            except ProviderRefusedError as error:
                return self._endings.not_charged(payment, NotChargedReason.REFUSED, str(error))
            else:
                return False
        return self._endings.not_charged(payment, NotChargedReason.READER_BUSY, "reader busy")

    def _authorised(self, payment: Payment, intent: Intent, on_phase: OnPhase) -> PayOutcome:
        """Decide, and only then take the money."""
        on_phase(PayPhase.CHECKING)
        problem = self._wrong_with(payment, intent)
        if problem is not None:
            return self._endings.not_charged(payment, NotChargedReason.REFUSED, problem)
        ticket = self._commit(payment, intent, on_phase)
        if ticket is None:
            return self._endings.decided(payment)
        self._endings.capture(payment)
        return Approved(ticket)

    def _commit(self, payment: Payment, intent: Intent, on_phase: OnPhase) -> Ticket | None:
        """Write the decision; when the answer is lost, ask until it is known."""
        give_up_at = self._clock.monotonic() + COMMIT_WITHIN_S
        while True:
            try:
                return self._ledger.commit(payment, intent.card)
            except DatabaseUnavailableError:
                if self._clock.monotonic() > give_up_at:
                    raise
                on_phase(PayPhase.CHECKING)
                self._clock.pause(RETRY_S)

    def _free(self, hold: Hold) -> PayOutcome:
        ticket = self._reservations.waive(hold.reservation_id, reason=FREE_OF_CHARGE)
        return NotCharged(NotChargedReason.HOLD_EXPIRED) if ticket is None else Approved(ticket)

    def _wrong_with(self, payment: Payment, intent: Intent) -> str | None:
        """Return why an authorisation must not be committed, or None if it may."""
        if intent.status is not IntentStatus.AUTHORISED:
            return f"the intent is {intent.status}"
        if intent.capturable != payment.amount:
            return f"{intent.capturable} instead of {payment.amount} can be captured"
        if intent.live != self._till.live:
            return "live and test are mixed up"
        ends = intent.capture_before
        if ends is not None and ends < self._clock.now() + NEEDED_VALIDITY:
            return f"the authorisation ends at {ends}"
        return None
