"""The statements of the ledger: what each move of a payment checks and changes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import TextClause, text

FIND: Final = text("SELECT * FROM payments WHERE id = :id")
AGE: Final = text("SELECT now() - created_at FROM payments WHERE id = :id")
LOCK_RESERVATION: Final = text("""
SELECT status, price_minor, currency, hold_expires_at > now() AS alive
FROM reservations WHERE id = :reservation_id FOR UPDATE
""")
OPEN_OF_RESERVATION: Final = text("""
SELECT * FROM payments
WHERE reservation_id = :reservation_id AND state NOT IN ('voiding', 'voided')
""")
OPEN_ON_READER: Final = text("""
SELECT * FROM payments
WHERE reader_id = :reader_id AND state IN ('new', 'ready', 'armed', 'voiding')
""")
INSERT: Final = text("""
INSERT INTO payments (reservation_id, kiosk_id, reader_id, amount_minor, currency,
                      lease_expires_at, nonce)
VALUES (:reservation_id, :kiosk_id, :reader_id, :amount_minor, :currency, now() + :lease,
        gen_random_uuid())
RETURNING *
""")
KEEP_HOLD: Final = text("""
UPDATE reservations SET hold_expires_at = greatest(hold_expires_at, now() + :keep_for)
WHERE id = :reservation_id AND status = 'held'
""")
PAY_RESERVATION: Final = text("""
UPDATE reservations SET status = 'paid', hold_expires_at = NULL
WHERE id = :reservation_id AND status = 'held'
    AND price_minor = :amount_minor AND currency = :currency
""")
GIVE_UP: Final = text("""
UPDATE payments SET state = 'voiding', updated_at = now(),
    problem = coalesce(CAST(:problem AS text), problem)
WHERE reservation_id = :reservation_id AND state IN ('new', 'ready', 'armed')
""")
HEARTBEAT: Final = text("""
UPDATE payments SET lease_expires_at = now() + :lease WHERE id = :id RETURNING state
""")
CLAIM_UNSETTLED: Final = text("""
UPDATE payments SET lease_expires_at = now() + :lease
WHERE id IN (
    SELECT id FROM payments
    WHERE state NOT IN ('captured', 'lost', 'voided') AND lease_expires_at <= now()
    ORDER BY lease_expires_at LIMIT :at_most FOR UPDATE SKIP LOCKED
)
RETURNING *
""")
ABANDON_KIOSK: Final = text("""
UPDATE payments SET lease_expires_at = now()
WHERE kiosk_id = :kiosk_id AND state NOT IN ('captured', 'lost', 'voided')
""")
ABANDON_RESERVATION: Final = text("""
UPDATE payments SET lease_expires_at = now()
WHERE reservation_id = :reservation_id AND state NOT IN ('captured', 'lost', 'voided')
""")


_MOVE: Final = """
UPDATE payments SET state = '<to>', updated_at = now()<more>
WHERE id = :id AND state = '<origin>' RETURNING *
"""


def _move(origin: str, to: str, more: str = "") -> TextClause:
    return text(_MOVE.replace("<to>", to).replace("<origin>", origin).replace("<more>", more))


RECORDED: Final = _move(
    "new", "ready", ", intent_id = :intent_id, lease_expires_at = now() + :lease"
)
ARM: Final = _move(
    "ready",
    "armed",
    ", tries = tries + 1, lease_expires_at = now() + :lease",
)
DISARM: Final = _move("armed", "ready", ", lease_expires_at = now() + :lease")
COMMIT: Final = _move("armed", "committed", ", card = :card")
CAPTURED: Final = _move("committed", "captured")
LOST: Final = _move("committed", "lost", ", problem = :problem")
VOIDED: Final = _move("voiding", "voided")
CAPTURE_AGAIN: Final = _move(
    "committed", "committed", ", capture_tries = capture_tries + 1, problem = :problem"
)
VOID_AGAIN: Final = _move("voiding", "voiding", ", void_tries = void_tries + 1, problem = :problem")
