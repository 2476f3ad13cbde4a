from __future__ import annotations

import resource
import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import pytest

from core.tickets.codes import new_code
from kiosk.devices.folder_printer import EMPTY_BYTES, LOW_BYTES, FolderPrinter
from kiosk.devices.printer import (
    BadJobNameError,
    Printed,
    PrinterCondition,
    PrintFailed,
    is_job_name,
    job_name,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PDF = b"%PDF-1.4 " + b"a ticket " * 2000


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@contextmanager
def disk_that_fills_up_after(size: int) -> Iterator[None]:
    """Let every write beyond ``size`` bytes of a file fail, as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.fixture
def name() -> str:
    return job_name(new_code())


def test_a_ticket_becomes_a_file_of_its_name_and_nothing_else(tmp_path: Path, name: str) -> None:
    folder = tmp_path / "made" / "when needed"
    assert FolderPrinter(folder).print_ticket(PDF, name) == Printed()
    assert [path.name for path in folder.iterdir()] == [f"{name}.pdf"]
    assert (folder / f"{name}.pdf").read_bytes() == PDF
    assert (folder / f"{name}.pdf").stat().st_mode & 0o007 == 0


def test_the_same_job_is_not_printed_twice_and_a_copy_has_its_own_file(
    tmp_path: Path, name: str
) -> None:
    printer = FolderPrinter(tmp_path)
    printer.print_ticket(PDF, name)
    assert printer.print_ticket(b"another", name) == Printed()
    assert (tmp_path / f"{name}.pdf").read_bytes() == PDF
    assert printer.print_ticket(b"copy", f"{name}-copy-1") == Printed()
    assert len(list(tmp_path.iterdir())) == 2


def test_many_at_once_leave_one_whole_file(tmp_path: Path, name: str) -> None:
    printer = FolderPrinter(tmp_path)
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(lambda _: printer.print_ticket(PDF, name), range(24)))
    assert outcomes == [Printed()] * 24
    assert [path.read_bytes() for path in tmp_path.iterdir()] == [PDF]


def test_a_disk_that_fills_up_leaves_no_half_ticket_and_loses_none(
    tmp_path: Path, name: str
) -> None:
    printer = FolderPrinter(tmp_path)
    printer.print_ticket(PDF, f"{name}-copy-1")
    with disk_that_fills_up_after(100):
        outcome = printer.print_ticket(PDF, name)
        state = printer.state()
    assert isinstance(outcome, PrintFailed)
    assert str(tmp_path) in outcome.reason
    assert state.condition is PrinterCondition.FAILED
    assert [path.name for path in tmp_path.iterdir()] == [f"{name}-copy-1.pdf"]
    assert printer.state().can_print
    assert printer.print_ticket(PDF, name) == Printed()


def test_a_folder_that_cannot_be_written_is_told_and_nothing_is_lost(
    tmp_path: Path, name: str
) -> None:
    folder = tmp_path / "tickets"
    folder.write_text("a file is in the way")
    printer = FolderPrinter(folder)
    assert printer.state().condition is PrinterCondition.FAILED
    assert str(folder) in printer.state().detail
    assert isinstance(printer.print_ticket(PDF, name), PrintFailed)
    folder.unlink()
    assert printer.state().condition is PrinterCondition.READY
    assert printer.print_ticket(PDF, name) == Printed()


@pytest.mark.parametrize(
    ("free", "condition"),
    [
        (LOW_BYTES, PrinterCondition.READY),
        (LOW_BYTES - 1, PrinterCondition.LOW_PAPER),
        (EMPTY_BYTES, PrinterCondition.LOW_PAPER),
        (EMPTY_BYTES - 1, PrinterCondition.OUT_OF_PAPER),
    ],
)
def test_the_disks_free_space_is_the_paper(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, free: int, condition: PrinterCondition
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(free, 0, free))
    assert FolderPrinter(tmp_path).state().condition is condition
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("bad", ["../../ticket-1", "ticket-a/b", "", "ticket-A1.pdf"])
def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, bad: str) -> None:
    with pytest.raises(BadJobNameError):
        FolderPrinter(tmp_path).print_ticket(PDF, bad)


def test_a_print_is_named_by_its_ticket_and_copy() -> None:
    code = new_code()
    assert job_name(code) == f"ticket-{code}"
    assert job_name(code, 2) == f"ticket-{code}-copy-2"
    assert is_job_name(job_name(code, 10))
    with pytest.raises(ValueError, match="-1"):
        job_name(code, -1)
