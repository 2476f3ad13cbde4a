"""Somebody who hears of events: a web server that believes only what the SDK verifies."""

from __future__ import annotations

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import Queue
from typing import TYPE_CHECKING, Self

import stripe

from tests.stripe_sdk.shapes import departures

if TYPE_CHECKING:
    from types import TracebackType

_RESOURCES = {
    "payment_intent": stripe.PaymentIntent,
    "charge": stripe.Charge,
    "refund": stripe.Refund,
    "terminal.reader": stripe.terminal.Reader,
}
SECONDS = 10.0
"""How long a delivery is waited for; it takes milliseconds."""


class Receiver:
    """A context manager. ``secret`` must be set before anything arrives.

    Attributes:
        answers: The HTTP statuses that it answers, one by one; then 200 for ever.
        slow: While it is clear, no request is answered.
    """

    def __init__(self) -> None:
        self.secret = ""
        self.answers: list[int] = []
        self.slow = threading.Event()
        self.slow.set()
        self.raw: list[tuple[bytes, str]] = []
        self._heard: Queue[stripe.Event] = Queue()
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.slow.wait(SECONDS)
                status = receiver.answers.pop(0) if receiver.answers else 200
                if status == 200:
                    receiver._believe(body, self.headers["Stripe-Signature"])
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}
        )
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/stripe"

    def _believe(self, body: bytes, signature: str) -> None:
        self.raw.append((body, signature))
        self._heard.put(stripe.Webhook.construct_event(body, signature, self.secret))

    def next(self) -> stripe.Event:
        """The next event; it, and the object that it is about, are what the SDK declares."""
        event = self._heard.get(timeout=SECONDS)
        shown = event.to_dict()
        wrong = departures(shown, stripe.Event, "event")
        resource = shown["data"]["object"]
        wrong += departures(resource, _RESOURCES[resource["object"]], "event.data.object")
        assert not wrong, "\n".join(wrong)
        return event

    def types(self, count: int) -> list[str]:
        """The types of the next ``count`` events."""
        return [self.next().type for _ in range(count)]

    @property
    def has_more(self) -> bool:
        """Whether something has arrived that nobody looked at."""
        return not self._heard.empty()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.slow.set()
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
