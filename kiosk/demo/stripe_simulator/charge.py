"""A Charge: one attempt to take money, with everything a card receipt must carry."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal

from kiosk.demo.stripe_simulator.cards import CARDS, find_card

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.card import Card, Decline, Verification
    from kiosk.demo.stripe_simulator.json_types import JsonObject


@dataclass(frozen=True, kw_only=True)
class Charge:
    """One attempt on one card. Amounts are in minor units, times in Unix seconds."""

    id: str
    created: int
    payment_intent: str
    payment_method: str
    amount: int
    currency: str
    card_number: str
    reader: str
    location: str | None
    verification: Verification = "approval"
    status: Literal["succeeded", "failed"] = "succeeded"
    captured: bool = False
    amount_captured: int = 0
    amount_refunded: int = 0
    refunded: bool = False
    capture_before: int | None = None
    failure_code: str | None = None
    failure_message: str | None = None
    decline_code: str | None = None
    description: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    statement_descriptor_suffix: str | None = None

    @classmethod
    def from_record(cls, record: JsonObject) -> Charge:
        """Reads back what the store wrote."""
        return cls(**record)

    @property
    def card(self) -> Card:
        """The card that was presented."""
        return find_card(self.card_number) or CARDS[0]

    @property
    def refundable(self) -> int:
        """What can still be given back, in minor units."""
        return self.amount_captured - self.amount_refunded

    def declined(self, decline: Decline) -> Charge:
        """The issuer said no."""
        return replace(
            self,
            status="failed",
            captured=False,
            amount_captured=0,
            capture_before=None,
            failure_code=decline.code,
            failure_message=decline.message,
            decline_code=decline.decline_code,
        )

    def with_capture(self, amount: int) -> Charge:
        """``amount`` of the authorisation is taken."""
        return replace(self, captured=True, amount_captured=amount)

    def released(self) -> Charge:
        """The authorisation is given back without a capture (Stripe shows it as refunded)."""
        return replace(self, refunded=True, amount_refunded=self.amount)

    def with_refund(self, amount: int) -> Charge:
        """``amount`` more is given back; a negative amount is a refund that failed."""
        total = self.amount_refunded + amount
        return replace(self, amount_refunded=total, refunded=total == self.amount_captured)

    def rendered(self) -> JsonObject:
        """The object as Stripe shows it (version 2026-10-28.endive)."""
        succeeded = self.status == "succeeded"
        return {
            "id": self.id,
            "object": "charge",
            "amount": self.amount,
            "amount_captured": self.amount_captured,
            "amount_refunded": self.amount_refunded,
            "application": None,
            "application_fee": None,
            "application_fee_amount": None,
            "authorization_code": _digits(self.id, 6) if succeeded else None,
            "balance_transaction": f"txn_{self.id[3:]}" if self.captured else None,
            "billing_details": {
                "address": None,
                "email": None,
                "name": None,
                "phone": None,
                "tax_id": None,
            },
            "calculated_statement_descriptor": "GARAGE",
            "captured": self.captured,
            "created": self.created,
            "currency": self.currency,
            "customer": None,
            "description": self.description,
            "disputed": False,
            "failure_balance_transaction": None,
            "failure_code": self.failure_code,
            "failure_message": self.failure_message,
            "fraud_details": {},
            "livemode": False,
            "metadata": self.metadata,
            "on_behalf_of": None,
            "outcome": self._outcome(),
            "paid": succeeded,
            "payment_intent": self.payment_intent,
            "payment_method": self.payment_method,
            "payment_method_details": {
                "type": "card_present",
                "card_present": self._card_present(),
            },
            "radar_options": {},
            "receipt_email": None,
            "receipt_number": None,
            "receipt_url": None,
            "refunded": self.refunded,
            "review": None,
            "shipping": None,
            "source": None,
            "source_transfer": None,
            "statement_descriptor": None,
            "statement_descriptor_suffix": self.statement_descriptor_suffix,
            "status": self.status,
            "transfer_data": None,
            "transfer_group": None,
        }

    def _outcome(self) -> JsonObject:
        succeeded = self.status == "succeeded"
        return {
            "advice_code": None,
            "network_advice_code": None,
            "network_decline_code": None,
            "network_status": "approved_by_network" if succeeded else "declined_by_network",
            "reason": self.decline_code,
            "risk_level": "not_assessed",
            "seller_message": "Payment complete."
            if succeeded
            else "The bank did not return any further details with this decline.",
            "type": "authorized" if succeeded else "issuer_declined",
        }

    def _card_present(self) -> JsonObject:
        card = self.card
        return {
            "amount_authorized": self.amount if self.status == "succeeded" else None,
            "brand": card.brand,
            "brand_product": None,
            "capture_before": self.capture_before,
            "cardholder_name": "CARDHOLDER/VISA" if card.brand == "visa" else None,
            "country": "US",
            "description": card.application,
            "emv_auth_data": None,
            "exp_month": 12,
            "exp_year": 2034,
            "fingerprint": _hexadecimal(card.number, 16),
            "funding": card.funding,
            "generated_card": None,
            "incremental_authorization_supported": False,
            "issuer": "Simulated Bank",
            "last4": card.last4,
            "location": self.location,
            "network": card.network or card.brand,
            "network_transaction_id": _digits(f"network {self.id}", 15),
            "offline": None,
            "overcapture_supported": False,
            "preferred_locales": ["en"],
            "read_method": "contact_emv"
            if self.verification == "offline_pin"
            else "contactless_emv",
            "reader": self.reader,
            "receipt": self._receipt(),
            "wallet": None,
        }

    def _receipt(self) -> JsonObject:
        card = self.card
        approved = self.status == "succeeded"
        return {
            "account_type": "checking" if card.funding == "debit" else card.funding,
            "application_cryptogram": _hexadecimal(self.id, 16).upper(),
            "application_preferred_name": card.application,
            "authorization_code": _digits(self.id, 6) if approved else None,
            "authorization_response_code": "3030" if approved else "3035",
            "cardholder_verification_method": self.verification,
            "dedicated_file_name": card.aid,
            "terminal_verification_results": "0000000000",
            "transaction_status_information": "0000",
        }


def _hexadecimal(seed: str, length: int) -> str:
    return hashlib.sha256(seed.encode()).hexdigest()[:length]


def _digits(seed: str, length: int) -> str:
    return str(int(_hexadecimal(seed, 32), 16))[-length:]
