"""PaymentIntents: create, look up, change, give up, capture."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.currencies import check_amount, checked_currency
from kiosk.demo.stripe_simulator.endpoints.call import Call, merged_metadata
from kiosk.demo.stripe_simulator.endpoints.pages import created_within, page
from kiosk.demo.stripe_simulator.errors import ApiError, invalid, unexpected_state
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject

_CANCELLABLE = ("requires_payment_method", "requires_capture")
_WITHOUT_CHOICE = ("card", "link")


def create(call: Call) -> JsonObject:
    """``POST /v1/payment_intents``."""
    params = call.params
    currency = checked_currency(params["currency"])
    check_amount(params["amount"], currency)
    allowed = params.get("allowed_payment_method_types")
    intent_id = new_id("pi")
    intent = PaymentIntent(
        id=intent_id,
        created=call.account.timestamp,
        client_secret=new_id(f"{intent_id}_secret"),
        amount=params["amount"],
        currency=currency,
        capture_method=params.get("capture_method", "automatic_async"),
        payment_method_types=_compatible(allowed, currency),
        allowed_payment_method_types=None if allowed is None else tuple(allowed),
        description=params.get("description"),
        metadata=merged_metadata({}, params.get("metadata")),
        receipt_email=params.get("receipt_email"),
        statement_descriptor_suffix=params.get("statement_descriptor_suffix"),
    )
    call.account.write(intent)
    return intent.rendered()


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/payment_intents/{intent}``."""
    return call.account.payment_intent(call.ids["intent"]).rendered()


def list_all(call: Call) -> JsonObject:
    """``GET /v1/payment_intents``, filtered by ``created``."""
    bounds = call.params.get("created")
    found = (
        intent.rendered()
        for intent in call.account.payment_intents()
        if created_within(intent.created, bounds)
    )
    return page("/v1/payment_intents", found, call.params)


def update(call: Call) -> JsonObject:
    """``POST /v1/payment_intents/{intent}``: what may change, and the amount before it is paid."""
    intent = call.account.payment_intent(call.ids["intent"])
    params = call.params
    if "amount" in params:
        if intent.status != "requires_payment_method":
            raise _not_in_state(intent, "updated")
        check_amount(params["amount"], intent.currency)
    changed = replace(
        intent,
        amount=params.get("amount", intent.amount),
        description=params.get("description", intent.description),
        metadata=merged_metadata(intent.metadata, params.get("metadata")),
        receipt_email=params.get("receipt_email", intent.receipt_email),
        statement_descriptor_suffix=params.get(
            "statement_descriptor_suffix", intent.statement_descriptor_suffix
        ),
    )
    call.account.write(changed)
    return changed.rendered()


def cancel(call: Call) -> JsonObject:
    """``POST /v1/payment_intents/{intent}/cancel``: afterwards no charge is possible."""
    account = call.account
    intent = account.payment_intent(call.ids["intent"])
    if intent.status not in _CANCELLABLE:
        raise _not_in_state(intent, "canceled")
    if intent.status == "requires_capture":
        _release(account, intent)
    cancelled = intent.cancelled(
        at=account.timestamp, reason=call.params.get("cancellation_reason")
    )
    account.write(cancelled)
    return cancelled.rendered()


def capture(call: Call) -> JsonObject:
    """``POST /v1/payment_intents/{intent}/capture``: all of it, or less."""
    account = call.account
    intent = account.payment_intent(call.ids["intent"])
    if intent.status != "requires_capture" or intent.latest_charge is None:
        raise _not_in_state(intent, "captured")
    amount = call.params.get("amount_to_capture", intent.amount_capturable)
    if amount < 1:
        raise invalid(
            "This value must be greater than or equal to 1.",
            param="amount_to_capture",
            code="parameter_invalid_integer",
        )
    if amount > intent.amount_capturable:
        raise ApiError(
            "The amount to capture is greater than the amount that can be captured.",
            param="amount_to_capture",
            code="amount_too_large",
        )
    captured = replace(
        intent.captured(amount),
        metadata=merged_metadata(intent.metadata, call.params.get("metadata")),
    )
    account.write(account.charge(intent.latest_charge).with_capture(amount))
    account.write(captured)
    return captured.rendered()


def _compatible(allowed: list[str] | None, currency: str) -> tuple[str, ...]:
    """The allowed types that can really be used; Interac is Canadian only."""
    if allowed is None:
        return _WITHOUT_CHOICE
    types = tuple(name for name in allowed if name != "interac_present" or currency == "cad")
    if not types:
        raise invalid(
            "None of the allowed payment method types can be used with this currency.",
            param="allowed_payment_method_types",
        )
    return types


def _release(account: Account, intent: PaymentIntent) -> None:
    if intent.latest_charge is not None:
        account.write(account.charge(intent.latest_charge).released())


def _not_in_state(intent: PaymentIntent, what: str) -> ApiError:
    return unexpected_state(
        f"This PaymentIntent could not be {what} because it has a status of {intent.status}.",
        intent.rendered(),
    )
