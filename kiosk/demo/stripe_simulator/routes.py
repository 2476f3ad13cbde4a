"""Every call that the simulator answers: its path, its parameters' source, its endpoint."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.endpoints import (
    charges,
    events,
    locations,
    payment_intents,
    readers,
    refunds,
    webhook_endpoints,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator.endpoints.call import Call
    from kiosk.demo.stripe_simulator.json_types import JsonObject


@dataclass(frozen=True)
class Route:
    """One call.

    Attributes:
        method: GET or POST.
        template: The path; ``{name}`` is one segment.
        parameters: The SDK's module of parameter types, below ``stripe/params``.
        endpoint: What it does.
        modelled: The top-level parameters that have their effect here.
    """

    method: str
    template: str
    parameters: str
    endpoint: Callable[[Call], JsonObject]
    modelled: frozenset[str] = frozenset()
    pattern: re.Pattern[str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", self.template)
        object.__setattr__(self, "pattern", re.compile(pattern))


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PAGE = "limit starting_after ending_before"
_INTENT = "amount description metadata receipt_email statement_descriptor_suffix"
_READER = "/v1/terminal/readers/{reader}"

ROUTES: tuple[Route, ...] = (
    Route(
        "POST",
        "/v1/payment_intents",
        "_payment_intent_create_params",
        payment_intents.create,
        _words(f"{_INTENT} currency capture_method allowed_payment_method_types"),
    ),
    Route(
        "GET",
        "/v1/payment_intents",
        "_payment_intent_list_params",
        payment_intents.list_all,
        _words(f"{_PAGE} created"),
    ),
    Route(
        "GET",
        "/v1/payment_intents/{intent}",
        "_payment_intent_retrieve_params",
        payment_intents.retrieve,
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}",
        "_payment_intent_update_params",
        payment_intents.update,
        _words(_INTENT),
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/cancel",
        "_payment_intent_cancel_params",
        payment_intents.cancel,
        _words("cancellation_reason"),
    ),
    Route(
        "POST",
        "/v1/payment_intents/{intent}/capture",
        "_payment_intent_capture_params",
        payment_intents.capture,
        _words("amount_to_capture metadata"),
    ),
    Route("GET", "/v1/charges/{charge}", "_charge_retrieve_params", charges.retrieve),
    Route(
        "POST",
        "/v1/refunds",
        "_refund_create_params",
        refunds.create,
        _words("amount charge payment_intent reason metadata"),
    ),
    Route(
        "GET",
        "/v1/refunds",
        "_refund_list_params",
        refunds.list_all,
        _words(f"{_PAGE} created charge payment_intent"),
    ),
    Route("GET", "/v1/refunds/{refund}", "_refund_retrieve_params", refunds.retrieve),
    Route(
        "POST",
        "/v1/terminal/locations",
        "terminal/_location_create_params",
        locations.create,
        _words("display_name address phone metadata"),
    ),
    Route(
        "GET",
        "/v1/terminal/locations",
        "terminal/_location_list_params",
        locations.list_all,
        _words(_PAGE),
    ),
    Route(
        "GET",
        "/v1/terminal/locations/{location}",
        "terminal/_location_retrieve_params",
        locations.retrieve,
    ),
    Route(
        "POST",
        "/v1/terminal/readers",
        "terminal/_reader_create_params",
        readers.create,
        _words("registration_code label location metadata"),
    ),
    Route(
        "GET",
        "/v1/terminal/readers",
        "terminal/_reader_list_params",
        readers.list_all,
        _words(f"{_PAGE} location serial_number device_type status"),
    ),
    Route("GET", _READER, "terminal/_reader_retrieve_params", readers.retrieve),
    Route(
        "POST",
        f"{_READER}/process_payment_intent",
        "terminal/_reader_process_payment_intent_params",
        readers.process_payment_intent,
        _words("payment_intent process_config"),
    ),
    Route(
        "POST",
        f"{_READER}/cancel_action",
        "terminal/_reader_cancel_action_params",
        readers.cancel_action,
    ),
    Route(
        "POST",
        f"{_READER}/set_reader_display",
        "terminal/_reader_set_reader_display_params",
        readers.set_reader_display,
        _words("type cart"),
    ),
    Route(
        "GET",
        "/v1/events",
        "_event_list_params",
        events.list_all,
        _words(f"{_PAGE} created type types"),
    ),
    Route("GET", "/v1/events/{id}", "_event_retrieve_params", events.retrieve),
    Route(
        "POST",
        "/v1/webhook_endpoints",
        "_webhook_endpoint_create_params",
        webhook_endpoints.create,
        _words("url enabled_events description metadata"),
    ),
    Route(
        "GET",
        "/v1/webhook_endpoints",
        "_webhook_endpoint_list_params",
        webhook_endpoints.list_all,
        _words(_PAGE),
    ),
    Route(
        "GET",
        "/v1/webhook_endpoints/{webhook_endpoint}",
        "_webhook_endpoint_retrieve_params",
        webhook_endpoints.retrieve,
    ),
    Route(
        "POST",
        "/v1/test_helpers/terminal/readers/{reader}/present_payment_method",
        "test_helpers/terminal/_reader_present_payment_method_params",
        readers.present_payment_method,
        _words("type card_present"),
    ),
)


def find_route(method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The call and the path's variables, or None where Stripe has no such URL."""
    for route in ROUTES:
        match = route.pattern.fullmatch(path) if route.method == method else None
        if match is not None:
            return route, match.groupdict()
    return None
