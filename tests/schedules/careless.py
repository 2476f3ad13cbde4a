"""Kiosks with one protection taken away each: what the schedules must find."""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import text

from core.allocation.release import release
from core.db.errors import DatabaseUnavailableError
from core.ids import RefundId
from core.money import Money, currency
from core.outcomes import NotCharged, NotChargedReason
from core.payments import refund_moves
from core.payments.ledger import Ledger
from core.payments.paying import Payments
from core.payments.provider import ProviderUnreachableError
from core.payments.refund_ledger import RefundLedger
from core.payments.refunds import Decided, RefundRefusal, Refused, amount_to_refund
from core.payments.settlement import Settlement
from core.payments.stripe_terminal import StripeTerminal
from core.tickets.records import find_ticket, issue
from tests.schedules.kiosk_process import Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import timedelta

    from sqlalchemy import Connection, Row

    from core.ids import ReservationId
    from core.outcomes import Hold, PayOutcome, PayPhase
    from core.payments.ledger import Payment
    from core.payments.provider import CardTerminal, Intent, RefundRecord
    from core.payments.refunds import RefundDecision, RefundRequest
    from core.payments.states import PaymentState
    from core.tickets.model import CardReceipt, Ticket

_PAID_WHATEVER_IT_IS: Final = text("""
UPDATE reservations SET status = 'paid', hold_expires_at = NULL WHERE id = :id
""")
_COMMITTED_WHATEVER_IT_IS: Final = text("""
UPDATE payments SET state = 'committed' WHERE id = :id
""")
_GIVEN_UP_WHATEVER_IT_IS: Final = text("""
UPDATE payments SET state = 'voiding', problem = :problem WHERE id = :id
""")


class CapturesFirst(Payments):
    """Takes the money before the decision is written."""

    def _authorised(
        self, payment: Payment, intent: Intent, on_phase: Callable[[PayPhase], None]
    ) -> PayOutcome:
        self._terminal.capture(intent.id, key=payment.key("capture:0"))
        return super()._authorised(payment, intent, on_phase)


class FailsWhenNotAnswered(Payments):
    """Says "not charged" when the database does not answer."""

    def pay(self, hold: Hold, on_phase: Callable[[PayPhase], None]) -> PayOutcome:
        try:
            return super().pay(hold, on_phase)
        except DatabaseUnavailableError:
            return NotCharged(NotChargedReason.INTERRUPTED)


class VoidsWhenNotAnswered(Settlement):
    """Takes a void for done, and a capture for refused, when Stripe does not answer."""

    def void(self, payment: Payment) -> PaymentState:
        if payment.intent_id is None:
            return super().void(payment)
        try:
            key = payment.key(f"cancel:{payment.void_tries}")
            self._terminal.cancel(payment.intent_id, key=key)
        except ProviderUnreachableError:
            return self._voided(payment)
        return super().void(payment)


class NewKeyEachTime(StripeTerminal):
    """Asks each time as if it were the first."""

    _times = count()

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        return super().create(amount, key=f"{key}:{next(self._times)}", metadata=metadata)


class WritesWithoutLooking(Ledger):
    """Decides for or against a charge, whatever has become of the payment since it was read."""

    def commit(self, payment: Payment, card: CardReceipt | None) -> Ticket | None:  # noqa: ARG002
        def work(connection: Connection) -> Ticket | None:
            connection.execute(_PAID_WHATEVER_IT_IS, {"id": payment.reservation_id})
            connection.execute(_COMMITTED_WHATEVER_IT_IS, {"id": payment.id})
            issue(connection, payment.reservation_id)
            return find_ticket(connection, payment.reservation_id)

        return self._database.transaction(work)

    def give_up(self, payment: Payment, problem: str) -> None:
        def work(connection: Connection) -> None:
            given_up = {"id": payment.id, "problem": problem}
            connection.execute(_GIVEN_UP_WHATEVER_IT_IS, given_up)
            release(connection, payment.reservation_id, "cancelled")

        self._database.transaction(work)


class SettlesWithoutLooking(Settlement):
    """Gives up what it has taken up, whatever has become of it since; only settlement does that."""

    def __init__(self, ledger: Ledger, terminal: CardTerminal) -> None:
        super().__init__(WritesWithoutLooking(ledger._database, ledger._bell), terminal)


class LooksBeforeItDecides(RefundLedger):
    """Looks at what may be given back, lets the payment go, and then decides."""

    def decide(
        self, reservation_id: ReservationId, request: RefundRequest, *, lease: timedelta
    ) -> RefundDecision:
        def look(connection: Connection) -> tuple[Row[Any] | None, int]:
            of_payment = {"reservation_id": reservation_id}
            payment = connection.execute(refund_moves.LOCK_PAYMENT, of_payment).one_or_none()
            if payment is None:
                return None, 0
            asked = {"payment_id": payment.id}
            return payment, connection.execute(refund_moves.GIVEN_BACK, asked).scalar_one()

        payment, given_back = self._database.transaction(look)
        if payment is None:
            return Refused(RefundRefusal.NOTHING_CHARGED, None)
        charged = Money(payment.amount_minor, currency(payment.currency))
        amount = amount_to_refund(request.amount, charged=charged, given_back=given_back)
        if isinstance(amount, Refused):
            return amount
        decided = {
            "payment_id": payment.id,
            "amount_minor": amount.minor,
            "currency": amount.currency,
            "reason": request.reason,
            "request": request.id,
            "lease": lease,
            "actor": request.actor,
        }
        made = self._database.transaction(
            lambda connection: connection.execute(refund_moves.INSERT, decided).one()
        )
        return Decided(self.find(RefundId(made.id)))


class RefundsWithoutLooking(StripeTerminal):
    """Asks for a refund each time as if it were the first, and never looks at Stripe's list."""

    _times = count()

    def refund(
        self, intent_id: str, amount: Money, *, key: str, metadata: Mapping[str, str]
    ) -> RefundRecord:
        key = f"{key}:{next(self._times)}"
        return super().refund(intent_id, amount, key=key, metadata=metadata)

    def refunds_of(self, intent_id: str) -> Iterator[RefundRecord]:  # noqa: ARG002
        return iter(())


_KIOSKS: Final = (
    Parts(careless="captures before it commits", payments=CapturesFirst),
    Parts(careless="takes a silent database for a failure", payments=FailsWhenNotAnswered),
    Parts(careless="takes a silent Stripe for a failure", settlement=VoidsWhenNotAnswered),
    Parts(careless="has a new key for each try", terminal=NewKeyEachTime),
    Parts(careless="moves payments without compare-and-set", ledger=WritesWithoutLooking),
    Parts(careless="settles without compare-and-set", settlement=SettlesWithoutLooking),
    Parts(careless="decides on refunds without a lock", refund_ledger=LooksBeforeItDecides),
    Parts(careless="has a new key for each refund and no look", terminal=RefundsWithoutLooking),
)
CARELESS: Final[dict[str, Parts]] = {kiosk.careless or "": kiosk for kiosk in _KIOSKS}
