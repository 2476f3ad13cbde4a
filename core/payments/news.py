"""News of payments: whoever waits for one looks at once instead of at the next poll.

The processor may say that something has happened. What it says is not believed and changes no
state: it makes somebody ask. So news that comes twice, late, out of order or never does no harm,
and a kiosk that hears none of it only takes a little longer.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.channels import payments_channel
from core.ids import KioskId, PaymentId
from core.payments.refunding import LEASE

if TYPE_CHECKING:
    from core.clock import Timer
    from core.db.database import Database
    from core.payments.paying import Payments
    from core.payments.settler import Settler

LONGEST: Final = 19
"""Digits of a payment's number."""
SETTLE_EVERY_S: Final = 1.0
"""However much news there is, settlement is woken no more often than this."""

# A refund that is due later than a lease lasts belongs to nobody at the moment: it only waits to be
# looked at again, for up to a day. One that is due sooner may be somebody's, and is soon looked at.
_TAKE_NOTE: Final = text("""
WITH due AS (
    UPDATE refunds SET next_look_at = now() FROM payments
    WHERE payments.id = refunds.payment_id AND payments.intent_id = :intent_id
        AND refunds.next_look_at > now() + :lease
    RETURNING refunds.payment_id
)
SELECT id, kiosk_id FROM payments
WHERE intent_id = :intent_id AND (
    state = 'armed'
    OR (state NOT IN ('captured', 'lost', 'voided') AND lease_expires_at <= now())
    OR id IN (SELECT payment_id FROM due)
)
""")
_RING: Final = text("SELECT pg_notify(:channel, :message)")


def pass_on(database: Database, intent_id: str) -> PaymentId | None:
    """Ring the kiosk of the intent's payment, if there is something that it could look at.

    That is a payment that waits for a card or for settlement, or a refund that waits for its next
    look, which is due now. Nothing is moved from one state to another.

    Returns:
        The payment that was rung for, or None if nobody waits for this news.

    Raises:
        DatabaseUnavailableError: if nobody can be rung.
    """
    note = {"intent_id": intent_id, "lease": LEASE}
    row = database.statement(lambda connection: connection.execute(_TAKE_NOTE, note).one_or_none())
    if row is None:
        return None
    # Not in the same transaction: those that ring queue up behind one lock when they commit.
    ring = {"channel": payments_channel(KioskId(row.kiosk_id)), "message": str(row.id)}
    database.statement(lambda connection: connection.execute(_RING, ring))
    return PaymentId(row.id)


class PaymentNews:
    """Takes what rings at a kiosk to whoever can look: the running payment, else the settler."""

    def __init__(self, payments: Payments, settler: Settler, clock: Timer) -> None:
        self._payments = payments
        self._settler = settler
        self._clock = clock
        self._settle_next = clock.monotonic()

    def hear(self, message: str) -> None:
        """Let somebody look, soon, without waiting. For one thread; never fails."""
        if (
            message.isdecimal()
            and len(message) <= LONGEST
            and self._payments.hurry(PaymentId(int(message)))
        ):
            return
        now = self._clock.monotonic()
        if now >= self._settle_next:
            self._settle_next = now + SETTLE_EVERY_S
            self._settler.wake()
