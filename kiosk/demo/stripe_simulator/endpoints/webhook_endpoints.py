"""Webhook endpoints: register, look up. Only addresses on this machine are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.demo.stripe_simulator.endpoints.call import Call, merged_metadata
from kiosk.demo.stripe_simulator.endpoints.pages import page
from kiosk.demo.stripe_simulator.errors import invalid
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.webhook_endpoint import WebhookEndpoint

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject

_THIS_MACHINE = ("127.0.0.1", "localhost")


def create(call: Call) -> JsonObject:
    """``POST /v1/webhook_endpoints``; the answer is the only one that shows the secret."""
    params = call.params
    address = urlsplit(params["url"])
    if address.scheme != "http" or address.hostname not in _THIS_MACHINE:
        raise invalid(
            "The simulator sends webhooks to http://127.0.0.1 only.",
            param="url",
            code="simulator_not_modelled",
        )
    endpoint = WebhookEndpoint(
        id=new_id("we"),
        created=call.account.timestamp,
        url=params["url"],
        secret=new_id("whsec"),
        enabled_events=tuple(params["enabled_events"]),
        description=params.get("description"),
        metadata=merged_metadata({}, params.get("metadata")),
    )
    call.account.write(endpoint)
    return endpoint.rendered(with_secret=True)


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/webhook_endpoints/{webhook_endpoint}``."""
    return call.account.webhook_endpoint(call.ids["webhook_endpoint"]).rendered()


def list_all(call: Call) -> JsonObject:
    """``GET /v1/webhook_endpoints``."""
    found = (endpoint.rendered() for endpoint in call.account.webhook_endpoints())
    return page("/v1/webhook_endpoints", found, call.params)
