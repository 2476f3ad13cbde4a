"""A printer that is a folder: every ticket becomes a PDF file, whole or not at all."""

from __future__ import annotations

import os
import secrets
import shutil
from typing import TYPE_CHECKING, Final

from kiosk.devices.printer import (
    Printed,
    PrinterCondition,
    PrinterState,
    PrintFailed,
    PrintOutcome,
    check_job_name,
)

if TYPE_CHECKING:
    from pathlib import Path

_MEGABYTE: Final = 1_000_000
LOW_BYTES: Final = 50 * _MEGABYTE
"""Below this much free space the folder counts as low on paper: some thousand tickets."""
EMPTY_BYTES: Final = _MEGABYTE
"""Below this much it counts as out of paper."""
_PROBE: Final = b"\0" * 65_536


class FolderPrinter:
    """Writes ``<folder>/<job name>.pdf``, readable by the kiosk's user and group alone.

    A file appears under its name only when all of it is on the disk, and survives a power cut.
    The folder is made when it is first needed.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def state(self) -> PrinterState:
        """Return what writing a ticket now would meet, found out by writing one and deleting it."""
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            free = shutil.disk_usage(self._folder).free
            self._written(_PROBE).unlink()
        except OSError as error:
            return PrinterState(
                PrinterCondition.FAILED,
                f"The ticket folder {self._folder} cannot be written ({error.strerror}); "
                "check its path and rights, and that the disk has room.",
            )
        detail = f"The disk of {self._folder} has {free // _MEGABYTE} MB left; make room."
        if free < EMPTY_BYTES:
            return PrinterState(PrinterCondition.OUT_OF_PAPER, detail)
        if free < LOW_BYTES:
            return PrinterState(PrinterCondition.LOW_PAPER, detail)
        return PrinterState(PrinterCondition.READY)

    def print_ticket(self, pdf: bytes, job_name: str) -> PrintOutcome:
        """Write the ticket, unless its file is there already.

        Raises:
            BadJobNameError: if the name was not made by `kiosk.devices.printer.job_name`.
        """
        check_job_name(job_name)
        target = self._folder / f"{job_name}.pdf"
        try:
            if target.exists():
                return Printed()
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            part = self._written(pdf)
            try:
                part.replace(target)
            except OSError:
                part.unlink(missing_ok=True)
                raise
            self._keep_names()
        except OSError as error:
            return PrintFailed(f"{target} could not be written: {error.strerror}.")
        return Printed()

    def _written(self, content: bytes) -> Path:
        """Return a hidden file in the folder that has the content on the disk; none on failure."""
        part = self._folder / f".{secrets.token_hex(8)}.part"
        file = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o640)
        try:
            with os.fdopen(file, "wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            part.unlink(missing_ok=True)
            raise
        return part

    def _keep_names(self) -> None:
        """Make the renaming itself survive a power cut (fsync(2), "Notes")."""
        folder = os.open(self._folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
