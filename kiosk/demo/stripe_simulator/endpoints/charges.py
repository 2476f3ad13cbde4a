"""Charges: look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.endpoints.call import Call
    from kiosk.demo.stripe_simulator.json_types import JsonObject


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/charges/{charge}``."""
    return call.account.charge(call.ids["charge"]).rendered()
