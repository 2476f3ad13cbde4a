from __future__ import annotations

import socket
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from core.tickets.codes import new_code
from kiosk.devices.ipp_client import BadPrinterAddressError
from kiosk.devices.ipp_message import Operation
from kiosk.devices.printer import (
    BadJobNameError,
    Printed,
    PrinterCondition,
    PrinterState,
    PrintFailed,
    job_name,
)
from kiosk.devices.system_printer import DISTRUST, PATIENCE, SystemPrinter
from tests.kiosk.devices.ipp_printer import FakePrinter, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.kiosk.devices.ipp_printer import Clock

PDF = b"%PDF-1.4 a ticket"
PENDING, CANCELED, ABORTED, COMPLETED = 3, 7, 8, 9


@pytest.fixture
def printer(fake_printer: FakePrinter, clock: Clock) -> SystemPrinter:
    return SystemPrinter(
        fake_printer.uri, answer_within=timedelta(seconds=2), now=clock.now, pause=clock.pause
    )


@pytest.fixture
def name() -> str:
    return job_name(new_code())


@pytest.fixture
def dead_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def test_a_ticket_is_printed_as_it_is_and_unscaled(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    assert printer.print_ticket(PDF, name) == Printed()
    assert fake_printer.printed == [PDF]
    assert {asked["requesting-user-name"] for asked in fake_printer.asked} == {("garage-kiosk",)}
    assert {asked["printer-uri"] for asked in fake_printer.asked} == {(fake_printer.uri,)}


def test_printing_waits_for_the_jobs_end(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str
) -> None:
    fake_printer.prints_at_once = False

    def print_after_five_seconds() -> None:
        if clock.seconds > 5:
            fake_printer.jobs[0].state = COMPLETED

    clock.on_pause = print_after_five_seconds
    assert printer.print_ticket(PDF, name) == Printed()
    assert 5 < clock.seconds < 6


def test_the_same_job_is_not_printed_twice(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    assert printer.print_ticket(PDF, name) == Printed()
    assert printer.print_ticket(PDF, name) == Printed()
    assert printer.print_ticket(PDF, f"{name}-copy-1") == Printed()
    assert [job.name for job in fake_printer.jobs] == [name, f"{name}-copy-1"]


def test_a_job_that_an_earlier_run_left_printing_is_waited_for(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str
) -> None:
    job = fake_printer.add(name, PDF)
    clock.on_pause = lambda: setattr(job, "state", COMPLETED)
    assert printer.print_ticket(PDF, name) == Printed()
    assert fake_printer.jobs == [job]


@pytest.mark.parametrize("ending", [CANCELED, ABORTED])
def test_a_job_that_ended_without_paper_is_a_failure_and_can_be_tried_again(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str, ending: int
) -> None:
    fake_printer.prints_at_once = False
    clock.on_pause = lambda: setattr(fake_printer.jobs[0], "state", ending)
    outcome = printer.print_ticket(PDF, name)
    assert isinstance(outcome, PrintFailed)
    assert not outcome.may_have_printed
    fake_printer.prints_at_once = True
    assert printer.print_ticket(PDF, name) == Printed()
    assert fake_printer.printed == [PDF]


def test_a_ticket_that_does_not_come_is_taken_back(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str
) -> None:
    fake_printer.prints_at_once = False
    clock.on_pause = lambda: setattr(fake_printer, "reasons", ("media-empty-error",))
    outcome = printer.print_ticket(PDF, name)
    assert outcome == PrintFailed(
        "The ticket did not come out in time: The paper is used up; put in a new roll."
    )
    assert clock.seconds == pytest.approx(PATIENCE.total_seconds(), abs=1)
    assert [job.state for job in fake_printer.jobs] == [CANCELED]
    assert printer.state().condition is PrinterCondition.OUT_OF_PAPER
    fake_printer.reasons = ("none",)
    assert printer.state().condition is PrinterCondition.READY


def test_a_ticket_that_is_printed_while_it_is_cancelled_is_printed(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str
) -> None:
    fake_printer.prints_at_once = False
    fake_printer.cancels = False

    def print_at_last() -> None:
        if clock.seconds > PATIENCE.total_seconds() + 1:
            fake_printer.jobs[0].state = COMPLETED

    clock.on_pause = print_at_last
    assert printer.print_ticket(PDF, name) == Printed()


def test_a_ticket_that_cannot_be_taken_back_may_still_come(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    fake_printer.prints_at_once = False
    fake_printer.cancels = False
    outcome = printer.print_ticket(PDF, name)
    assert isinstance(outcome, PrintFailed)
    assert outcome.may_have_printed


def test_a_lost_answer_is_found_in_the_queue(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    fake_printer.answers = lambda operation: operation != Operation.PRINT_JOB
    assert printer.print_ticket(PDF, name) == Printed()
    assert fake_printer.printed == [PDF]


def test_a_printer_that_falls_silent_with_the_ticket_may_have_printed(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    fake_printer.answers = lambda _: not fake_printer.jobs
    outcome = printer.print_ticket(PDF, name)
    assert isinstance(outcome, PrintFailed)
    assert outcome.may_have_printed
    fake_printer.answers = lambda _: True
    assert printer.print_ticket(PDF, name) == Printed()
    assert fake_printer.printed == [PDF]


def test_a_short_silence_is_waited_out(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str
) -> None:
    fake_printer.answers = lambda op: op != Operation.GET_JOB_ATTRIBUTES or clock.seconds > 3
    assert printer.print_ticket(PDF, name) == Printed()


def test_a_printer_that_forgets_the_ticket_may_have_printed(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    fake_printer.forgets = True
    outcome = printer.print_ticket(PDF, name)
    assert isinstance(outcome, PrintFailed)
    assert outcome.may_have_printed


def test_a_printer_that_refuses_has_not_printed(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    fake_printer.refuses = 0x040A
    outcome = printer.print_ticket(PDF, name)
    assert outcome == PrintFailed("The printer takes no ticket now: It will not.")
    assert printer.state().condition is PrinterCondition.FAILED


def test_a_printer_that_is_not_there_is_off_line_and_has_not_printed(
    dead_port: int, clock: Clock, name: str
) -> None:
    printer = SystemPrinter(f"ipp://127.0.0.1:{dead_port}/", now=clock.now, pause=clock.pause)
    assert printer.state().condition is PrinterCondition.OFFLINE
    outcome = printer.print_ticket(PDF, name)
    assert isinstance(outcome, PrintFailed)
    assert not outcome.may_have_printed


def test_stale_tickets_are_cancelled_and_nobody_elses_jobs(
    printer: SystemPrinter, fake_printer: FakePrinter, name: str
) -> None:
    old = int(PATIENCE.total_seconds()) + 1
    stale = fake_printer.add(name, age=old)
    fresh = fake_printer.add(job_name(new_code()), age=1)
    other = fake_printer.add("the attendant's letter", age=old)
    assert printer.state() == PrinterState(PrinterCondition.READY)
    assert [job.state for job in (stale, fresh, other)] == [CANCELED, PENDING, PENDING]


def test_a_queue_that_let_a_ticket_wait_is_not_believed_until_one_is_printed(
    printer: SystemPrinter, fake_printer: FakePrinter, clock: Clock, name: str
) -> None:
    fake_printer.prints_at_once = False
    printer.print_ticket(PDF, name)
    assert printer.state().condition is PrinterCondition.OFFLINE
    fake_printer.prints_at_once = True
    assert printer.print_ticket(PDF, name) == Printed()
    assert printer.state().can_print

    fake_printer.prints_at_once = False
    printer.print_ticket(PDF, f"{name}-copy-1")
    assert not printer.state().can_print
    clock.seconds += DISTRUST.total_seconds() + 1
    assert printer.state().can_print


def test_the_printer_behind_an_idle_queue_is_asked_too(
    printer: SystemPrinter, fake_printer: FakePrinter, dead_port: int
) -> None:
    fake_printer.device_uri = f"ipp://127.0.0.1:{dead_port}/ipp/print"
    assert printer.state().condition is PrinterCondition.OFFLINE
    fake_printer.device_uri = f"socket://127.0.0.1:{dead_port}"
    assert printer.state().condition is PrinterCondition.OFFLINE
    fake_printer.device_uri = f"socket://127.0.0.1:{fake_printer.port}"
    assert printer.state().condition is PrinterCondition.READY
    fake_printer.device_uri = "usb://Maker/Model"
    assert printer.state().condition is PrinterCondition.READY


@pytest.fixture
def device() -> Iterator[FakePrinter]:
    with serving(FakePrinter()) as printer:
        yield printer


def test_the_printers_own_word_beats_what_its_queue_remembers(
    printer: SystemPrinter, fake_printer: FakePrinter, device: FakePrinter
) -> None:
    fake_printer.device_uri = device.uri
    fake_printer.reasons = ("media-empty-warning",)
    assert printer.state() == PrinterState(PrinterCondition.READY)
    device.reasons = ("media-low",)
    assert printer.state().condition is PrinterCondition.LOW_PAPER
    device.reasons = ("cover-open",)
    assert printer.state().condition is PrinterCondition.COVER_OPEN
    device.reasons = ("none",)
    fake_printer.reasons = ("paused",)
    assert printer.state().condition is PrinterCondition.FAILED


@pytest.mark.parametrize(
    ("told", "condition"),
    [
        pytest.param({}, PrinterCondition.READY, id="idle"),
        pytest.param({"reasons": ("media-low-warning",)}, PrinterCondition.LOW_PAPER, id="low"),
        pytest.param({"reasons": ("media-empty",)}, PrinterCondition.OUT_OF_PAPER, id="empty"),
        pytest.param(
            {"reasons": ("media-low", "media-needed-error")},
            PrinterCondition.OUT_OF_PAPER,
            id="low and needed",
        ),
        pytest.param(
            {"reasons": ("cover-open-error", "media-empty")}, PrinterCondition.COVER_OPEN, id="open"
        ),
        pytest.param({"reasons": ("offline-report",)}, PrinterCondition.OFFLINE, id="off line"),
        pytest.param({"reasons": ("media-jam-error",)}, PrinterCondition.FAILED, id="jam"),
        pytest.param(
            {"reasons": ("paused",), "printer_state": 5}, PrinterCondition.FAILED, id="paused"
        ),
        pytest.param({"printer_state": 5}, PrinterCondition.FAILED, id="stopped without a reason"),
        pytest.param({"accepting": False}, PrinterCondition.FAILED, id="accepts no jobs"),
        pytest.param(
            {"reasons": ("fuser-over-temp-error",)}, PrinterCondition.FAILED, id="unknown error"
        ),
        pytest.param(
            {"reasons": ("marker-supply-low-warning",)}, PrinterCondition.READY, id="no concern"
        ),
    ],
)
def test_the_printers_words_are_understood(
    printer: SystemPrinter,
    fake_printer: FakePrinter,
    told: dict[str, object],
    condition: PrinterCondition,
) -> None:
    for attribute, value in told.items():
        setattr(fake_printer, attribute, value)
    state = printer.state()
    assert state.condition is condition
    assert (state.detail == "") == (condition is PrinterCondition.READY)
    assert replace(state, detail="").can_print == (
        condition in {PrinterCondition.READY, PrinterCondition.LOW_PAPER}
    )


@pytest.mark.parametrize("address", ["", "http://printer/", "ipps://printer/", "ipp:///ipp/print"])
def test_an_address_that_is_no_printers_is_refused(address: str) -> None:
    with pytest.raises(BadPrinterAddressError, match="name a queue or an address"):
        SystemPrinter(address)


@pytest.mark.parametrize("bad", ["", "../ticket-1", "ticket-", "letter", "ticket-A1-copy-0"])
def test_a_job_name_of_ones_own_is_refused(printer: SystemPrinter, bad: str) -> None:
    with pytest.raises(BadJobNameError):
        printer.print_ticket(PDF, bad)
