"""A simulated Stripe account, the real SDK that talks to it, and the hand that moves its world."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator import StripeSimulator

MakeClient = Callable[..., stripe.StripeClient]
MakeIntent = Callable[..., stripe.PaymentIntent]


@pytest.fixture
def control(simulator: StripeSimulator) -> SimulatorControl:
    return SimulatorControl(simulator.url)


@pytest.fixture
def make_client() -> Iterator[MakeClient]:
    """Makes real SDK clients: ``make_client(url, key=..., retries=..., timeout=...)``."""
    opened: list[stripe.RequestsClient] = []

    def make(
        url: str, *, key: str = "sk_test_garage", retries: int = 0, timeout: float = 10
    ) -> stripe.StripeClient:
        http = stripe.RequestsClient(timeout=(3, timeout))
        opened.append(http)
        return stripe.StripeClient(
            key, base_addresses={"api": url}, max_network_retries=retries, http_client=http
        )

    yield make
    for http in opened:
        http.close()


@pytest.fixture
def client(simulator: StripeSimulator, make_client: MakeClient) -> stripe.StripeClient:
    return make_client(simulator.url)


@pytest.fixture
def reader(control: SimulatorControl) -> ReaderView:
    return control.ensure_reader("Entrance north")


@pytest.fixture
def make_intent(client: stripe.StripeClient) -> MakeIntent:
    """Creates a PaymentIntent as the kiosk does; keywords override."""

    def make(**changes: object) -> stripe.PaymentIntent:
        params = {
            "amount": 1200,
            "currency": "eur",
            "capture_method": "manual",
            "allowed_payment_method_types": ["card_present"],
            **changes,
        }
        return client.v1.payment_intents.create(params)

    return make


@pytest.fixture
def authorised(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: MakeIntent,
) -> MakeIntent:
    """A PaymentIntent whose card the issuer approved; ``card=...`` chooses it."""

    def make(card: str = "good", **changes: object) -> stripe.PaymentIntent:
        intent = make_intent(**changes)
        client.v1.terminal.readers.process_payment_intent(reader.id, {"payment_intent": intent.id})
        control.tap(reader.id, card)
        return client.v1.payment_intents.retrieve(intent.id)

    return make
