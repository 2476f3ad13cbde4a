"""One printer, several lanes."""

from __future__ import annotations

import threading

from kiosk.devices.printer import Printed, PrinterCondition, PrinterState, PrintOutcome
from kiosk.devices.shared_printer import SharedPrinter


class SlowPrinter:
    """Prints until it is let go, and may not be asked meanwhile."""

    def __init__(self) -> None:
        self.printing = threading.Event()
        self.go_on = threading.Event()

    def state(self) -> PrinterState:
        assert not self.printing.is_set()
        return PrinterState(PrinterCondition.LOW_PAPER, "put in a new roll")

    def print_ticket(self, pdf: bytes, job_name: str) -> PrintOutcome:
        assert (pdf, job_name) == (b"paper", "ticket-1")
        self.printing.set()
        assert self.go_on.wait(10)
        self.printing.clear()
        return Printed()


def test_a_printing_printer_answers_with_its_last_state_without_waiting() -> None:
    slow = SlowPrinter()
    printer = SharedPrinter(slow)
    before = printer.state()
    job = threading.Thread(target=printer.print_ticket, args=(b"paper", "ticket-1"))
    job.start()
    assert slow.printing.wait(10)
    assert printer.state() == before
    slow.go_on.set()
    job.join(10)
    assert printer.state() == before
