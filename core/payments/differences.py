"""What a comparison of two books says: their differences, and the sums of each."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

    from core.ids import PaymentId, RefundId, ReservationId
    from core.money import Currency, Money
    from core.periods import Period

AT_REST: Final = timedelta(minutes=5)
"""How long a line must not have changed to be compared: the two sides are not read at once."""
STUCK: Final = timedelta(hours=1)
"""How long a decision may wait for its effect before somebody is told."""

SLOW: Final = timedelta(days=5)
"""How long the processor may work on a refund before somebody is told."""


class DifferenceKind(StrEnum):
    """What is different."""

    CAPTURED_WITHOUT_TICKET = "captured_without_ticket"
    TICKET_WITHOUT_CAPTURE = "ticket_without_capture"
    CAPTURED_AFTER_ALL = "captured_after_all"
    """It was given up as lost, and the processor has taken the money."""
    AMOUNTS_DIFFER = "amounts_differ"
    AUTHORISED_UNKNOWN = "authorised_unknown"
    """Somebody's money is reserved, and nobody will take it or give it back."""
    INTENT_UNKNOWN = "intent_unknown"
    INTENT_MISSING = "intent_missing"
    MODES_MIXED = "modes_mixed"
    """Test where real money is expected, or the reverse."""
    PAYMENT_STUCK = "payment_stuck"
    REFUND_UNKNOWN = "refund_unknown"
    REFUND_MISSING = "refund_missing"
    REFUND_AMOUNTS_DIFFER = "refund_amounts_differ"
    REFUND_STATES_DIFFER = "refund_states_differ"
    """The processor says that it failed."""
    REFUND_MADE_AFTER_ALL = "refund_made_after_all"
    """It failed here, and the processor gives the money back."""
    REFUND_STUCK = "refund_stuck"
    REFUND_SLOW = "refund_slow"
    """The processor has it, and has not sent the money for days."""
    REFUND_FAILED = "refund_failed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One line that is not the same on both sides, or that somebody has to see to."""

    kind: DifferenceKind
    payment_id: PaymentId | None = None
    refund_id: RefundId | None = None
    processor_id: str | None = None
    """The processor's name for the payment or the refund."""
    ours: Money | None = None
    theirs: Money | None = None
    state: str | None = None
    problem: str | None = None
    reservation_id: ReservationId | None = None
    """Set where there is no payment at all."""


@dataclass(frozen=True, slots=True)
class Books:
    """Sums of one side, in minor units by currency; and how much was sold."""

    captured: Counter[Currency] = field(default_factory=Counter)
    refunded: Counter[Currency] = field(default_factory=Counter)
    sold: int = 0
    """Tickets that were paid for; at the processor, payments that were captured."""
    waived: int = 0

    def __add__(self, other: Books) -> Books:
        return Books(
            self.captured + other.captured,
            self.refunded + other.refunded,
            self.sold + other.sold,
            self.waived + other.waived,
        )


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a day looks like on both sides."""

    differences: tuple[Difference, ...]
    ours: Books
    theirs: Books
    moving: int
    """What changed so lately that it is in the sums alone."""


def is_within(moment: datetime, day: Period) -> bool:
    """Return whether the moment belongs to the day."""
    return day.starts_at <= moment < day.ends_at
