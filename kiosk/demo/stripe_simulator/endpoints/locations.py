"""Terminal locations: create, look up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.endpoints.call import Call, merged_metadata
from kiosk.demo.stripe_simulator.endpoints.pages import page
from kiosk.demo.stripe_simulator.errors import invalid
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.location import Location

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject


def create(call: Call) -> JsonObject:
    """``POST /v1/terminal/locations``; a name and an address are needed outside Japan."""
    params = call.params
    for name in ("display_name", "address"):
        if name not in params:
            raise invalid(f"Missing required param: {name}.", param=name, code="parameter_missing")
    location = Location(
        id=new_id("tml"),
        created=call.account.timestamp,
        display_name=params["display_name"],
        address=params["address"],
        phone=params.get("phone"),
        metadata=merged_metadata({}, params.get("metadata")),
    )
    call.account.write(location)
    return location.rendered()


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/terminal/locations/{location}``."""
    return call.account.location(call.ids["location"]).rendered()


def list_all(call: Call) -> JsonObject:
    """``GET /v1/terminal/locations``."""
    found = (location.rendered() for location in call.account.locations())
    return page("/v1/terminal/locations", found, call.params)
