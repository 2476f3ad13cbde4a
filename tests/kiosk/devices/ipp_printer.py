"""An IPP printer on loopback that does what a test tells it, and a clock that no test waits for."""

from __future__ import annotations

import itertools
import struct
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING

from kiosk.devices.ipp_message import Attributes, Operation, decoded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENUMS = {"job-state", "printer-state"}
PENDING, CANCELED, COMPLETED = 3, 7, 9
NOT_POSSIBLE, NOT_FOUND = 0x0404, 0x0406


@dataclass
class Job:
    """A job in the printer's book."""

    id: int
    name: str
    document: bytes
    state: int = PENDING
    reasons: str = "none"
    age: int = 0


@dataclass
class FakePrinter:
    """Answers IPP like a printer (RFC 8011); a printed page is a job that reached COMPLETED."""

    reasons: tuple[str, ...] = ("none",)
    printer_state: int = 3
    accepting: bool = True
    device_uri: str = ""
    prints_at_once: bool = True
    cancels: bool = True
    forgets: bool = False
    refuses: int = 0
    answers: Callable[[int], bool] = lambda _operation: True
    jobs: list[Job] = field(default_factory=list)
    asked: list[Attributes] = field(default_factory=list)
    port: int = 0
    _ids: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    @property
    def uri(self) -> str:
        return f"ipp://127.0.0.1:{self.port}/ipp/print"

    @property
    def printed(self) -> list[bytes]:
        return [job.document for job in self.jobs if job.state == COMPLETED]

    def add(self, name: str, document: bytes = b"", **more: int) -> Job:
        job = Job(next(self._ids), name, document, **more)
        self.jobs.append(job)
        return job

    def answer(self, body: bytes) -> bytes:
        request = decoded(body)
        self.asked.append(request.operation)
        if self.refuses:
            return answered(self.refuses, operation={"status-message": "It will not."})
        match Operation(request.status):
            case Operation.GET_PRINTER_ATTRIBUTES:
                return answered(printers=[self._told()])
            case Operation.GET_JOBS:
                ended = request.operation["which-jobs"] == ("completed",)
                newest = reversed([job for job in self.jobs if (job.state >= CANCELED) == ended])
                return answered(jobs=[told(job) for job in newest])
            case Operation.PRINT_JOB:
                document = body[body.index(b"%PDF") :]
                job = self.add(str(request.operation["job-name"][0]), document)
                job.state = COMPLETED if self.prints_at_once else PENDING
                return answered(jobs=[told(job)])
            case operation:
                return self._about_job(operation, request.operation["job-id"][0])

    def _about_job(self, operation: Operation, job_id: object) -> bytes:
        job = next((job for job in self.jobs if job.id == job_id), None)
        if job is None or self.forgets:
            return answered(NOT_FOUND, operation={"status-message": "No such job."})
        if operation is Operation.GET_JOB_ATTRIBUTES:
            return answered(jobs=[told(job)])
        assert operation is Operation.CANCEL_JOB
        if job.state >= CANCELED:
            return answered(NOT_POSSIBLE)
        job.state = CANCELED if self.cancels else job.state
        return answered()

    def _told(self) -> dict[str, object]:
        return {
            "printer-state": self.printer_state,
            "printer-state-reasons": list(self.reasons),
            "printer-is-accepting-jobs": self.accepting,
            **({"device-uri": self.device_uri} if self.device_uri else {}),
        }


def told(job: Job) -> dict[str, object]:
    return {
        "job-id": job.id,
        "job-name": job.name,
        "job-state": job.state,
        "job-state-reasons": job.reasons,
        "time-at-creation": 1000,
        "job-printer-up-time": 1000 + job.age,
    }


def answered(
    status: int = 0,
    *,
    operation: dict[str, object] | None = None,
    jobs: list[dict[str, object]] | None = None,
    printers: list[dict[str, object]] | None = None,
) -> bytes:
    """Write an answer by hand, so that the reader under test is not checked against itself."""
    out = struct.pack(">BBHi", 1, 1, status, 1)
    groups = [(1, operation or {})]
    groups += [(2, attributes) for attributes in jobs or []]
    groups += [(4, attributes) for attributes in printers or []]
    for tag, attributes in groups:
        out += bytes([tag])
        for name, value in attributes.items():
            named = name.encode()
            for one in value if isinstance(value, list) else [value]:
                syntax, content = encoded(name, one)
                out += struct.pack(">BH", syntax, len(named)) + named
                out += struct.pack(">H", len(content)) + content
                named = b""
    return out + b"\x03"


def encoded(name: str, value: object) -> tuple[int, bytes]:
    match value:
        case bool():
            return 0x22, bytes([value])
        case int():
            return (0x23 if name in ENUMS else 0x21), value.to_bytes(4, "big")
        case _:
            return 0x44, str(value).encode()


class Clock:
    """Seconds that pass only when somebody pauses; then `on_pause` happens."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.on_pause: Callable[[], object] = lambda: None

    def now(self) -> float:
        return self.seconds

    def pause(self, seconds: float) -> None:
        self.seconds += seconds
        self.on_pause()


@contextmanager
def serving(printer: FakePrinter) -> Iterator[FakePrinter]:
    """Let a printer answer on a free port of loopback."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            answer = printer.answer(body)
            operation = struct.unpack_from(">H", body, 2)[0]
            if not printer.answers(operation):
                self.close_connection = True
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/ipp")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    printer.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield printer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
