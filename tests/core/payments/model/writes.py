"""What each statement of the ledger makes of a payment's state. A test asks PostgreSQL the same."""

from __future__ import annotations

from typing import Final

from core.payments.states import PaymentState

NEW, READY, ARMED = PaymentState.NEW, PaymentState.READY, PaymentState.ARMED
COMMITTED, CAPTURED = PaymentState.COMMITTED, PaymentState.CAPTURED
LOST = PaymentState.LOST
VOIDING, VOIDED = PaymentState.VOIDING, PaymentState.VOIDED

WRITES: Final[dict[str, dict[PaymentState, PaymentState]]] = {
    "RECORDED": {NEW: READY},
    "ARM": {READY: ARMED},
    "DISARM": {ARMED: READY},
    "COMMIT": {ARMED: COMMITTED},
    "CAPTURED": {COMMITTED: CAPTURED},
    "CAPTURE_AGAIN": {COMMITTED: COMMITTED},
    "LOST": {COMMITTED: LOST},
    "GIVE_UP": {NEW: VOIDING, READY: VOIDING, ARMED: VOIDING},
    "VOIDED": {VOIDING: VOIDED},
    "VOID_AGAIN": {VOIDING: VOIDING},
}
"""By the statement's name: the states that it moves, and where to. It leaves all others alone."""


def compare_and_set(statement: str, state: PaymentState | None) -> PaymentState | None:
    """Return the state after the statement, or None if it finds no row to move."""
    return None if state is None else WRITES[statement].get(state)
