"""How a payment begins: written down, then recorded by the processor, and checked.

No reader knows of it yet, so nobody can be charged by anything in here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, assert_never

from core.outcomes import Approved, NotChargedReason, Stopped
from core.payments.endings import RETRY_S
from core.payments.ledger import HoldGone, Payment, ReaderTaken
from core.payments.provider import (
    Intent,
    IntentStatus,
    ProviderError,
    ProviderUnreachableError,
)
from core.payments.settlement import LEASE
from core.payments.states import PaymentState

if TYPE_CHECKING:
    from threading import Event

    from core.clock import Timer
    from core.outcomes import Hold, PayOutcome
    from core.payments.endings import Endings
    from core.payments.ledger import Ledger
    from core.payments.provider import CardTerminal
    from core.payments.settlement import Settlement
    from core.payments.till import Till

TRIES: Final = 3


class Beginning:
    """Begins the payments of one kiosk."""

    def __init__(
        self,
        *,
        ledger: Ledger,
        terminal: CardTerminal,
        settlement: Settlement,
        endings: Endings,
        till: Till,
        clock: Timer,
    ) -> None:
        self._ledger = ledger
        self._terminal = terminal
        self._settlement = settlement
        self._endings = endings
        self._till = till
        self._clock = clock

    def begin(self, hold: Hold, stopped: Event) -> Payment | PayOutcome:
        """Return the hold's payment, ready for a card, or how it ended before that."""
        payment = self._open(hold, stopped)
        if not isinstance(payment, Payment) or payment.state is PaymentState.READY:
            return payment
        if payment.state is not PaymentState.NEW:
            return self._endings.decided(payment)
        intent = self._intent(payment, stopped)
        return self._recorded(payment, intent) if isinstance(intent, Intent) else intent

    def _open(self, hold: Hold, stopped: Event) -> Payment | PayOutcome:
        for _ in range(TRIES):
            opened = self._ledger.open(
                hold.reservation_id,
                self._till.kiosk_id,
                self._till.reader_id,
                lease=LEASE,
                keep_for=self._till.keep_for,
            )
            match opened:
                case Payment() | Approved():
                    return opened
                case HoldGone():
                    if stopped.is_set():
                        return Stopped()
                    return self._endings.give_back(hold, NotChargedReason.HOLD_EXPIRED)
                case ReaderTaken(last):
                    # This kiosk pays one at a time, so its last one is over. Another kiosk's may
                    # be running: that one is left alone.
                    if last.kiosk_id == self._till.kiosk_id:
                        self._settlement.settle(last)
                    self._clock.wait(stopped, RETRY_S)
                case _:
                    assert_never(opened)
        return self._endings.give_back(hold, NotChargedReason.READER_BUSY)

    def _intent(self, payment: Payment, stopped: Event) -> Intent | PayOutcome:
        """Let the processor record the payment; return its record."""
        key, metadata = payment.key("create"), payment.metadata
        for _ in range(TRIES):
            try:
                return self._terminal.create(payment.amount, key=key, metadata=metadata)
            except ProviderUnreachableError:
                if self._clock.wait(stopped, RETRY_S):
                    return self._endings.decided(payment)
            except ProviderError as error:
                return self._endings.not_charged(payment, NotChargedReason.REFUSED, str(error))
        silent = NotChargedReason.PROVIDER_UNREACHABLE
        return self._endings.not_charged(payment, silent, "no answer")

    def _recorded(self, payment: Payment, intent: Intent) -> Payment | PayOutcome:
        """Write the intent's id down, if it is this payment's and what was meant."""
        refused = NotChargedReason.REFUSED
        if not payment.metadata.items() <= intent.metadata.items():
            return self._endings.not_charged(payment, refused, "another payment's intent")
        recorded = self._ledger.recorded(payment, intent.id, lease=LEASE)
        if recorded is None:
            return self._endings.decided(payment)
        problem = self._wrong_with(payment, intent)
        if problem is not None:
            return self._endings.not_charged(recorded, refused, problem)
        return recorded

    def _wrong_with(self, payment: Payment, intent: Intent) -> str | None:
        """Return why no card may be asked for, or None if one may."""
        if intent.status is not IntentStatus.WAITING:
            return f"the intent is {intent.status} from the start"
        if not intent.card_only or intent.amount != payment.amount:
            return "recorded otherwise"
        if intent.live != self._till.live:
            return "live and test mixed up"
        return None
