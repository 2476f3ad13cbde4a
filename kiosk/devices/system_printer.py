"""The system's printer: a queue of the print service, or a printer on the network, over IPP.

The commands ``lp`` and ``lpstat`` are not asked: they list cancelled jobs as completed, and show a
printer that is off as idle. A job's own state is the only proof that it was printed.
"""

from __future__ import annotations

import socket
import time
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from kiosk.devices.ipp_client import (
    IppClient,
    Job,
    JobState,
    PrinterRefusedError,
    PrinterSilentError,
)
from kiosk.devices.ipp_condition import STATE_ATTRIBUTES, about_queue, state_of
from kiosk.devices.printer import (
    Printed,
    PrinterCondition,
    PrinterState,
    PrintFailed,
    PrintOutcome,
    check_job_name,
    is_job_name,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.devices.ipp_message import Attributes

PATIENCE: Final = timedelta(seconds=20)
"""How long a ticket may take; a driver does not wait longer, and a later print would flood out."""
ANSWER_WITHIN: Final = timedelta(seconds=3)
DISTRUST: Final = timedelta(minutes=5)
"""How long a printer that let a ticket wait in vain is taken for switched off."""
_CANCEL_WITHIN: Final = timedelta(seconds=3)
_FIRST_PAUSE: Final = 0.05
_LONGEST_PAUSE: Final = 0.5
_RAW_PORTS: Final = {"socket": 9100, "lpd": 515}


class SystemPrinter:
    """Prints on ``printer``: a queue's name, or an address such as ``ipp://192.168.1.20/ipp/print``.

    One thread at a time. ``now`` counts seconds, ``pause`` waits for some.

    Raises:
        BadPrinterAddressError: if the printer is named in neither way.
    """

    def __init__(
        self,
        printer: str,
        *,
        patience: timedelta = PATIENCE,
        answer_within: timedelta = ANSWER_WITHIN,
        now: Callable[[], float] = time.monotonic,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self._client = IppClient(printer, answer_within=answer_within)
        self._patience = patience
        self._answer_within = answer_within
        self._now = now
        self._pause = pause
        self._distrusted_until = float("-inf")

    def state(self) -> PrinterState:
        """Ask the queue, and the printer behind it where that is on the network.

        Tickets that an earlier run left waiting are cancelled, so that they do not all come out
        when paper is put in. A queue that has just let a ticket wait without saying why is not
        believed when it says that it is ready, for `DISTRUST` or until a ticket is printed.
        """
        try:
            attributes = self._client.printer(*STATE_ATTRIBUTES)
            self._cancel_stale()
        except PrinterSilentError as error:
            return PrinterState(
                PrinterCondition.OFFLINE,
                f"{self._client.uri} does not answer ({error}); check the printer and the service.",
            )
        except PrinterRefusedError as error:
            return PrinterState(
                PrinterCondition.FAILED, f"{self._client.uri} refuses: {error}; check its name."
            )
        state = self._judged(attributes)
        if state.can_print and self._now() < self._distrusted_until:
            return PrinterState(
                PrinterCondition.OFFLINE,
                "The last ticket did not come out; check that the printer is on, print it again.",
            )
        return state

    def print_ticket(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Print once, wait for the job's end, and take the job back if it does not come.

        Raises:
            BadJobNameError: if the name was not made by `kiosk.devices.printer.job_name`.
        """
        check_job_name(job_name)
        deadline = self._now() + self._patience.total_seconds()
        try:
            earlier = self._found(job_name)
        except (PrinterSilentError, PrinterRefusedError) as error:
            return PrintFailed(f"The printer takes no ticket now: {error}.")
        try:
            job_id = earlier.id if earlier else self._sent(pdf, job_name, deadline)
        except PrinterRefusedError as error:
            return PrintFailed(f"The printer refuses the ticket: {error}.")
        except PrinterSilentError as error:
            return PrintFailed(f"The printer fell silent: {error}.", may_have_printed=True)
        try:
            outcome = self._ending(job_id, deadline) or self._taken_back(job_id)
        except PrinterSilentError as error:
            return PrintFailed(f"The printer fell silent: {error}.", may_have_printed=True)
        except PrinterRefusedError as error:
            return PrintFailed(f"The printer lost the ticket: {error}.", may_have_printed=True)
        if isinstance(outcome, Printed):
            self._distrusted_until = float("-inf")
        return outcome

    def _sent(self, pdf: bytes, name: str, deadline: float) -> int:
        """Send the ticket and return its job's id."""
        try:
            return self._client.print_pdf(pdf, name)
        except PrinterSilentError:
            # The answer was lost, not necessarily the ticket: the queue knows.
            return self._found_in_time(name, deadline)

    def _found_in_time(self, name: str, deadline: float) -> int:
        for wait in self._waits(deadline):
            try:
                job = self._found(name)
            except PrinterSilentError:
                job = None
            if job is not None:
                return job.id
            self._pause(wait)
        raise PrinterSilentError("no answer came, and the queue does not show the ticket")

    def _found(self, name: str) -> Job | None:
        """Return the job of this name that was printed, or else one that still may be."""
        for ended in (True, False):
            for job in self._client.jobs(ended=ended):
                if job.name == name and job.state not in {JobState.CANCELED, JobState.ABORTED}:
                    return job
        return None

    def _ending(self, job_id: int, deadline: float) -> PrintOutcome | None:
        """Wait for the job's end; None if it does not come in time."""
        silence: PrinterSilentError | None = None
        for wait in self._waits(deadline):
            try:
                job = self._client.job(job_id)
                silence = None
            except PrinterSilentError as error:
                silence = error
            else:
                if job.state is JobState.COMPLETED:
                    return Printed()
                if job.state.ended:
                    ending = "cancelled" if job.state is JobState.CANCELED else "given up"
                    return PrintFailed(f"The print was {ending}: {job.reasons or 'no reason'}.")
            self._pause(wait)
        if silence is not None:
            raise silence
        return None

    def _taken_back(self, job_id: int) -> PrintOutcome:
        """Cancel a job that waited too long; it may still win the race."""
        why = self._why_waiting()
        if not why:
            self._distrusted_until = self._now() + DISTRUST.total_seconds()
            why = "The printer gives no reason; check that it is on."
        # Refused where it has just ended or cannot be stopped any more: its state tells.
        with suppress(PrinterRefusedError):
            self._client.cancel(job_id)
        ending = self._ending(job_id, self._now() + _CANCEL_WITHIN.total_seconds())
        match ending:
            case Printed():
                return ending
            case PrintFailed():
                return PrintFailed(f"The ticket did not come out in time: {why}")
            case None:
                return PrintFailed(f"The ticket hangs: {why}", may_have_printed=True)

    def _why_waiting(self) -> str:
        """Return what the printer says is wrong, or nothing."""
        with suppress(PrinterSilentError, PrinterRefusedError):
            attributes = self._client.printer(*STATE_ATTRIBUTES)
            return self._judged(attributes).detail
        return ""

    def _judged(self, queue: Attributes) -> PrinterState:
        """Weigh the queue's word against the printer's, where the printer can be asked itself.

        A queue remembers what was wrong during its last job until the next one, although the
        paper has long been put in; about the device the device knows better.
        """
        behind = self._behind(queue)
        if behind is None:
            return state_of(queue)
        waiting = state_of(about_queue(queue))
        return behind if not behind.can_print or waiting.can_print else waiting

    def _cancel_stale(self) -> None:
        """Cancel our tickets that have waited longer than any driver would."""
        for job in self._client.jobs(ended=False):
            old = job.age is not None and job.age > self._patience.total_seconds()
            if old and is_job_name(job.name):
                with suppress(PrinterRefusedError):  # it ended meanwhile
                    self._client.cancel(job.id)

    def _behind(self, queue: Attributes) -> PrinterState | None:
        """Ask the printer that a queue sends to; None if only the queue can tell of it."""
        device = str(queue.get("device-uri", ("",))[0])
        address = urlsplit(device)
        try:
            if address.scheme == "ipp" and address.hostname:
                client = IppClient(device, answer_within=self._answer_within)
                return state_of(client.printer(*STATE_ATTRIBUTES))
            if address.scheme in _RAW_PORTS and address.hostname:
                port = address.port or _RAW_PORTS[address.scheme]
                timeout = self._answer_within.total_seconds()
                socket.create_connection((address.hostname, port), timeout).close()
        except (PrinterSilentError, OSError):
            return PrinterState(
                PrinterCondition.OFFLINE,
                f"The printer at {address.hostname} does not answer; switch it on.",
            )
        except PrinterRefusedError:
            return None  # it answers, and the queue's word stands
        return None

    def _waits(self, deadline: float) -> Iterator[float]:
        """Yield how long to pause after each try: short at first; one try at least."""
        wait = _FIRST_PAUSE
        yield wait
        while self._now() < deadline:
            wait = min(wait * 1.5, _LONGEST_PAUSE)
            yield wait
