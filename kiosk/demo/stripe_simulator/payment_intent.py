"""A PaymentIntent: its state, the moves it can make, and how Stripe shows it.

Source: https://docs.stripe.com/payments/paymentintents/lifecycle.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject

PaymentIntentStatus: TypeAlias = Literal[
    "requires_payment_method", "requires_capture", "succeeded", "canceled"
]


@dataclass(frozen=True, kw_only=True)
class PaymentIntent:
    """One payment. Amounts are in minor units, times in Unix seconds."""

    id: str
    created: int
    client_secret: str
    amount: int
    currency: str
    capture_method: str
    payment_method_types: tuple[str, ...]
    allowed_payment_method_types: tuple[str, ...] | None = None
    status: PaymentIntentStatus = "requires_payment_method"
    amount_capturable: int = 0
    amount_received: int = 0
    description: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    receipt_email: str | None = None
    statement_descriptor_suffix: str | None = None
    latest_charge: str | None = None
    payment_method: str | None = None
    last_payment_error: JsonObject | None = None
    canceled_at: int | None = None
    cancellation_reason: str | None = None
    capture_before: int | None = None

    @classmethod
    def from_record(cls, record: JsonObject) -> PaymentIntent:
        """Reads back what the store wrote."""
        allowed = record["allowed_payment_method_types"]
        return cls(
            **{
                **record,
                "payment_method_types": tuple(record["payment_method_types"]),
                "allowed_payment_method_types": None if allowed is None else tuple(allowed),
            }
        )

    @property
    def expires_at(self) -> int | None:
        """When an authorisation that was not captured is given back, or None."""
        return self.capture_before if self.status == "requires_capture" else None

    def authorised(
        self, *, charge: str, payment_method: str, capture_before: int | None
    ) -> PaymentIntent:
        """The issuer approved: capturable, or already succeeded with automatic capture."""
        manual = self.capture_method == "manual"
        return replace(
            self,
            status="requires_capture" if manual else "succeeded",
            amount_capturable=self.amount if manual else 0,
            amount_received=0 if manual else self.amount,
            latest_charge=charge,
            payment_method=payment_method,
            last_payment_error=None,
            capture_before=capture_before if manual else None,
        )

    def declined(self, *, charge: str, error: JsonObject) -> PaymentIntent:
        """The issuer refused: the same PaymentIntent can be processed again."""
        return replace(
            self,
            status="requires_payment_method",
            latest_charge=charge,
            payment_method=None,
            last_payment_error=error,
        )

    def captured(self, amount: int) -> PaymentIntent:
        """``amount`` is taken, the rest of the authorisation is released."""
        return replace(self, status="succeeded", amount_capturable=0, amount_received=amount)

    def cancelled(self, *, at: int, reason: str | None) -> PaymentIntent:
        """Given up for good; no charge is possible afterwards."""
        return replace(
            self,
            status="canceled",
            amount_capturable=0,
            canceled_at=at,
            cancellation_reason=reason,
        )

    def rendered(self) -> JsonObject:
        """The object as Stripe shows it (version 2026-10-28.endive)."""
        allowed = self.allowed_payment_method_types
        return {
            "id": self.id,
            "object": "payment_intent",
            "allowed_payment_method_types": None if allowed is None else list(allowed),
            "amount": self.amount,
            "amount_capturable": self.amount_capturable,
            "amount_details": {"tip": {}},
            "amount_received": self.amount_received,
            "application": None,
            "application_fee_amount": None,
            "automatic_payment_methods": None,
            "canceled_at": self.canceled_at,
            "cancellation_reason": self.cancellation_reason,
            "capture_method": self.capture_method,
            "client_secret": self.client_secret,
            "confirmation_method": "automatic",
            "created": self.created,
            "currency": self.currency,
            "customer": None,
            "description": self.description,
            "last_payment_error": self.last_payment_error,
            "latest_charge": self.latest_charge,
            "livemode": False,
            "metadata": self.metadata,
            "next_action": None,
            "on_behalf_of": None,
            "payment_method": self.payment_method,
            "payment_method_configuration_details": None,
            "payment_method_options": {
                name: {"request_extended_authorization": False}
                for name in self.payment_method_types
                if name == "card_present"
            },
            "payment_method_types": list(self.payment_method_types),
            "processing": None,
            "receipt_email": self.receipt_email,
            "review": None,
            "setup_future_usage": None,
            "shipping": None,
            "source": None,
            "statement_descriptor": None,
            "statement_descriptor_suffix": self.statement_descriptor_suffix,
            "status": self.status,
            "transfer_data": None,
            "transfer_group": None,
        }
