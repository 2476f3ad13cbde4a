"""A small HTTP server on loopback for what a TLS proxy hands on; it bears whatever comes.

A message that is too long, too slow or no message costs one of a few threads for a few seconds.
"""

from __future__ import annotations

import threading
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

HOST: Final = "127.0.0.1"
LONGEST: Final = 256 * 1024
"""Bytes of a body. Stripe's events have a few thousand."""
AT_ONCE: Final = 8
"""Requests that are answered side by side; others wait to be taken in."""
PATIENCE_S: Final = 5.0
"""How long the next piece of a request may take."""
ANSWER_WITHIN_S: Final = 3.0
_NAME: Final = "garage-kiosk-webhooks"


class WebhookServer(ThreadingHTTPServer):
    """Gives each body that is posted, and its signature, to ``take``, and answers what it returns.

    Listens from its making; answers in ``serve_forever``.

    Args:
        port: 0 for any that is free.
        take: called from several threads at once.

    Raises:
        OSError: if the port is taken.
    """

    daemon_threads = True
    request_queue_size = 64

    def __init__(self, port: int, take: Callable[[bytes, str], HTTPStatus]) -> None:
        super().__init__((HOST, port), _Handler)
        self.take = take
        self._free = threading.BoundedSemaphore(AT_ONCE)

    @property
    def port(self) -> int:
        """Where it listens."""
        return self.server_port

    def process_request(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - as above it
        """Answer in a thread of its own, as soon as one is free."""
        self._free.acquire()
        super().process_request(request, client_address)

    def process_request_thread(self, request: Any, client_address: Any) -> None:  # noqa: ANN401
        """Let the next one in afterwards."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a caller who hangs up in the middle; there is nothing to do about it."""


def answers_on(port: int) -> bool:
    """Return whether such a server answers on this machine."""
    connection = HTTPConnection(HOST, port, timeout=ANSWER_WITHIN_S)
    try:
        connection.request("GET", "/")
        return connection.getresponse().getheader("Server") == _NAME
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


class _Handler(BaseHTTPRequestHandler):
    server: WebhookServer
    timeout = PATIENCE_S

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdecimal()) or self.headers["Transfer-Encoding"]:
            self._answer(HTTPStatus.LENGTH_REQUIRED)
        elif len(length) > len(str(LONGEST)) or int(length) > LONGEST:
            self._answer(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        else:
            body = self.rfile.read(int(length))
            if len(body) == int(length):  # else the caller has hung up
                self._answer(self.server.take(body, self.headers.get("Stripe-Signature", "")))

    def do_GET(self) -> None:
        self._answer(HTTPStatus.METHOD_NOT_ALLOWED)

    def _answer(self, status: HTTPStatus) -> None:
        self.send_response(status)
        if status is HTTPStatus.METHOD_NOT_ALLOWED:
            self.send_header("Allow", "POST")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def version_string(self) -> str:
        return _NAME

    def log_message(self, *_: object) -> None:
        """Not a line for each request; what matters is logged where it is understood."""
