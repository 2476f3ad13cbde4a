"""Takes events to the endpoints, in a thread of its own: no caller of the API waits for it."""

from __future__ import annotations

import contextlib
import json
import socket
import threading
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from kiosk.demo.stripe_simulator.clock import Clock, now_of
from kiosk.demo.stripe_simulator.deliveries import RETRY_AFTER_SECONDS, Delivery
from kiosk.demo.stripe_simulator.event import Event
from kiosk.demo.stripe_simulator.signature import signature_header
from kiosk.demo.stripe_simulator.webhook_endpoint import WebhookEndpoint

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.store import Store

_TIMEOUT_SECONDS = 10.0
_GOOD = range(200, 300)


@dataclass(frozen=True)
class _Letter:
    delivery: Delivery
    event: Event
    endpoint: WebhookEndpoint


class Postman:
    """Delivers what is due, one after the other, and tries again what was not taken.

    Args:
        store: Where deliveries wait; its ``mail`` is set when there is something to look at.
        clock: The machine's time, which signatures carry; delays follow the account's.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._stopping = threading.Event()
        self._connection: HTTPConnection | None = None
        self._thread = threading.Thread(target=self._run, name="stripe-simulator-postman")

    def start(self) -> None:
        """Begins with what an earlier process left."""
        self._thread.start()

    def stop(self) -> None:
        """Ends at once; a receiver that is slow is left alone."""
        self._stopping.set()
        self._store.mail.set()
        connection = self._connection
        if connection is not None and connection.sock is not None:
            with contextlib.suppress(OSError):
                connection.sock.shutdown(socket.SHUT_RDWR)
        if self._thread.is_alive():
            self._thread.join()

    def _run(self) -> None:
        while not self._stopping.is_set():
            letter, wait = self._next()
            if letter is not None:
                self._deliver(letter)
                continue
            self._store.mail.wait(wait)

    def _next(self) -> tuple[_Letter | None, float | None]:
        """What is due, or how many seconds nothing is (None: for ever)."""
        store = self._store
        store.mail.clear()
        with store.transaction():
            now = now_of(store, self._clock)
            delivery = store.first_delivery(now)
            if delivery is None:
                due_at = store.next_delivery_at()
                return None, None if due_at is None else max(due_at - now, 0.0)
            event = store.get("event", delivery.event)
            endpoint = store.get("webhook_endpoint", delivery.endpoint)
            if event is None or endpoint is None:
                store.settle_delivery(delivery.id, attempts=delivery.attempts, state="given_up")
                return None, 0.0
            letter = _Letter(
                delivery, Event.from_record(event), WebhookEndpoint.from_record(endpoint)
            )
            return letter, None

    def _deliver(self, letter: _Letter) -> None:
        taken = self._taken(letter)
        if self._stopping.is_set() and not taken:
            return
        delivery, attempts = letter.delivery, letter.delivery.attempts + 1
        with self._store.transaction():
            if taken:
                self._store.settle_delivery(delivery.id, attempts=attempts, state="delivered")
            elif attempts > len(RETRY_AFTER_SECONDS):
                self._store.settle_delivery(delivery.id, attempts=attempts, state="given_up")
            else:
                again_at = now_of(self._store, self._clock) + RETRY_AFTER_SECONDS[attempts - 1]
                self._store.put_off_delivery(delivery.id, attempts=attempts, due_at=again_at)

    def _taken(self, letter: _Letter) -> bool:
        """Whether the receiver answered 2xx."""
        address = urlsplit(letter.endpoint.url)
        body = json.dumps(letter.event.rendered())
        # The machine's time, however far the account's was moved: the receiver compares with its
        # own clock and refuses what looks old.
        timestamp = int(self._clock().timestamp())
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Stripe-Signature": signature_header(body, letter.endpoint.secret, timestamp=timestamp),
            "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
        }
        connection = HTTPConnection(address.netloc, timeout=_TIMEOUT_SECONDS)
        self._connection = connection
        try:
            connection.request("POST", address.path or "/", body.encode(), headers)
            return not self._stopping.is_set() and connection.getresponse().status in _GOOD
        except (OSError, HTTPException):
            return False
        finally:
            self._connection = None
            connection.close()
