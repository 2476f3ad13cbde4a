"""The statements of the refund ledger: what each move of a refund checks and changes."""

from __future__ import annotations

from typing import Final

from sqlalchemy import TextClause, text

_OF_PAYMENT: Final = """
payments.intent_id, payments.amount_minor AS charged_minor, payments.state = 'captured' AS captured
"""
_FIND: Final = f"""
SELECT refunds.*, {_OF_PAYMENT} FROM refunds JOIN payments ON payments.id = refunds.payment_id
WHERE """  # noqa: S608 - only the texts above
FIND: Final = text(f"{_FIND} refunds.id = :id")
FIND_REQUEST: Final = text(f"{_FIND} refunds.request = :request")
OF_RESERVATION: Final = text(
    f"{_FIND} payments.reservation_id = :reservation_id ORDER BY refunds.id"
)

# Whoever decides about the payment's money does it one after the other.
LOCK_PAYMENT: Final = text("""
SELECT id, amount_minor, currency FROM payments
WHERE reservation_id = :reservation_id AND state IN ('committed', 'captured') FOR UPDATE
""")
GIVEN_BACK: Final = text("""
SELECT CAST(coalesce(sum(amount_minor), 0) AS bigint) FROM refunds
WHERE payment_id = :payment_id AND state <> 'failed'
""")
INSERT: Final = text(f"""
WITH decided AS (
    INSERT INTO refunds (payment_id, amount_minor, currency, reason, request, next_look_at, nonce)
    VALUES (:payment_id, :amount_minor, :currency, :reason, :request, now() + :lease,
            gen_random_uuid())
    RETURNING *
), noted AS (
    INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, after)
    SELECT 'operator', :actor, 'refund', 'refunds', CAST(id AS text),
        jsonb_build_object('payment', payment_id, 'amount_minor', amount_minor,
                           'currency', currency, 'reason', reason)
    FROM decided
)
SELECT decided.*, {_OF_PAYMENT} FROM decided JOIN payments ON payments.id = decided.payment_id
""")  # noqa: S608 - only the texts above
NOTE_END: Final = text("""
INSERT INTO audit_log (actor_kind, actor, action, table_name, row_id, before, after)
SELECT 'operator', :actor, 'end stay', 'reservations', CAST(id AS text),
    jsonb_build_object('status', 'paid'), jsonb_build_object('status', status)
FROM reservations WHERE id = :reservation_id
""")
CLAIM_DUE: Final = text(f"""
UPDATE refunds SET next_look_at = now() + :lease FROM payments
WHERE payments.id = refunds.payment_id AND refunds.id IN (
    SELECT id FROM refunds WHERE next_look_at <= now()
    ORDER BY next_look_at LIMIT :at_most FOR UPDATE SKIP LOCKED
)
RETURNING refunds.*, {_OF_PAYMENT}
""")  # noqa: S608 - only the texts above
HASTEN: Final = text("UPDATE refunds SET next_look_at = now() WHERE state = 'pending'")

# A look costs a request. The older a refund is, the rarer it is looked at, once a day at least.
_LATER: Final = """
now() + least(greatest(now() - created_at, interval '1 min'), interval '1 day')
"""
# A bank that sends a refund back does so within weeks.
_LATER_FOR_WEEKS: Final = f"CASE WHEN created_at > now() - interval '35 days' THEN {_LATER} END"

_MOVE: Final = """
UPDATE refunds SET state = '<to>'<more>
WHERE id = :id AND state = '<origin>' AND coalesce(stripe_refund_id, :processor_id) = :processor_id
"""


def _move(origin: str, to: str, more: str) -> TextClause:
    return text(_MOVE.replace("<to>", to).replace("<origin>", origin).replace("<more>", more))


_CHANGED: Final = ", stripe_refund_id = :processor_id, updated_at = now()"
STILL_PENDING: Final = _move("pending", "pending", f"{_CHANGED}, next_look_at = {_LATER}")
SUCCEEDED: Final = _move(
    "pending", "succeeded", f"{_CHANGED}, problem = NULL, next_look_at = {_LATER_FOR_WEEKS}"
)
STILL_SUCCEEDED: Final = _move("succeeded", "succeeded", f", next_look_at = {_LATER_FOR_WEEKS}")
FAILED: Final = _move("pending", "failed", f"{_CHANGED}, next_look_at = NULL, problem = :problem")
SENT_BACK: Final = _move(
    "succeeded", "failed", f"{_CHANGED}, next_look_at = NULL, problem = :problem"
)

# Before the processor has it, a try is part of what is compared: whoever is a try behind moves
# nothing.
_UNSENT: Final = "id = :id AND state = 'pending' AND stripe_refund_id IS NULL AND tries = :tries"
REFUSED: Final = text(f"""
UPDATE refunds SET state = 'failed', problem = :problem, next_look_at = NULL, updated_at = now()
WHERE {_UNSENT}
""")  # noqa: S608 - only the texts above
AGAIN: Final = text(f"""
UPDATE refunds SET tries = tries + 1, problem = :problem, updated_at = now() WHERE {_UNSENT}
""")  # noqa: S608 - only the texts above
WAITS: Final = text(f"UPDATE refunds SET problem = :problem WHERE {_UNSENT}")  # noqa: S608 - as above
