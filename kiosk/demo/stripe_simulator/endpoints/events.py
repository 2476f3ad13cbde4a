"""Events: look up, also those that no webhook told of."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.endpoints.pages import created_within, page

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.endpoints.call import Call
    from kiosk.demo.stripe_simulator.json_types import JsonObject


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/events/{id}``."""
    return call.account.event(call.ids["id"]).rendered()


def list_all(call: Call) -> JsonObject:
    """``GET /v1/events``, filtered by ``created`` and by ``type`` (``*`` for any) or ``types``."""
    params = call.params
    patterns: list[str] = params.get("types", [params.get("type", "*")])
    found = (
        event.rendered()
        for event in call.account.events()
        if created_within(event.created, params.get("created"))
        and any(fnmatchcase(event.type, pattern) for pattern in patterns)
    )
    return page("/v1/events", found, params)
