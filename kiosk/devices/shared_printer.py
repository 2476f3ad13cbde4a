"""One printer for several lanes: it does one thing at a time, and is asked without waiting."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from kiosk.devices.printer import PrinterCondition, PrinterState

if TYPE_CHECKING:
    from kiosk.devices.printer import Printer, PrintOutcome


class SharedPrinter:
    """Lets one thread at a time use a printer. Safe to share between threads."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._turn = threading.Lock()
        self._last = PrinterState(PrinterCondition.READY)

    def state(self) -> PrinterState:
        """Return the printer's state, or while it prints the one that it had before."""
        if not self._turn.acquire(blocking=False):
            return self._last
        try:
            self._last = self._printer.state()
            return self._last
        finally:
            self._turn.release()

    def print_ticket(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Print when it is this caller's turn; see ``Printer``."""
        with self._turn:
            return self._printer.print_ticket(pdf, job_name)
