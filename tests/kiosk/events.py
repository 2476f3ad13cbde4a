"""Stripe's events on their way in: signed, taken in on loopback, and heard by a kiosk."""

from __future__ import annotations

import json
import threading
import time
from contextlib import contextmanager
from http.client import HTTPConnection
from queue import Queue
from typing import TYPE_CHECKING, Final

import stripe

from core.channels import payments_channel
from core.live import LiveFeed
from core.payments.stripe_events import INTENT_IN
from kiosk.webhook_server import HOST, WebhookServer
from kiosk.webhooks import Webhooks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from http import HTTPStatus

    from core.db.database import Database
    from kiosk.demo.stripe_simulator import SimulatorControl
    from tests.core.shop import Shop

SOON_S: Final = 10
SECRET: Final = "whsec_of_the_tests"


def event(intent_id: object, kind: str = "payment_intent.amount_capturable_updated") -> bytes:
    """Return an event about an intent, which claims that the money is there."""
    claims = {"object": "payment_intent", "id": intent_id, "status": "succeeded"}
    return json.dumps({"object": "event", "type": kind, "data": {"object": claims}}).encode()


def signed(body: bytes, secret: str = SECRET, *, age_s: int = 0) -> str:
    """Return the signature of a body that was sent so long ago."""
    sent_at = int(time.time()) - age_s
    header: str = stripe.WebhookSignature.generate_signature_header(body.decode(), secret, sent_at)
    return header


def send(port: int, body: bytes | None, headers: Mapping[str, str], method: str = "POST") -> int:
    """Send it as a proxy does, and return the status of the answer."""
    connection = HTTPConnection(HOST, port, timeout=SOON_S)
    try:
        connection.request(method, "/stripe", body, dict(headers))
        return connection.getresponse().status
    finally:
        connection.close()


@contextmanager
def serving(take: Callable[[bytes, str], HTTPStatus]) -> Iterator[WebhookServer]:
    """Run the server in a thread of this process, on any port."""
    with WebhookServer(0, take) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


@contextmanager
def taken_in(database: Database, control: SimulatorControl) -> Iterator[Queue[int]]:
    """Let all events of the simulated account come in; the queue has the answers."""
    answers: Queue[int] = Queue()
    webhooks: Webhooks | None = None

    def take(body: bytes, signature: str) -> HTTPStatus:
        assert webhooks is not None
        status = webhooks.take(body, signature)
        answers.put(status)
        return status

    with serving(take) as server:
        secret = control.webhooks.send_to(f"http://{HOST}:{server.port}/stripe", types=[*INTENT_IN])
        webhooks = Webhooks(database, secret)
        yield answers
        control.webhooks.forget()


@contextmanager
def heard_by(shop: Shop, hear: Callable[[str], None]) -> Iterator[None]:
    """Let the shop's kiosk listen, as a kiosk does that shows live numbers."""
    listening = threading.Event()
    feed = LiveFeed(
        shop.database,
        shop.garage,
        on_change=lambda _: listening.set(),
        on_lost=lambda _: None,
        also={payments_channel(shop.till.kiosk_id): hear},
    )
    feed.start()
    try:
        assert listening.wait(SOON_S)
        yield
    finally:
        feed.close()


def wait_until(holds: Callable[[], bool], what: str) -> None:
    """Wait for something that somebody else does."""
    give_up_at = time.monotonic() + SOON_S
    while not holds():
        assert time.monotonic() < give_up_at, f"{what} never came"
        threading.Event().wait(0.01)
