"""The states of a payment, and the only moves there are.

::

    new ──────► ready ◄─────► armed ──────► committed ──────► captured
     │            │             │          (the decision     (the money
     └────────────┼─────────────┘           to charge)        is taken)
                  ▼                             │
               voiding ──────► voided           └───────────► lost
          (the decision                                   (too late: it can
           not to charge)                                  never be taken)

Every move is one compare-and-set in the database, and the decision is always written before its
effect: a card is captured only from ``committed``, and a payment is cancelled only from
``voiding``. So whoever finds a payment knows which of the two was decided, and finishes it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final


class PaymentState(StrEnum):
    """How far a payment is."""

    NEW = "new"
    """Written down before the processor hears of it."""
    READY = "ready"
    """The processor has recorded it; no reader asks for a card."""
    ARMED = "armed"
    """The reader asks for a card: from here on somebody may be charged at any moment."""
    COMMITTED = "committed"
    """Decided: the reservation is paid, the ticket exists, the money is to be captured."""
    CAPTURED = "captured"
    LOST = "lost"
    """The authorisation ended before the capture: a ticket that is never charged."""
    VOIDING = "voiding"
    """Decided: not charged; the processor is to be told until it has understood."""
    VOIDED = "voided"


MOVES: Final[dict[PaymentState, frozenset[PaymentState]]] = {
    PaymentState.NEW: frozenset({PaymentState.READY, PaymentState.VOIDING}),
    PaymentState.READY: frozenset({PaymentState.ARMED, PaymentState.VOIDING}),
    PaymentState.ARMED: frozenset(
        {PaymentState.READY, PaymentState.COMMITTED, PaymentState.VOIDING}
    ),
    PaymentState.COMMITTED: frozenset({PaymentState.CAPTURED, PaymentState.LOST}),
    PaymentState.CAPTURED: frozenset(),
    PaymentState.LOST: frozenset(),
    PaymentState.VOIDING: frozenset({PaymentState.VOIDED}),
    PaymentState.VOIDED: frozenset(),
}
"""From each state, where a payment may go. A test walks all of them."""

TICKETED: Final = frozenset({PaymentState.COMMITTED, PaymentState.CAPTURED, PaymentState.LOST})
"""The decision to charge was made, so that there is a ticket."""
