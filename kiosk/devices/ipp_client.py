"""Asks one printer, or one queue of the print service, over IPP (RFC 8011)."""

from __future__ import annotations

import http
import http.client
import itertools
from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, urlsplit

from kiosk.devices.ipp_message import (
    Attribute,
    Attributes,
    BadIppMessageError,
    Operation,
    Request,
    Response,
    Tag,
    decoded,
)

if TYPE_CHECKING:
    from datetime import timedelta

_PORT: Final = 631
_FIRST_ERROR: Final = 0x0400
_REMEMBERED: Final = 100
"""How many ended jobs are looked through: far more than a kiosk prints between two tries."""
USER: Final = "garage-kiosk"
"""Whose jobs they are; only an owner may see and cancel jobs."""

_JOB_FIELDS: Final = (
    "job-id",
    "job-name",
    "job-state",
    "job-state-reasons",
    "job-printer-state-message",
    "time-at-creation",
    "job-printer-up-time",
)


class BadPrinterAddressError(ValueError):
    """The text is neither a queue's name nor an ``ipp://`` address."""


class PrinterSilentError(ConnectionError):
    """No answer, or none that can be understood: what was asked may have been done."""


class PrinterRefusedError(RuntimeError):
    """The printer answered that it will not; the message says why."""


class JobState(IntEnum):
    """RFC 8011, 5.3.7."""

    PENDING = 3
    HELD = 4
    PROCESSING = 5
    STOPPED = 6
    CANCELED = 7
    ABORTED = 8
    COMPLETED = 9

    @property
    def ended(self) -> bool:
        """Whether the job will never change again."""
        return self >= JobState.CANCELED


@dataclass(frozen=True, slots=True)
class Job:
    """One job as the printer tells of it; ``age`` in seconds, None if it does not say."""

    id: int
    name: str
    state: JobState
    reasons: str
    age: int | None


class IppClient:
    """Speaks to a queue of the local print service, by name, or to an ``ipp://`` address.

    Every call is one HTTP exchange that ends within ``answer_within`` and raises
    `PrinterSilentError` or `PrinterRefusedError` where it brings nothing.

    Raises:
        BadPrinterAddressError: if the printer is named in neither way.
    """

    def __init__(self, printer: str, *, answer_within: timedelta) -> None:
        local = f"ipp://localhost:{_PORT}/printers/{quote(printer, safe='')}"
        self.uri = printer if "://" in printer else local
        address = urlsplit(self.uri)
        if not printer or address.scheme != "ipp" or not address.hostname:
            raise BadPrinterAddressError(
                f"{printer!r} is no printer; name a queue or an address such as "
                "ipp://192.168.1.20/ipp/print."
            )
        self._host, self._port = address.hostname, address.port or _PORT
        self._path = address.path or "/"
        self._answer_within = answer_within
        self._request_ids = itertools.count(1)

    def printer(self, *names: str) -> Attributes:
        """Return the named attributes of the printer, as far as it has them."""
        wanted = Attribute("requested-attributes", Tag.KEYWORD, names)
        answer = self._ask(Operation.GET_PRINTER_ATTRIBUTES, wanted)
        return answer.printers[0] if answer.printers else {}

    def jobs(self, *, ended: bool) -> list[Job]:
        """Return our jobs: those that wait or print, or the latest of those that have ended."""
        answer = self._ask(
            Operation.GET_JOBS,
            Attribute("requested-attributes", Tag.KEYWORD, _JOB_FIELDS),
            Attribute("which-jobs", Tag.KEYWORD, ("completed" if ended else "not-completed",)),
            Attribute("my-jobs", Tag.BOOLEAN, (True,)),
            Attribute("limit", Tag.INTEGER, (_REMEMBERED,)),
        )
        return [_job(attributes) for attributes in answer.jobs]

    def job(self, job_id: int) -> Job:
        """Return one job."""
        answer = self._ask(
            Operation.GET_JOB_ATTRIBUTES,
            Attribute("job-id", Tag.INTEGER, (job_id,)),
            Attribute("requested-attributes", Tag.KEYWORD, _JOB_FIELDS),
        )
        if not answer.jobs:
            raise PrinterSilentError("The printer answered without the job.")
        return _job(answer.jobs[0])

    def print_pdf(self, pdf: bytes, name: str) -> int:
        """Send a document as a job of its own and return the job's id."""
        answer = self._ask(
            Operation.PRINT_JOB,
            Attribute("job-name", Tag.NAME, (name,)),
            Attribute("document-format", Tag.MIME, ("application/pdf",)),
            # A scaled QR code would lose its whole dots.
            job_attributes=(Attribute("print-scaling", Tag.KEYWORD, ("none",)),),
            document=pdf,
        )
        job_id = _number(answer.jobs[0], "job-id") if answer.jobs else None
        if job_id is None:
            raise PrinterSilentError("The printer took the ticket without giving it a number.")
        return job_id

    def cancel(self, job_id: int) -> None:
        """Ask for a job's end; a job that has ended already is left as it is."""
        self._ask(Operation.CANCEL_JOB, Attribute("job-id", Tag.INTEGER, (job_id,)))

    def _ask(
        self,
        operation: Operation,
        *attributes: Attribute,
        job_attributes: tuple[Attribute, ...] = (),
        document: bytes = b"",
    ) -> Response:
        # The order of the first ones is laid down (RFC 8011, 4.1.4): charset, language, target.
        target = (
            Attribute("attributes-charset", Tag.CHARSET, ("utf-8",)),
            Attribute("attributes-natural-language", Tag.LANGUAGE, ("en",)),
            Attribute("printer-uri", Tag.URI, (self.uri,)),
        )
        job_id = tuple(it for it in attributes if it.name == "job-id")
        rest = tuple(it for it in attributes if it.name != "job-id")
        user = Attribute("requesting-user-name", Tag.NAME, (USER,))
        request = Request(operation, (*target, *job_id, user, *rest), job_attributes, document)
        answer = _understood(self._exchanged(request.encoded(next(self._request_ids))))
        if answer.status < _FIRST_ERROR:
            return answer
        said = " ".join(str(text) for text in answer.operation.get("status-message", ()))
        raise PrinterRefusedError(said.rstrip(".") or f"status {answer.status:#06x}")

    def _exchanged(self, body: bytes) -> bytes:
        timeout = self._answer_within.total_seconds()
        connection = http.client.HTTPConnection(self._host, self._port, timeout=timeout)
        try:
            connection.request("POST", self._path, body, {"Content-Type": "application/ipp"})
            response = connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as error:
            raise PrinterSilentError(str(error) or type(error).__name__) from error
        finally:
            connection.close()
        if response.status != http.HTTPStatus.OK:
            raise PrinterRefusedError(f"HTTP {response.status} {response.reason}")
        return content


def _understood(message: bytes) -> Response:
    """Read an answer, and take one that cannot be read for none."""
    try:
        return decoded(message)
    except BadIppMessageError as error:
        raise PrinterSilentError(str(error)) from error


def _job(attributes: Attributes) -> Job:
    created, now = (
        _number(attributes, "time-at-creation"),
        _number(attributes, "job-printer-up-time"),
    )
    try:
        state = JobState(_number(attributes, "job-state") or 0)
    except ValueError as error:
        raise PrinterSilentError("The printer tells of a job without its state.") from error
    said = (
        *attributes.get("job-printer-state-message", ()),
        *attributes.get("job-state-reasons", ()),
    )
    return Job(
        id=_number(attributes, "job-id") or 0,
        name=str(attributes.get("job-name", ("",))[0]),
        state=state,
        reasons=", ".join(str(it) for it in said if it and it != "none"),
        age=None if created is None or now is None else now - created,
    )


def _number(attributes: Attributes, name: str) -> int | None:
    value = attributes.get(name, (None,))[0]
    return value if isinstance(value, int) else None
