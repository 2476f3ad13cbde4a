"""Looks at every answer that the SDK receives, and remembers what is wrong with it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import stripe

from tests.stripe_sdk.calls import call_of_request
from tests.stripe_sdk.shapes import departures, departures_of_error

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@dataclass
class Answers:
    """What was received so far. ``wrong`` has a sentence for each departure from the SDK."""

    seen: int = 0
    wrong: list[str] = field(default_factory=list)

    def receive(self, method: str, url: str, status: int, body: str) -> None:
        """Look at one answer that is JSON."""
        self.seen += 1
        path = urlsplit(url).path
        try:
            decoded = json.loads(body)
        except ValueError:
            self.wrong.append(f"{method} {path}: no JSON")
            return
        for wrong in wrong_answer(method, path, status, decoded):
            self.wrong.append(f"{method} {path} -> {status}: {wrong}")


def wrong_answer(method: str, path: str, status: int, body: Any) -> list[str]:  # noqa: ANN401 - decoded JSON
    """Where an answer is not what the SDK declares for this call."""
    if status != 200:
        return departures_of_error(body)
    call = call_of_request(method, path)
    if call is None:
        return ["the SDK makes no such call"]
    return departures(body, call.answer, call.chain)


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Iterator[Answers]:
    """Every answer in this test must be what the SDK declares; looked at when the test is over.

    What a broken proxy sends, and half an answer, never count as Stripe's.
    """
    received = Answers()
    request = stripe.RequestsClient.request

    def looked_at(
        client: stripe.RequestsClient, method: str, url: str, *more: Any, **named: Any
    ) -> tuple[Any, int, Mapping[str, str]]:
        body, status, headers = request(client, method, url, *more, **named)
        if headers.get("Content-Type", "").startswith("application/json"):
            received.receive(method, url, status, body)
        return body, status, headers

    monkeypatch.setattr(stripe.RequestsClient, "request", looked_at)
    yield received
    assert not received.wrong, "\n".join(received.wrong)
