"""HTTP/1.1 on loopback: keep-alive, one write per answer, and able to be unreachable on purpose."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, TypeAlias

from kiosk.demo.stripe_simulator.messages import Answer, Outcome, Request

if TYPE_CHECKING:
    from email.message import Message

Respond: TypeAlias = Callable[[Request], Outcome]

_LARGEST_BODY = 1_000_000


class LoopbackServer:
    """Listens on 127.0.0.1 and hands every request to ``respond``, in a thread per connection.

    Args:
        respond: Answers requests; called from several threads.
        port: 0 takes a free one, once; a later ``listen`` takes the same again.
    """

    def __init__(self, respond: Respond, *, port: int = 0) -> None:
        self._respond = respond
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None

    @property
    def port(self) -> int:
        """The port; known after the first ``listen``."""
        return self._port

    def listen(self) -> None:
        """Starts to accept connections.

        Raises:
            OSError: The port is taken.
        """
        self._server = _Server(("127.0.0.1", self._port), self._respond)
        self._port = int(self._server.server_address[1])
        self._thread = threading.Thread(
            target=self._server.serve_forever,
            kwargs={"poll_interval": 0.02},
            name="stripe-simulator",
        )
        self._thread.start()

    def refuse(self) -> None:
        """Closes the port and every connection: connecting is refused from now on."""
        server, thread = self._server, self._thread
        if server is None or thread is None:
            return
        self._server = self._thread = None
        server.shutdown()
        thread.join()
        server.close_connections()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    allow_reuse_address = True
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], respond: Respond) -> None:
        self.respond = respond
        self._connections: set[socket.socket] = set()
        self._connections_lock = threading.Lock()
        super().__init__(address, _Handler)

    def opened(self, connection: socket.socket) -> None:
        with self._connections_lock:
            self._connections.add(connection)

    def closed(self, connection: socket.socket) -> None:
        with self._connections_lock:
            self._connections.discard(connection)

    def close_connections(self) -> None:
        with self._connections_lock:
            connections = list(self._connections)
        for connection in connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server
    headers: Message

    def setup(self) -> None:
        super().setup()
        self.server.opened(self.connection)

    def finish(self) -> None:
        self.server.closed(self.connection)
        with contextlib.suppress(OSError):
            super().finish()

    def handle(self) -> None:
        # A caller that gives up mid-answer is part of the game.
        with contextlib.suppress(ConnectionError):
            super().handle()

    def _serve(self) -> None:
        path, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST_BODY:
            self.send_error(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        request = Request(
            method=self.command,
            path=path,
            query=query,
            headers={name.lower(): value for name, value in self.headers.items()},
            body=self.rfile.read(length).decode("utf-8", errors="replace"),
        )
        outcome = self.server.respond(request)
        if isinstance(outcome, Answer):
            self._write(outcome)
        else:
            self.close_connection = True

    do_GET = do_POST = do_DELETE = _serve  # noqa: N815 - the base class calls them so

    def _write(self, answer: Answer) -> None:
        body = answer.body.encode()
        reason = HTTPStatus(answer.status).phrase
        head = [
            f"HTTP/1.1 {answer.status} {reason}",
            f"Content-Type: {answer.content_type}",
            f"Content-Length: {len(body)}",
            *(f"{name}: {value}" for name, value in answer.headers.items()),
            "\r\n",
        ]
        whole = "\r\n".join(head).encode() + body
        if answer.truncated:
            whole = whole[: len(whole) - len(body) // 2]
            self.close_connection = True
        self.wfile.write(whole)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class's name
        """Silence: the simulator keeps its own log."""
