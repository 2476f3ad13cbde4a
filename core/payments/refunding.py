"""Giving money back: decided in the database, then asked of the processor until it is done.

The order is that of a payment: what is decided is committed before it has an effect. So wherever
this is cut off, the database knows what is to be given back, and settlement finishes it. It never
happens twice: before the processor is asked its own list is looked at, what was asked is asked
again with the same key, and a new key follows only an answer that says that the old one is spent.
"""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import TYPE_CHECKING, Final, assert_never

from core.db.errors import DatabaseUnavailableError
from core.payments.provider import (
    IntentStateError,
    IntentStatus,
    ProviderError,
    ProviderFailedError,
    ProviderRefusedError,
    ProviderUnreachableError,
    RefundMissingError,
    RefundStatus,
)
from core.payments.refund_failures import beyond_the_charge, refused_by, sent_back
from core.payments.refunds import Decided, RefundState
from core.payments.settlement import LAPSED

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.ids import RefundId, ReservationId
    from core.payments.provider import CardAccount, RefundRecord
    from core.payments.refund_ledger import RefundLedger
    from core.payments.refunds import Refund, RefundDecision, RefundRequest

log = logging.getLogger(__name__)

LEASE: Final = timedelta(seconds=60)
"""How long a refund belongs to whoever took it, and how soon one that waits is tried again."""
BATCH: Final = 20
SILENT_AT_MOST: Final = 3
"""After so many refunds in a row without an answer, the processor is taken to be away."""
NOT_CAPTURED: Final = "the payment is not captured yet"


class Refunding:
    """Decides on refunds and makes them. Safe to share between threads."""

    def __init__(self, ledger: RefundLedger, account: CardAccount) -> None:
        self._ledger = ledger
        self._account = account

    def refund(self, reservation_id: ReservationId, request: RefundRequest) -> RefundDecision:
        """Decide that money of the reservation's payment goes back, and try at once to send it.

        What cannot be sent at once is sent by settlement: a refund that is returned as pending
        will be made. The same request made twice is made once.

        Raises:
            DatabaseUnavailableError: if it is unknown whether it was decided.
        """
        decision = self._decide(reservation_id, request)
        if not isinstance(decision, Decided):
            return decision
        try:
            return Decided(self.settle(decision.refund))
        except DatabaseUnavailableError as error:
            log.warning(
                "refund left to settlement",
                extra={"refund": decision.refund.id, "error": str(error)},
            )
            return decision

    def settle_due(self, *, ended: Callable[[], bool] = lambda: False) -> int:
        """Ask for what is decided, and look at what may have changed; return how many there were.

        Each is tried once. Stops early where ``ended`` says so, and while the processor does not
        answer; one refund that it never answers about holds up no other.

        Raises:
            DatabaseUnavailableError: what was taken up is taken up again after its lease.
        """
        tried: set[RefundId] = set()
        silent = 0
        while not ended() and (refunds := self._ledger.claim_due(lease=LEASE, at_most=BATCH)):
            for refund in refunds:
                if refund.id in tried or ended():
                    return len(tried)
                tried.add(refund.id)
                silent = 0 if self._settle_alone(refund) else silent + 1
                if silent == SILENT_AT_MOST:
                    return len(tried)
        return len(tried)

    def settle(self, refund: Refund) -> Refund:
        """Bring one refund as far as the processor can be reached; return it as it is then."""
        if refund.state is not RefundState.FAILED:
            self._advance(refund)
        return self._ledger.find(refund.id)

    def _settle_alone(self, refund: Refund) -> bool:
        """Let one refund's trouble be no other's; return whether the processor answers."""
        try:
            return self._advance(refund)
        except DatabaseUnavailableError:
            raise
        except Exception:
            log.exception("refund not settled", extra={"refund": refund.id})
            return True

    def _advance(self, refund: Refund) -> bool:
        """Do what is next; return whether the processor answers."""
        try:
            if refund.processor_id is not None:
                self._look(refund, refund.processor_id)
            elif refund.captured:
                self._send(refund)
            elif self._account.look(refund.intent_id).status is IntentStatus.CANCELLED:
                self._fail(refund, f"{LAPSED}, and there is nothing to give back")
            else:
                self._ledger.waits(refund, NOT_CAPTURED)
        except ProviderError as error:
            silent = isinstance(error, ProviderUnreachableError)
            facts = {"refund": refund.id, "error": str(error)}
            log.log(logging.WARNING if silent else logging.ERROR, "refund waits", extra=facts)
            self._ledger.waits(refund, str(error))
            return not silent
        return True

    def _decide(self, reservation_id: ReservationId, request: RefundRequest) -> RefundDecision:
        """Write the decision; if the answer is lost, the same request is answered as then."""
        try:
            return self._ledger.decide(reservation_id, request, lease=LEASE)
        except DatabaseUnavailableError:
            return self._ledger.decide(reservation_id, request, lease=LEASE)

    def _send(self, refund: Refund) -> None:
        """Ask the processor for the refund, unless it has it already."""
        listed = self._listed(refund)
        record = _own(refund, listed)
        if record is None:
            problem = beyond_the_charge(refund, listed)
            if problem is not None:
                self._fail(refund, problem)
                return
            try:
                record = self._account.refund(
                    refund.intent_id, refund.amount, key=refund.key, metadata=refund.metadata
                )
            except (ProviderFailedError, ProviderRefusedError, IntentStateError) as error:
                # This may be the answer to a repeat on the way, after the request itself was done.
                listed = self._listed(refund)
                record = _own(refund, listed)
                if record is None:
                    self._not_made(refund, error, listed)
                    return
        self._write_down(refund, record)

    def _not_made(self, refund: Refund, error: ProviderError, listed: list[RefundRecord]) -> None:
        """Write down why the processor does not have a refund that it was asked for."""
        if isinstance(error, ProviderFailedError):
            self._ledger.again(refund, str(error))  # this key will not do it any more
        else:
            self._fail(refund, beyond_the_charge(refund, listed) or refused_by(error))

    def _fail(self, refund: Refund, problem: str) -> None:
        if self._ledger.refused(refund, problem):
            _tell_failed(refund, problem)

    def _look(self, refund: Refund, processor_id: str) -> None:
        """See how far the processor is with a refund that it has."""
        try:
            record = self._account.look_at_refund(processor_id)
        except RefundMissingError as error:
            log.error("refund missing", extra={"refund": refund.id, "error": str(error)})  # noqa: TRY400 - the reason is the sentence
            self._ledger.looked(refund, processor_id)
            return
        self._write_down(refund, record)

    def _listed(self, refund: Refund) -> list[RefundRecord]:
        """Return the processor's records of all refunds of the payment.

        Its list is complete at once, as its search is not.
        """
        return list(self._account.refunds_of(refund.intent_id))

    def _write_down(self, refund: Refund, record: RefundRecord) -> None:
        status = record.status
        match status:
            case RefundStatus.PENDING:
                self._ledger.looked(refund, record.id)
            case RefundStatus.SUCCEEDED:
                self._ledger.succeeded(refund, record.id)
            case RefundStatus.FAILED:
                problem = sent_back(record)
                if self._ledger.failed(refund, record.id, problem):
                    _tell_failed(refund, problem)
            case _:
                assert_never(status)


def _own(refund: Refund, listed: list[RefundRecord]) -> RefundRecord | None:
    """Return the record of a refund whose name at the processor is not known, if it has one."""
    return next((record for record in listed if refund.is_record(record.metadata)), None)


def _tell_failed(refund: Refund, problem: str) -> None:
    facts = {"refund": refund.id, "payment": refund.payment_id, "problem": problem}
    log.error("refund failed", extra=facts)
