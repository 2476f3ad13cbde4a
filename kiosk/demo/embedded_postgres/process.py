"""The server's main process: found again by its folder, whoever started it."""

from __future__ import annotations

import os
import signal
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_POLL_S = 0.005


@dataclass(frozen=True)
class ServerProcess:
    """PostgreSQL's main process (the postmaster) of one data folder.

    It need not be a child of this process. It is known by its working folder, which a postmaster
    never leaves, so a number that another program has inherited is not taken for it.

    Attributes:
        pid: Its process number.
        data: The data folder it serves, resolved.
    """

    pid: int
    data: Path

    @property
    def alive(self) -> bool:
        """Whether it runs; a process that ended but was not yet collected does not."""
        try:
            return Path(f"/proc/{self.pid}/cwd").readlink() == self.data
        except OSError:
            return False

    @property
    def ready(self) -> bool:
        """Whether it accepts connections."""
        lines = _pid_file_lines(self.data)
        return len(lines) > _STATUS and lines[0] == str(self.pid) and lines[_STATUS] == "ready"

    def wait_ready(self, timeout_s: float) -> bool:
        """Wait until it accepts connections; false when it ended or is ending instead."""
        deadline = time.monotonic() + timeout_s
        while self.alive and time.monotonic() < deadline:
            if self.ready:
                return True
            if self._stopping:
                return False
            time.sleep(_POLL_S)
        return False

    def wait_ended(self, timeout_s: float) -> bool:
        """Wait until it is gone; false when it still runs after the time."""
        deadline = time.monotonic() + timeout_s
        while self.alive:
            if time.monotonic() > deadline:
                return False
            time.sleep(_POLL_S)
        return True

    def stop(self, timeout_s: float) -> None:
        """End it in order: open connections are closed, everything is written to disk.

        After the time it is killed, from which PostgreSQL recovers at its next start.
        """
        self.send(signal.SIGINT)
        if not self.wait_ended(timeout_s):
            self.kill()

    def kill(self) -> None:
        """End it and all its workers at once, as a power cut would."""
        self.send(signal.SIGSTOP)  # a stopped postmaster starts no more workers
        family = [self, *(ServerProcess(pid, self.data) for pid in _children(self.pid))]
        for process in family:
            process.send(signal.SIGKILL)
        for process in family:
            process.wait_ended(timeout_s=10)

    def send(self, number: signal.Signals) -> None:
        """Send it a signal, unless it is gone."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.kill(self.pid, number)

    @property
    def _stopping(self) -> bool:
        lines = _pid_file_lines(self.data)
        return len(lines) > _STATUS and lines[_STATUS] == "stopping"


def running_in(data: Path) -> ServerProcess | None:
    """Return the live server of a data folder, whoever started it, or none.

    A `postmaster.pid` that names some other program's process is removed: PostgreSQL would take
    that program for a server and refuse to start.
    """
    lines = _pid_file_lines(data)
    if not lines or not lines[0].isdecimal():
        return None
    process = ServerProcess(int(lines[0]), data)
    if process.alive:
        return process
    if Path(f"/proc/{process.pid}").exists():
        (data / _PID_FILE).unlink(missing_ok=True)
    return None


_PID_FILE = "postmaster.pid"
_STATUS = 7  # the eighth line of that file (LOCK_FILE_LINE_PM_STATUS of PostgreSQL's pidfile.h)


def _pid_file_lines(data: Path) -> list[str]:
    try:
        return [line.strip() for line in (data / _PID_FILE).read_text().splitlines()]
    except FileNotFoundError:
        return []


def _children(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stat = (entry / "stat").read_text()
            except OSError:
                continue
            if int(stat.rpartition(")")[2].split()[1]) == parent:
                found.append(int(entry.name))
    return found
