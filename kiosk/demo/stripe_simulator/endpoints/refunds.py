"""Refunds: give back what was captured, look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.endpoints.call import Call, merged_metadata
from kiosk.demo.stripe_simulator.endpoints.pages import created_within, page
from kiosk.demo.stripe_simulator.errors import ApiError, invalid, unexpected_state
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.refund import Refund

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.charge import Charge
    from kiosk.demo.stripe_simulator.json_types import JsonObject

_BANK_TAKES_SECONDS = 60


def create(call: Call) -> JsonObject:
    """``POST /v1/refunds`` for a payment_intent or a charge, all of it or an amount."""
    account, params = call.account, call.params
    charge = _charge_to_refund(account, params)
    if charge.refundable == 0:
        raise ApiError(
            f"Charge {charge.id} has already been refunded.", code="charge_already_refunded"
        )
    amount = params.get("amount", charge.refundable)
    if amount < 1:
        raise invalid(
            "This value must be greater than or equal to 1.",
            param="amount",
            code="parameter_invalid_integer",
        )
    if amount > charge.refundable:
        raise ApiError(
            f"Refund amount ({amount}) is greater than unrefunded amount on charge"
            f" ({charge.refundable}).",
            param="amount",
        )
    moves = charge.card.refund_fails or charge.card.refund_waits
    refund = Refund(
        id=new_id("re"),
        created=account.timestamp,
        charge=charge.id,
        payment_intent=charge.payment_intent,
        amount=amount,
        currency=charge.currency,
        reason=params.get("reason"),
        metadata=merged_metadata({}, params.get("metadata")),
        status="pending" if charge.card.refund_waits else "succeeded",
        moves_at=account.now + _BANK_TAKES_SECONDS if moves else None,
    )
    account.write(charge.with_refund(amount))
    account.write(refund)
    return refund.rendered()


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/refunds/{refund}``."""
    return call.account.refund(call.ids["refund"]).rendered()


def list_all(call: Call) -> JsonObject:
    """``GET /v1/refunds``, filtered by ``charge``, ``payment_intent`` and ``created``."""
    params = call.params
    found = (
        refund.rendered()
        for refund in call.account.refunds()
        if params.get("charge", refund.charge) == refund.charge
        and params.get("payment_intent", refund.payment_intent) == refund.payment_intent
        and created_within(refund.created, params.get("created"))
    )
    return page("/v1/refunds", found, params)


def _charge_to_refund(account: Account, params: JsonObject) -> Charge:
    if "charge" in params:
        charge = account.charge(params["charge"])
        if not charge.captured:
            raise ApiError(
                f"Charge {charge.id} has not been captured.", code="charge_not_refundable"
            )
        return charge
    if "payment_intent" not in params:
        raise invalid(
            "One of the following params should be provided: payment_intent or charge.",
            param="payment_intent",
            code="parameter_missing",
        )
    intent = account.payment_intent(params["payment_intent"], param="payment_intent")
    if intent.status != "succeeded" or intent.latest_charge is None:
        raise unexpected_state(
            "This PaymentIntent does not have a successful charge to refund.", intent.rendered()
        )
    return account.charge(intent.latest_charge)
