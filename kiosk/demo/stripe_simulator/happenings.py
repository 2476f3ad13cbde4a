"""Which events a change of an object is.

Source: https://docs.stripe.com/api/events/types.
"""

from __future__ import annotations

from typing import TypeAlias, assert_never

from kiosk.demo.stripe_simulator.charge import Charge
from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
from kiosk.demo.stripe_simulator.reader import Reader
from kiosk.demo.stripe_simulator.refund import Refund

Eventful: TypeAlias = PaymentIntent | Charge | Refund | Reader

_REACHED = {
    "requires_payment_method": None,
    "requires_capture": "payment_intent.amount_capturable_updated",
    "succeeded": "payment_intent.succeeded",
    "canceled": "payment_intent.canceled",
}


def happened(before: Eventful | None, after: Eventful) -> list[str]:
    """The types of the events between an object's two states; ``before`` is None for a new one."""
    match after:
        case PaymentIntent():
            return _to_intent(before if isinstance(before, PaymentIntent) else None, after)
        case Charge():
            return _to_charge(before if isinstance(before, Charge) else None, after)
        case Refund():
            return _to_refund(before if isinstance(before, Refund) else None, after)
        case Reader():
            return _to_reader(before if isinstance(before, Reader) else None, after)
        case _:
            assert_never(after)


def _to_intent(before: PaymentIntent | None, after: PaymentIntent) -> list[str]:
    if before is None:
        return ["payment_intent.created"]
    types = []
    error = after.last_payment_error
    if error is not None and error != before.last_payment_error:
        types.append("payment_intent.payment_failed")
    reached = _REACHED[after.status]
    if after.status != before.status and reached is not None:
        types.append(reached)
    return types


def _to_charge(before: Charge | None, after: Charge) -> list[str]:
    if before is None:
        captured = ["charge.captured"] if after.captured else []
        return [f"charge.{after.status}", *captured]
    types = []
    if after.captured and not before.captured:
        types.append("charge.captured")
    if after.amount_refunded > before.amount_refunded:
        types.append("charge.refunded")
    return types


def _to_refund(before: Refund | None, after: Refund) -> list[str]:
    if before is None:
        return ["refund.created"]
    if after.status == before.status:
        return []
    failed = ["refund.failed"] if after.status == "failed" else []
    return ["refund.updated", *failed]


def _to_reader(before: Reader | None, after: Reader) -> list[str]:
    action = after.action
    if before is None or before.action is None or action is None:
        return []
    if before.action.status != "in_progress" or action.status == "in_progress":
        return []
    return [f"terminal.reader.action_{action.status}"]
