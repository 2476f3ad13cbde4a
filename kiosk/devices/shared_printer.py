"""One printer for several lanes: it does one thing at a time."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.devices.printer import Printer, PrinterState, PrintOutcome


class SharedPrinter:
    """Lets one thread at a time use a printer. Safe to share between threads."""

    def __init__(self, printer: Printer) -> None:
        self._printer = printer
        self._turn = threading.Lock()

    def state(self) -> PrinterState:
        """Return the printer's state, after what it prints: old news would sell without paper."""
        with self._turn:
            return self._printer.state()

    def print_ticket(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Print when it is this caller's turn; see ``Printer``."""
        with self._turn:
            return self._printer.print_ticket(pdf, job_name)
