"""The server that takes Stripe's events in bears whatever is sent to it."""

from __future__ import annotations

import socket
from contextlib import ExitStack
from http import HTTPStatus
from queue import Queue
from typing import TYPE_CHECKING, Final

import pytest

from kiosk import webhook_server
from kiosk.webhook_server import AT_ONCE, HOST, LONGEST, answers_on
from tests.kiosk.events import SOON_S, send, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD: Final = b"POST /stripe HTTP/1.1\r\nHost: here\r\n"


@pytest.fixture
def taken() -> Queue[tuple[bytes, str]]:
    return Queue()


@pytest.fixture
def port(taken: Queue[tuple[bytes, str]]) -> Iterator[int]:
    def take(body: bytes, signature: str) -> HTTPStatus:
        taken.put((body, signature))
        return HTTPStatus.OK

    with serving(take) as server:
        yield server.port


def answer_to(port: int, raw: bytes) -> bytes:
    """Send exactly this, and nothing more ever; return the first line of the answer."""
    with socket.create_connection((HOST, port), timeout=SOON_S) as line:
        line.sendall(raw)
        line.shutdown(socket.SHUT_WR)
        return line.makefile("rb").readline()


def test_a_body_and_its_signature_are_handed_on(port: int, taken: Queue[tuple[bytes, str]]) -> None:
    longest = b"x" * LONGEST

    assert send(port, longest, {"Stripe-Signature": "t=1,v1=2"}) == HTTPStatus.OK
    assert taken.get() == (longest, "t=1,v1=2")
    assert send(port, b"", {}) == HTTPStatus.OK
    assert taken.get() == (b"", "")
    assert answers_on(port)


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        (HEAD + f"Content-Length: {LONGEST + 1}\r\n\r\n".encode(), b"413"),
        (HEAD + b"Content-Length: " + b"9" * 5000 + b"\r\n\r\n", b"413"),
        (HEAD + b"Content-Length: -1\r\n\r\n", b"411"),
        (HEAD + b"Content-Length: \xb2\r\n\r\n", b"411"),
        (HEAD + b"\r\n", b"411"),
        (HEAD + b"Content-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", b"411"),
        (HEAD + b"Content-Length: 100\r\n\r\nand then it hangs up", b""),
        (b"GET /stripe HTTP/1.1\r\n\r\n", b"405"),
        (b"PUT /stripe HTTP/1.1\r\n\r\n", b"501"),
        (b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"<!DOCTYPE HTML>"),
        (b"", b""),
    ],
    ids=[
        "too long",
        "much too long",
        "negative",
        "not a number",
        "no length",
        "in chunks",
        "half",
        "GET",
        "PUT",
        "TLS",
        "nothing",
    ],
)
def test_what_is_no_event_is_not_handed_on(
    port: int, taken: Queue[tuple[bytes, str]], raw: bytes, status: bytes
) -> None:
    first = answer_to(port, raw)

    assert status in first
    assert bool(first) == bool(status)
    assert taken.empty()
    assert send(port, b"{}", {}) == HTTPStatus.OK, "and the next one is answered"


def test_callers_who_say_nothing_keep_nobody_out_for_long(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook_server._Handler, "timeout", 0.2)

    with ExitStack() as silent:
        for _ in range(3 * AT_ONCE):
            silent.enter_context(socket.create_connection((HOST, port)))
        assert send(port, b"{}", {}) == HTTPStatus.OK


def test_nobody_answers_where_nothing_listens_or_somebody_else_does(port: int) -> None:
    assert answers_on(port)
    with socket.create_server((HOST, 0)) as other:
        other_port = other.getsockname()[1]
    assert not answers_on(other_port)
