"""Every move of a refund that is written down: one transaction each, each checking what it moves.

A move answers False when the refund was not in the state that it moves from: somebody else was
faster, and the caller looks again. Locks are taken in one order everywhere: spot, reservation,
payment, refund.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from core.allocation.release import end_stay, lock_spot
from core.ids import PaymentId, RefundId
from core.money import Money, currency
from core.payments import moves, refund_moves
from core.payments.refunds import (
    NO_MONEY,
    Decided,
    Refund,
    RefundRefusal,
    RefundState,
    Refused,
    amount_to_refund,
)

if TYPE_CHECKING:
    from datetime import timedelta

    from sqlalchemy import Connection, Row, TextClause

    from core.db.database import Database
    from core.ids import GarageId, ReservationId
    from core.live import Bell
    from core.payments.refunds import RefundDecision, RefundRequest


class RefundLedger:
    """The refunds as PostgreSQL has them. Every method raises ``DatabaseUnavailableError``."""

    def __init__(self, database: Database, bell: Bell) -> None:
        self._database = database
        self._bell = bell

    def decide(
        self, reservation_id: ReservationId, request: RefundRequest, *, lease: timedelta
    ) -> RefundDecision:
        """Decide that money of the reservation's payment is given back, if that may be.

        The sum of what did not fail never exceeds what was charged, whoever decides at the same
        moment. A request that was decided before is answered as then. It is due to settlement
        after the lease. A stay that is to end does so also where no money is left to give back.
        """

        def work(connection: Connection) -> tuple[RefundDecision, GarageId | None]:
            if request.end_stay:
                lock_spot(connection, reservation_id)
                connection.execute(moves.LOCK_RESERVATION, {"reservation_id": reservation_id})
            decision = _decide(connection, reservation_id, request, lease)
            refused = decision if isinstance(decision, Refused) else None
            if not request.end_stay or (refused and refused.why not in NO_MONEY):
                return decision, None
            freed = end_stay(connection, reservation_id)
            if freed is None:
                return decision, None
            end = {"reservation_id": reservation_id, "actor": request.actor}
            connection.execute(refund_moves.NOTE_END, end)
            return replace(refused, stay_ended=True) if refused else decision, freed

        decision, freed = self._database.transaction(work)
        if freed is not None:
            self._bell.ring(freed)
        return decision

    def find(self, refund_id: RefundId) -> Refund:
        """Return the refund as it is now."""
        return self._database.statement(
            lambda connection: _refund(
                connection.execute(refund_moves.FIND, {"id": refund_id}).one()
            )
        )

    def claim_due(self, *, lease: timedelta, at_most: int) -> list[Refund]:
        """Take refunds that are to be asked for or looked at, for the time of the lease."""
        rows = self._database.statement(
            lambda connection: connection.execute(
                refund_moves.CLAIM_DUE, {"lease": lease, "at_most": at_most}
            ).all()
        )
        return [_refund(row) for row in rows]

    def hasten(self) -> None:
        """Make every refund that is not done due now, also one that somebody is at work on.

        Two who work on one use the same key, and the second moves nothing.
        """
        self._database.statement(lambda connection: connection.execute(refund_moves.HASTEN))

    def looked(self, refund: Refund, processor_id: str) -> bool:
        """Where it is: the processor has it, and it is looked at again later."""
        still = refund.state is RefundState.SUCCEEDED
        move = refund_moves.STILL_SUCCEEDED if still else refund_moves.STILL_PENDING
        return self._moved(move, refund, processor_id=processor_id)

    def succeeded(self, refund: Refund, processor_id: str) -> bool:
        """From pending to succeeded. It is looked at for some weeks more."""
        if refund.state is RefundState.SUCCEEDED:
            return self.looked(refund, processor_id)
        return self._moved(refund_moves.SUCCEEDED, refund, processor_id=processor_id)

    def failed(self, refund: Refund, processor_id: str, problem: str) -> bool:
        """From pending or succeeded to failed: the processor has it, and gives nothing back."""
        sent_back = refund.state is RefundState.SUCCEEDED
        move = refund_moves.SENT_BACK if sent_back else refund_moves.FAILED
        return self._moved(move, refund, processor_id=processor_id, problem=problem)

    def refused(self, refund: Refund, problem: str) -> bool:
        """From pending to failed: the processor will not have it."""
        return self._moved(refund_moves.REFUSED, refund, tries=refund.tries, problem=problem)

    def again(self, refund: Refund, problem: str) -> bool:
        """Note that a try is spent, so that the next has a key of its own."""
        return self._moved(refund_moves.AGAIN, refund, tries=refund.tries, problem=problem)

    def waits(self, refund: Refund, problem: str) -> bool:
        """Note for people why it is not at the processor yet."""
        return self._moved(refund_moves.WAITS, refund, tries=refund.tries, problem=problem)

    def _moved(self, move: TextClause, refund: Refund, **more: object) -> bool:
        parameters = {"id": refund.id, **more}
        return self._database.statement(
            lambda connection: connection.execute(move, parameters).rowcount > 0
        )


def refunds_of(connection: Connection, reservation_id: ReservationId) -> list[Refund]:
    """Return all refunds of a reservation's payment, the first one first."""
    rows = connection.execute(refund_moves.OF_RESERVATION, {"reservation_id": reservation_id})
    return [_refund(row) for row in rows]


def _decide(
    connection: Connection, reservation_id: ReservationId, request: RefundRequest, lease: timedelta
) -> RefundDecision:
    if not request.reason.strip():
        return Refused(RefundRefusal.NO_REASON, None)
    payment = connection.execute(
        refund_moves.LOCK_PAYMENT, {"reservation_id": reservation_id}
    ).one_or_none()
    if payment is None:
        return Refused(RefundRefusal.NOTHING_CHARGED, None)
    before = connection.execute(refund_moves.FIND_REQUEST, {"request": request.id}).one_or_none()
    if before is not None:
        return Decided(_refund(before))
    given_back = connection.execute(
        refund_moves.GIVEN_BACK, {"payment_id": payment.id}
    ).scalar_one()
    charged = Money(payment.amount_minor, currency(payment.currency))
    amount = amount_to_refund(request.amount, charged=charged, given_back=given_back)
    if isinstance(amount, Refused):
        return amount
    decided = {
        "payment_id": payment.id,
        "amount_minor": amount.minor,
        "currency": amount.currency,
        "reason": request.reason.strip(),
        "request": request.id,
        "lease": lease,
        "actor": request.actor,
    }
    return Decided(_refund(connection.execute(refund_moves.INSERT, decided).one()))


def _refund(row: Row[tuple[object, ...]]) -> Refund:
    return Refund(
        id=RefundId(row.id),
        payment_id=PaymentId(row.payment_id),
        amount=Money(row.amount_minor, currency(row.currency)),
        charged=Money(row.charged_minor, currency(row.currency)),
        reason=row.reason,
        state=RefundState(row.state),
        processor_id=row.stripe_refund_id,
        tries=row.tries,
        problem=row.problem,
        created_at=row.created_at,
        intent_id=row.intent_id,
        captured=row.captured,
        nonce=row.nonce,
    )
