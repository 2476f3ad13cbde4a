"""A Refund: money given back after a capture, which may still fail later."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject


@dataclass(frozen=True, kw_only=True)
class Refund:
    """One refund. ``moves_at`` (Unix seconds) is when the bank will change its state, or None.

    A pending one will succeed then, a succeeded one will fail.
    """

    id: str
    created: int
    charge: str
    payment_intent: str
    amount: int
    currency: str
    reason: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    status: Literal["pending", "succeeded", "failed"] = "succeeded"
    failure_reason: str | None = None
    moves_at: float | None = None

    @classmethod
    def from_record(cls, record: JsonObject) -> Refund:
        """Reads back what the store wrote."""
        return cls(**record)

    def failed(self) -> Refund:
        """The bank could not book it; the money is back on the account."""
        return replace(
            self, status="failed", failure_reason="expired_or_canceled_card", moves_at=None
        )

    def succeeded(self) -> Refund:
        """The bank has booked it."""
        return replace(self, status="succeeded", moves_at=None)

    def rendered(self) -> JsonObject:
        """The object as Stripe shows it (version 2026-10-28.endive)."""
        rendered: JsonObject = {
            "id": self.id,
            "object": "refund",
            "amount": self.amount,
            "balance_transaction": f"txn_{self.id[3:]}",
            "charge": self.charge,
            "created": self.created,
            "currency": self.currency,
            "destination_details": {
                "card": {
                    "reference": None,
                    "reference_status": "pending",
                    "reference_type": "acquirer_reference_number",
                    "type": "refund",
                },
                "type": "card",
            },
            "metadata": self.metadata,
            "payment_intent": self.payment_intent,
            "reason": self.reason,
            "receipt_number": None,
            "source_transfer_reversal": None,
            "status": self.status,
            "transfer_reversal": None,
        }
        if self.status == "failed":
            rendered["failure_reason"] = self.failure_reason
            rendered["failure_balance_transaction"] = f"txn_failed_{self.id[3:]}"
        return rendered
