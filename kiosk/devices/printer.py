"""The ticket printer, as the rest of the program sees it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from core.tickets.codes import TicketCode

_JOB_NAME: Final = re.compile(r"ticket-[A-Z0-9]{1,40}(-copy-[1-9][0-9]*)?")


class PrinterCondition(StrEnum):
    """What a printer can be found in; it prints in the first two."""

    READY = "ready"
    LOW_PAPER = "low_paper"
    OUT_OF_PAPER = "out_of_paper"
    COVER_OPEN = "cover_open"
    OFFLINE = "offline"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class PrinterState:
    """A condition, and for the attendant one sentence on what is wrong and what to do."""

    condition: PrinterCondition
    detail: str = ""

    @property
    def can_print(self) -> bool:
        """Whether a driver may be charged: the ticket will come out."""
        return self.condition in {PrinterCondition.READY, PrinterCondition.LOW_PAPER}


@dataclass(frozen=True, slots=True)
class Printed:
    """The printer has the whole ticket and says that it is done."""


@dataclass(frozen=True, slots=True)
class PrintFailed:
    """The ticket did not come out; ``reason`` is one sentence for the attendant.

    ``may_have_printed`` says that the printer fell silent: the paper may be there, or still come.
    """

    reason: str
    may_have_printed: bool = False


PrintOutcome: TypeAlias = Printed | PrintFailed


class BadJobNameError(ValueError):
    """The job's name was not made by `job_name`."""


class Printer(Protocol):
    """Something that turns a PDF into a ticket in the driver's hand."""

    def state(self) -> PrinterState:
        """Return what the printer says of itself now; asked before a driver is charged."""

    def print_ticket(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Print once and wait until it is printed or failed.

        The same job name is printed once: where it already came out, the answer is `Printed`
        and nothing moves; so a caller that was interrupted calls again.

        Raises:
            BadJobNameError: if the name was not made by `job_name`.
        """


def job_name(code: TicketCode, copy: int = 0) -> str:
    """Return the name of a print: 0 is the ticket itself, 1 the first copy.

    Raises:
        ValueError: if ``copy`` is negative.
    """
    if copy < 0:
        raise ValueError(f"A ticket has no copy number {copy}.")
    return f"ticket-{code}-copy-{copy}" if copy else f"ticket-{code}"


def is_job_name(name: str) -> bool:
    """Return whether a job in a printer's queue is a ticket's."""
    return _JOB_NAME.fullmatch(name) is not None


def check_job_name(name: str) -> None:
    """Check a name before it becomes part of a path or a queue.

    Raises:
        BadJobNameError: if the name was not made by `job_name`.
    """
    if not is_job_name(name):
        raise BadJobNameError(f"{name!r} is no name of a ticket's print.")
