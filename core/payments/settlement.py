"""Finishing payments that nobody works on any more, wherever they stopped.

What was decided is in the database, so finishing never has to guess: not yet committed means not
charged, committed means captured, or lost where the authorisation has ended. Any kiosk may do it
for any dead one; a lease keeps two from doing it at once, and if they do, every call is repeatable
with its key.
"""

from __future__ import annotations

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never

from core.db.errors import DatabaseUnavailableError
from core.payments.provider import (
    ActionStatus,
    IntentMissingError,
    IntentStatus,
    ProviderError,
    ProviderFailedError,
    ProviderRefusedError,
)
from core.payments.states import PaymentState

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.ids import PaymentId
    from core.payments.ledger import Ledger, Payment
    from core.payments.provider import CardTerminal, Intent

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)
"""How long a payment belongs to whoever took it; renewed while somebody works on it."""
BATCH: Final = 20
AT_ONCE: Final = 4
"""How many payments a kiosk settles side by side: most of the time is waiting for answers."""
LAPSED: Final = "the authorisation ended before the money was taken; nothing was charged"
ASKED_AGAIN_WITHIN: Final = timedelta(hours=1)
"""How old a payment may be for its intent to be asked for by its key, instead of looked for."""
_FINAL: Final = frozenset({IntentStatus.CAPTURED, IntentStatus.CANCELLED})
CLOCKS: Final = timedelta(minutes=5)
"""How far the processor's clock may be from the database's."""


class Settlement:
    """Finishes payments. Safe to share between threads."""

    def __init__(self, ledger: Ledger, terminal: CardTerminal, *, at_once: int = 1) -> None:
        """``at_once`` is how many dead payments are settled side by side, in threads."""
        self._ledger = ledger
        self._terminal = terminal
        self._at_once = at_once

    def settle_dead(self, *, ended: Callable[[], bool] = lambda: False) -> int:
        """Finish what nobody works on; return how many payments were taken up.

        Each is tried once. ``ended`` is asked before each whether to stop early; what is left is
        taken up again after its lease.

        Raises:
            DatabaseUnavailableError: what was taken up is taken up again after its lease.
        """
        tried: set[PaymentId] = set()

        def settle(payment: Payment) -> None:
            if not ended():
                tried.add(payment.id)
                self._settle_alone(payment)

        with ThreadPoolExecutor(self._at_once, thread_name_prefix="settlement") as workers:
            for_each = map if self._at_once == 1 else workers.map
            while not ended():
                claimed = self._ledger.claim_unsettled(lease=LEASE, at_most=BATCH)
                payments = [payment for payment in claimed if payment.id not in tried]
                if not payments:
                    break
                list(for_each(settle, payments))
        return len(tried)

    def _settle_alone(self, payment: Payment) -> None:
        """Let one payment's trouble be no other's."""
        try:
            self.settle(payment)
        except DatabaseUnavailableError:
            raise
        except Exception:
            log.exception("not settled", extra={"payment": payment.id})

    def settle(self, payment: Payment) -> PaymentState:
        """Bring one payment to its end, as far as the processor can be reached; return its state.

        Only for a payment that is nobody's or the caller's: one that is running loses.
        """
        state = payment.state
        if state in {PaymentState.NEW, PaymentState.READY, PaymentState.ARMED}:
            self._ledger.give_up(payment, "nobody finished it")
            payment = self._ledger.find(payment.id)
            state = payment.state
        match state:
            case PaymentState.VOIDING:
                return self.void(payment)
            case PaymentState.COMMITTED:
                return self.capture(payment)
            case PaymentState.CAPTURED | PaymentState.LOST | PaymentState.VOIDED:
                return state
            case PaymentState.NEW | PaymentState.READY | PaymentState.ARMED:
                raise AssertionError(f"Payment {payment.id} was not given up.")
            case _:
                assert_never(state)

    def void(self, payment: Payment) -> PaymentState:
        """Tell the processor what is decided: this is never charged."""
        intent_id = payment.intent_id or self._lost_intent(payment)
        if intent_id is None:
            # No reader was ever told of it, so nobody can pay it.
            return self._voided(payment)
        self._clear_reader(payment, intent_id)
        status: IntentStatus | None
        try:
            status = self._terminal.cancel(
                intent_id, key=payment.key(f"cancel:{payment.void_tries}")
            ).status
        except IntentMissingError as error:
            return self._void_missing(payment, str(error))
        except ProviderError as error:
            facts = {"payment": payment.id, "error": str(error)}
            status = self._status(intent_id)
            if isinstance(error, ProviderRefusedError) and status not in _FINAL:
                log.warning("void refused", extra=facts)
                self._ledger.void_again(payment, str(error))
                return PaymentState.VOIDING
            if status is None:
                log.warning("void waits", extra=facts)
                return PaymentState.VOIDING
        return self._void_seen(payment, status)

    def _void_seen(self, payment: Payment, status: IntentStatus) -> PaymentState:
        """Go on from what the processor says of an intent that it was told to cancel."""
        if status is IntentStatus.CANCELLED:
            return self._voided(payment)
        if status is IntentStatus.CAPTURED:
            return self._void_captured(payment)
        # Being authorised at this moment, or a stored answer that is no longer true (a 500 is kept
        # under its key, too): with a key of its own the next try is a real one.
        self._ledger.void_again(payment, f"the processor says {status}")
        return PaymentState.VOIDING

    def _void_captured(self, payment: Payment) -> PaymentState:
        """End a payment that somebody else has captured: it can never be cancelled.

        Otherwise it would keep its reader from every other payment for ever.
        """
        problem = "captured, and not by this program; refund it in the processor's dashboard"
        log.error("charged without a ticket", extra={"payment": payment.id, "problem": problem})
        self._ledger.void_again(payment, problem)
        return self._voided(payment)

    def _void_missing(self, payment: Payment, problem: str) -> PaymentState:
        """End a payment whose intent the processor does not have: nobody can be charged by it.

        Otherwise it would keep its reader from every other payment for ever. Only if the processor
        has no intent of this payment at all: what it says it has not may be on its way.
        """
        after = payment.created_at - CLOCKS
        try:
            other = self._terminal.find(metadata=payment.metadata, created_after=after)
        except ProviderError as error:
            log.warning("void waits", extra={"payment": payment.id, "error": str(error)})
            return PaymentState.VOIDING
        log.warning("intent missing", extra={"payment": payment.id, "problem": problem})
        self._ledger.void_again(payment, problem)
        return self._voided(payment) if other is None else PaymentState.VOIDING

    def capture(self, payment: Payment) -> PaymentState:
        """Take the money that was decided to be taken."""
        if payment.intent_id is None:
            raise AssertionError(f"Payment {payment.id} was committed without an intent.")
        status: IntentStatus | None
        try:
            status = self._terminal.capture(
                payment.intent_id, key=payment.key(f"capture:{payment.capture_tries}")
            ).status
        except ProviderError as error:
            facts = {"payment": payment.id, "error": str(error)}
            status = self._status(payment.intent_id)
            if isinstance(error, ProviderRefusedError) and status not in _FINAL:
                # A ticket without a charge, so far: the one thing here that somebody must look at.
                log.error("capture refused", extra=facts)  # noqa: TRY400 - the reason is the sentence
                self._ledger.capture_again(payment, str(error))
                return PaymentState.COMMITTED
            if status is None:
                log.warning("capture waits", extra=facts)
                return PaymentState.COMMITTED
        if status is IntentStatus.CAPTURED:
            self._ledger.captured(payment)
            return PaymentState.CAPTURED
        if status is IntentStatus.CANCELLED:
            if self._ledger.lost(payment, LAPSED) is not None:  # else another was faster, and told
                log.error("lost: a ticket that is never charged", extra={"payment": payment.id})
            return PaymentState.LOST
        log.warning("capture waits", extra={"payment": payment.id, "status": status})
        self._ledger.capture_again(payment, f"the processor says {status}")
        return PaymentState.COMMITTED

    def _voided(self, payment: Payment) -> PaymentState:
        self._ledger.voided(payment)
        return PaymentState.VOIDED

    def _status(self, intent_id: str) -> IntentStatus | None:
        """Return what the processor's own record says: an answer may be lost, or an old one."""
        try:
            return self._terminal.look(intent_id).status
        except ProviderError:
            return None

    def _lost_intent(self, payment: Payment) -> str | None:
        """Return the id of an intent whose creation was answered to nobody, if it can be known.

        Asked for again with its key, it is the intent that there is. Where there was none, that
        makes one, to be cancelled like it: so whoever wakes up with the same key gets it cancelled.
        """
        traces = payment.metadata.items()
        try:
            intent = self._asked_again(payment)
        except ProviderError as error:
            log.info("not looked for", extra={"payment": payment.id, "error": str(error)})
            return None
        return intent.id if intent is not None and traces <= intent.metadata.items() else None

    def _asked_again(self, payment: Payment) -> Intent | None:
        key, metadata = payment.key("create"), payment.metadata
        # Later the key may be forgotten, and what is made then is of another day in the books.
        if self._ledger.age(payment) < ASKED_AGAIN_WITHIN:
            with suppress(ProviderFailedError):  # this key will never tell what was done
                return self._terminal.create(payment.amount, key=key, metadata=metadata)
        after = payment.created_at - CLOCKS
        return self._terminal.find(metadata=metadata, created_after=after)

    def _clear_reader(self, payment: Payment, intent_id: str) -> None:
        """Take this payment's prompt off the reader. Best effort: the void decides."""
        if not payment.tries:
            return  # no reader was ever told
        try:
            reader = self._terminal.reader(payment.reader_id)
            if reader.intent_id == intent_id and reader.action is ActionStatus.IN_PROGRESS:
                self._terminal.cancel_action(payment.reader_id)
        except ProviderError as error:
            log.info("reader not cleared", extra={"payment": payment.id, "error": str(error)})
