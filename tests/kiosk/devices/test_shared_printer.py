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


def test_a_printing_printer_is_asked_when_it_has_printed() -> None:
    slow = SlowPrinter()
    printer = SharedPrinter(slow)
    job = threading.Thread(target=printer.print_ticket, args=(b"paper", "ticket-1"))
    job.start()
    assert slow.printing.wait(10)
    states: list[PrinterState] = []
    asking = threading.Thread(target=lambda: states.append(printer.state()))
    asking.start()
    slow.go_on.set()  # SlowPrinter.state() refuses to be asked while it prints
    asking.join(10)
    job.join(10)
    assert [state.condition for state in states] == [PrinterCondition.LOW_PAPER]
