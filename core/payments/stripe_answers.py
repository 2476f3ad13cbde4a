"""What Stripe's answers mean, in the protocol's words. Shapes: Stripe's API reference."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Final

from core.money import Money, currency
from core.payments.declines import decline_reason
from core.payments.provider import (
    ActionStatus,
    Intent,
    IntentLine,
    IntentStatus,
    ReaderState,
    RefundRecord,
    RefundStatus,
)
from core.tickets.model import CardReceipt

if TYPE_CHECKING:
    from collections.abc import Mapping

    from core.outcomes import DeclineReason

_STATUSES: Final = {
    "requires_payment_method": IntentStatus.WAITING,
    "requires_confirmation": IntentStatus.WAITING,
    "requires_action": IntentStatus.BUSY,
    "processing": IntentStatus.BUSY,
    "requires_capture": IntentStatus.AUTHORISED,
    "succeeded": IntentStatus.CAPTURED,
    "canceled": IntentStatus.CANCELLED,
}
_REFUND_STATUSES: Final = {
    "succeeded": RefundStatus.SUCCEEDED,
    "failed": RefundStatus.FAILED,
    "canceled": RefundStatus.FAILED,
}


def intent_of(answer: Mapping[str, Any]) -> Intent:
    """Return a PaymentIntent, with its card if ``latest_charge`` is expanded."""
    code = currency(answer["currency"])
    charge = answer.get("latest_charge")
    details = charge.get("payment_method_details") if isinstance(charge, dict) else None
    present = (details or {}).get("card_present") or None
    failure = answer.get("last_payment_error")
    return Intent(
        id=answer["id"],
        status=_STATUSES.get(answer["status"], IntentStatus.BUSY),
        amount=Money(answer["amount"], code),
        capturable=Money(answer.get("amount_capturable") or 0, code),
        card_only=answer.get("payment_method_types") == ["card_present"],
        live=bool(answer["livemode"]),
        capture_before=_time((present or {}).get("capture_before")),
        declined=decline_reason(failure.get("decline_code"), failure.get("code"))
        if failure
        else None,
        card=_receipt(present) if present else None,
        metadata=dict(answer.get("metadata") or {}),
    )


def intent_line_of(answer: Mapping[str, Any]) -> IntentLine:
    """Return a PaymentIntent as a line of the books."""
    code = currency(answer["currency"])
    return IntentLine(
        id=answer["id"],
        status=_STATUSES.get(answer["status"], IntentStatus.BUSY),
        amount=Money(answer["amount"], code),
        received=Money(answer.get("amount_received") or 0, code),
        live=bool(answer["livemode"]),
        metadata=dict(answer.get("metadata") or {}),
        created_at=datetime.fromtimestamp(answer["created"], UTC),
    )


def refund_of(answer: Mapping[str, Any]) -> RefundRecord:
    """Return a Refund. What is neither done nor dead is pending, whatever it waits for."""
    return RefundRecord(
        id=answer["id"],
        intent_id=answer.get("payment_intent"),
        status=_REFUND_STATUSES.get(answer["status"], RefundStatus.PENDING),
        amount=Money(answer["amount"], currency(answer["currency"])),
        problem=answer.get("failure_reason"),
        metadata=dict(answer.get("metadata") or {}),
        created_at=datetime.fromtimestamp(answer["created"], UTC),
    )


def _receipt(present: Mapping[str, Any]) -> CardReceipt:
    receipt = present.get("receipt") or {}
    return CardReceipt(
        brand=present.get("brand"),
        last4=present.get("last4"),
        read_method=present.get("read_method"),
        application_preferred_name=receipt.get("application_preferred_name"),
        dedicated_file_name=receipt.get("dedicated_file_name"),
        account_type=receipt.get("account_type"),
        authorization_code=receipt.get("authorization_code"),
        application_cryptogram=receipt.get("application_cryptogram"),
        terminal_verification_results=receipt.get("terminal_verification_results"),
        transaction_status_information=receipt.get("transaction_status_information"),
    )


def reader_state_of(answer: Mapping[str, Any]) -> ReaderState:
    """Return what a Reader is doing."""
    action = answer.get("action") or {}
    online = answer.get("status") != "offline"
    work = action.get("process_payment_intent") or {}
    intent = work.get("payment_intent")
    intent_id = intent.get("id") if isinstance(intent, dict) else intent
    if action.get("type") != "process_payment_intent":
        return ReaderState(online, ActionStatus.NONE, None, None)
    status, declined = _action_status(action)
    return ReaderState(online, status, intent_id, declined)


def _action_status(action: Mapping[str, Any]) -> tuple[ActionStatus, DeclineReason | None]:
    match action.get("status"):
        case "in_progress":
            return ActionStatus.IN_PROGRESS, None
        case "succeeded":
            return ActionStatus.SUCCEEDED, None
        case _:
            failure = action.get("failure_code")
            error = action.get("api_error") or {}
            if failure == "customer_canceled":
                return ActionStatus.CANCELLED_BY_DRIVER, None
            if failure == "card_declined" or error.get("decline_code"):
                return ActionStatus.DECLINED, decline_reason(
                    error.get("decline_code"), error.get("code"), failure
                )
            return ActionStatus.FAILED, None


def _time(seconds: int | None) -> datetime | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)
