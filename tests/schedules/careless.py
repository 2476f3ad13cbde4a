"""Kiosks with one protection taken away each: what the schedules must find."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.allocation.release import release
from core.db.errors import DatabaseUnavailableError
from core.outcomes import NotCharged, NotChargedReason
from core.payments.ledger import Ledger
from core.payments.paying import Payments
from core.payments.provider import ProviderUnreachableError
from core.payments.settlement import Settlement
from core.payments.stripe_terminal import StripeTerminal
from core.tickets.records import find_ticket, issue
from tests.schedules.kiosk_process import SOUND, Parts

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from core.money import Money
    from core.outcomes import Hold, PayOutcome, PayPhase
    from core.payments.ledger import Payment
    from core.payments.provider import Intent
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


CARELESS: Final[dict[str, Parts]] = {
    "captures before it commits": replace(SOUND, payments=CapturesFirst),
    "takes a silent database for a failure": replace(SOUND, payments=FailsWhenNotAnswered),
    "takes a silent Stripe for a failure": replace(SOUND, settlement=VoidsWhenNotAnswered),
    "has a new key for each try": replace(SOUND, terminal=NewKeyEachTime),
    "moves payments without compare-and-set": replace(SOUND, ledger=WritesWithoutLooking),
}
