"""The SDK's own methods against every call that is simulated, and every call that is used."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from kiosk.demo.stripe_simulator.routes import ROUTES
from tests.stripe_sdk.calls import SdkCall, call_of_chain, call_of_request

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import stripe

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl
    from kiosk.demo.stripe_simulator.routes import Route

ROOT = Path(__file__).parents[4]
ADAPTER = ROOT / "core" / "payments" / "stripe_terminal.py"
"""The one module that makes the SDK's calls; import-linter holds that."""

CART = {
    "type": "cart",
    "cart": {
        "currency": "eur",
        "total": 1200,
        "line_items": [{"amount": 1200, "description": "Parking, 4 h", "quantity": 1}],
    },
}
HOOK = {"url": "http://127.0.0.1:1/none", "enabled_events": ["refund.failed"]}


class Made:
    """What the calls are about."""

    def __init__(
        self,
        client: stripe.StripeClient,
        reader: ReaderView,
        make_intent: Callable[..., stripe.PaymentIntent],
        authorised: Callable[..., stripe.PaymentIntent],
    ) -> None:
        self.v1 = client.v1
        self.reader, self.location = reader.id, reader.location
        self.authorised = authorised().id
        self.captured = self.v1.payment_intents.capture(authorised().id)
        part = {"payment_intent": self.captured.id, "amount": 5}
        self.refund = self.v1.refunds.create(part).id
        self.v1.refunds.create(part)
        self.hook = self.v1.webhook_endpoints.create(HOOK).id
        self.event = self.v1.events.list({"limit": 1}).data[0].id
        self.waiting = make_intent().id

    def prompt(self) -> object:
        process = {"payment_intent": self.waiting, "process_config": {"skip_tipping": True}}
        return self.v1.terminal.readers.process_payment_intent(self.reader, process)

    def present(self) -> object:
        self.prompt()
        card = {"type": "card_present", "card_present": {"number": "4242424242424242"}}
        return self.v1.test_helpers.terminal.readers.present_payment_method(self.reader, card)


CALLS: dict[str, Callable[[Made], object]] = {
    "payment_intents.create": lambda it: it.v1.payment_intents.create(
        {
            "amount": 500,
            "currency": "jpy",
            "capture_method": "manual",
            "allowed_payment_method_types": ["card_present"],
        }
    ),
    "payment_intents.list": lambda it: list(
        it.v1.payment_intents.list({"created": {"gte": 1}, "limit": 1}).auto_paging_iter()
    ),
    "payment_intents.retrieve": lambda it: it.v1.payment_intents.retrieve(
        it.authorised, {"expand": ["latest_charge.payment_intent"]}
    ),
    "payment_intents.update": lambda it: it.v1.payment_intents.update(it.waiting, {"amount": 900}),
    "payment_intents.cancel": lambda it: it.v1.payment_intents.cancel(
        it.authorised, {"cancellation_reason": "abandoned"}
    ),
    "payment_intents.capture": lambda it: it.v1.payment_intents.capture(it.authorised),
    "charges.retrieve": lambda it: it.v1.charges.retrieve(it.captured.latest_charge),
    "refunds.create": lambda it: it.v1.refunds.create({"payment_intent": it.captured.id}),
    "refunds.list": lambda it: list(
        it.v1.refunds.list({"payment_intent": it.captured.id, "limit": 1}).auto_paging_iter()
    ),
    "refunds.retrieve": lambda it: it.v1.refunds.retrieve(it.refund, {"expand": ["charge"]}),
    "terminal.locations.create": lambda it: it.v1.terminal.locations.create(
        {"display_name": "South", "address": {"country": "DE"}}
    ),
    "terminal.locations.list": lambda it: it.v1.terminal.locations.list(),
    "terminal.locations.retrieve": lambda it: it.v1.terminal.locations.retrieve(it.location),
    "terminal.readers.create": lambda it: it.v1.terminal.readers.create(
        {"registration_code": "simulated-wpe", "location": it.location}
    ),
    "terminal.readers.list": lambda it: it.v1.terminal.readers.list({"status": "online"}),
    "terminal.readers.retrieve": lambda it: it.v1.terminal.readers.retrieve(it.reader),
    "terminal.readers.process_payment_intent": Made.prompt,
    "terminal.readers.cancel_action": lambda it: it.v1.terminal.readers.cancel_action(it.reader),
    "terminal.readers.set_reader_display": lambda it: it.v1.terminal.readers.set_reader_display(
        it.reader, CART
    ),
    "test_helpers.terminal.readers.present_payment_method": Made.present,
    "events.list": lambda it: list(it.v1.events.list({"limit": 2}).auto_paging_iter()),
    "events.retrieve": lambda it: it.v1.events.retrieve(it.event),
    "webhook_endpoints.create": lambda it: it.v1.webhook_endpoints.create(HOOK),
    "webhook_endpoints.list": lambda it: it.v1.webhook_endpoints.list(),
    "webhook_endpoints.retrieve": lambda it: it.v1.webhook_endpoints.retrieve(it.hook),
}
"""The SDK's method -> one call of it. Its answer is looked at as every answer is."""


def adapter() -> ast.Module:
    return ast.parse(ADAPTER.read_text(encoding="utf-8"))


def calls_of_the_product() -> Iterator[str]:
    """Each ``self._client.v1.<chain>(...)`` of the adapter."""
    for node in ast.walk(adapter()):
        said = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if said.startswith("self._client."):
            yield said.removeprefix("self._client.v1.")


def of_the_sdk(route: Route) -> SdkCall:
    call = call_of_request(route.method, route.template)
    assert call is not None, f"the SDK makes no such call: {route.method} {route.template}"
    return call


@pytest.mark.parametrize("chain", CALLS)
def test_the_sdks_own_method_is_answered(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
    authorised: Callable[..., stripe.PaymentIntent],
    *,
    chain: str,
) -> None:
    made = Made(client, reader, make_intent, authorised)
    control.forget_requests()

    CALLS[chain](made)

    call = call_of_chain(chain)
    asked = control.requests()
    assert {request.status for request in asked} == {200}
    assert any(call.matches(request.method, request.path) for request in asked)


def test_every_simulated_call_is_tested_and_is_a_call_of_the_sdk() -> None:
    assert {of_the_sdk(route).chain for route in ROUTES} == CALLS.keys()


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.template}")
def test_a_simulated_call_takes_the_parameters_of_that_very_call(route: Route) -> None:
    assert route.parameters == of_the_sdk(route).parameters


def test_every_call_that_the_product_makes_is_tested() -> None:
    called = list(calls_of_the_product())
    mentioned = [
        node
        for node in ast.walk(adapter())
        if isinstance(node, ast.Attribute)
        and isinstance(node.ctx, ast.Load)
        and ast.unparse(node) == "self._client"
    ]

    assert len(called) == len(mentioned), "the client is used in a way that is not seen here"
    used = set(called)
    assert used <= CALLS.keys(), f"not simulated or not tested: {sorted(used - CALLS.keys())}"
