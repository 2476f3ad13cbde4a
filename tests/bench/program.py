"""A program with a window, watched from outside.

Qt's render loop is asked to log its frames, so nothing is added to the program that is measured.
"""

from __future__ import annotations

import os
import signal
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

from tests.bench.figures import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PATIENCE_S = 30.0
FRAME = "Frame rendered"
QUIET_S = 1.5
STEP_S = 0.1


class Program:
    """A running program with its clock."""

    def __init__(self, command: Sequence[str], environment: dict[str, str]) -> None:
        self._lines: SimpleQueue[tuple[float, str]] = SimpleQueue()
        self._started = time.monotonic()
        self._process = subprocess.Popen(
            command, env=environment, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True
        )
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    def first_frame(self) -> tuple[float, float]:
        """Return the seconds from just before the start to the first frame, and the RSS then."""
        seconds = self.says(FRAME)
        os.kill(self._process.pid, signal.SIGSTOP)
        memory = self.memory()
        os.kill(self._process.pid, signal.SIGCONT)
        return seconds, memory

    def says(self, words: str) -> float:
        """Wait for a line with these words; return the seconds since the start."""
        heard: list[str] = []
        while True:
            try:
                at, line = self._lines.get(timeout=PATIENCE_S)
            except Empty:
                raise NotMeasuredError(f"{words!r} was not said, but: {''.join(heard)}") from None
            if words in line:
                return at - self._started
            heard.append(line)

    def memory(self) -> float:
        """Return the resident memory in MiB."""
        status = Path(f"/proc/{self._process.pid}/status").read_text(encoding="ascii")
        (kib,) = (line.split()[1] for line in status.splitlines() if line.startswith("VmRSS:"))
        return int(kib) / 1024

    def memory_at_rest(self) -> float:
        """Return the resident memory in MiB once it has stopped growing."""
        memory, since = self.memory(), time.monotonic()
        while time.monotonic() - since < QUIET_S:
            time.sleep(STEP_S)
            now = self.memory()
            if now > memory:
                memory, since = now, time.monotonic()
        return self.memory()

    def kill(self) -> None:
        """End it at once."""
        self._process.kill()
        self._process.wait()
        self._reader.join()
        if self._process.stderr is not None:
            self._process.stderr.close()

    def _read(self) -> None:
        for line in self._process.stderr or ():
            self._lines.put((time.monotonic(), line))


@contextmanager
def started(*command: str) -> Iterator[Program]:
    """Start a program off screen, with its bytecode and QML caches, and kill it afterwards."""
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "QT_LOGGING_RULES": "qt.scenegraph.time.renderloop=true",
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    program = Program(command, environment)
    try:
        yield program
    finally:
        program.kill()
