"""Refunds: what may be given back, the states of a refund, and the only moves there are.

::

    pending ──────► succeeded
    (the decision      │
     to refund)        │  the bank sends it back, up to weeks later
       │               ▼
       └───────────► failed

A refund is decided in the database before the processor hears of it, and only for money that was
decided to be captured. What failed gives its amount free: it may be decided anew, as another
refund.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

from core.money import Money, charge_step

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from core.ids import PaymentId, RefundId


class RefundState(StrEnum):
    """How far a refund is."""

    PENDING = "pending"
    """Decided; the processor is to be asked until it has it, then looked at until it is done."""
    SUCCEEDED = "succeeded"
    """The processor has sent the money. The bank may still send it back."""
    FAILED = "failed"
    """Nothing was given back. Somebody has to see to it."""


REFUND_MOVES: Final[dict[RefundState, frozenset[RefundState]]] = {
    RefundState.PENDING: frozenset({RefundState.SUCCEEDED, RefundState.FAILED}),
    RefundState.SUCCEEDED: frozenset({RefundState.FAILED}),
    RefundState.FAILED: frozenset(),
}
"""From each state, where a refund may go."""


@dataclass(frozen=True, slots=True)
class Refund:
    """One row of ``refunds``, as it was when it was read."""

    id: RefundId
    payment_id: PaymentId
    amount: Money
    charged: Money
    """What the payment took, or will take."""
    reason: str
    state: RefundState
    processor_id: str | None
    """The processor's name for it, once it is known to have it."""
    tries: int
    problem: str | None
    created_at: datetime
    intent_id: str
    """The processor's name for the payment."""
    captured: bool
    """Whether the payment's money is taken: a refund is asked for only afterwards."""
    nonce: UUID | None
    """Drawn for this row; None where the row is older than that, and goes by its number."""

    @property
    def key(self) -> str:
        """The idempotency key: the same for every repeat of the same try, and no other row's."""
        return f"refund:{self.nonce or self.id}:create:{self.tries}"

    @property
    def metadata(self) -> dict[str, str]:
        """What it is known by at the processor when its name there is lost."""
        return metadata_of(self.id, self.payment_id, self.nonce)

    def is_record(self, metadata: Mapping[str, str]) -> bool:
        """Return whether the processor's record of this refund carries this metadata."""
        return is_record(metadata, self.metadata)


def metadata_of(refund_id: RefundId, payment_id: PaymentId, nonce: UUID | None) -> dict[str, str]:
    """Return what a refund is known by at the processor when its name there is lost."""
    told = {"refund": str(refund_id), "payment": str(payment_id)}
    return told if nonce is None else told | {"nonce": str(nonce)}


def is_record(metadata: Mapping[str, str], told: Mapping[str, str]) -> bool:
    """Return whether the processor's record with this metadata is of the refund known by ``told``.

    One without a nonce was made by a program of before, and is this refund all the same.
    """
    return told.items() <= ({"nonce": told.get("nonce", "")} | dict(metadata)).items()


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """What somebody wants to give back.

    Args:
        amount: how much, or None for all that is left.
        reason: why, in words for whoever reads the books.
        actor: who says so.
        end_stay: whether the driver's stay ends with it, and the spot is free again.
        id: names the request: asked for twice, it is decided once.
    """

    amount: Money | None
    reason: str
    actor: str
    end_stay: bool
    id: UUID


class RefundRefusal(StrEnum):
    """Why nothing is given back."""

    NO_REASON = "no_reason"
    NOTHING_CHARGED = "nothing_charged"
    NOTHING_LEFT = "nothing_left"
    NOT_POSITIVE = "not_positive"
    TOO_MUCH = "too_much"
    OTHER_CURRENCY = "other_currency"
    NO_COIN = "no_coin"
    """Card networks do not count this finely."""


NO_MONEY: Final = frozenset({RefundRefusal.NOTHING_CHARGED, RefundRefusal.NOTHING_LEFT})
"""Why a stay is ended without a refund: all of its money is where it belongs."""


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was decided."""

    why: RefundRefusal
    left: Money | None
    """What can still be given back, where anything was charged."""
    stay_ended: bool = False
    """Whether the stay was ended all the same: there was no money to give back with it."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The refund is written down, and will be made."""

    refund: Refund


RefundDecision: TypeAlias = Decided | Refused


def amount_to_refund(asked: Money | None, *, charged: Money, given_back: int) -> Money | Refused:
    """Return how much is given back of a payment, or why nothing is.

    Args:
        asked: how much somebody wants to give back, or None for all that is left.
        charged: what was captured, or is decided to be.
        given_back: the sum of the payment's refunds that did not fail, in minor units.
    """
    left = Money(charged.minor - given_back, charged.currency)
    if left.minor <= 0:
        return Refused(RefundRefusal.NOTHING_LEFT, left)
    if asked is None:
        return left
    why = _wrong_with(asked, left)
    return asked if why is None else Refused(why, left)


def _wrong_with(asked: Money, left: Money) -> RefundRefusal | None:
    if asked.currency != left.currency:
        return RefundRefusal.OTHER_CURRENCY
    if asked.minor <= 0:
        return RefundRefusal.NOT_POSITIVE
    if asked.minor > left.minor:
        return RefundRefusal.TOO_MUCH
    if asked.minor % charge_step(asked.currency):
        return RefundRefusal.NO_COIN
    return None
