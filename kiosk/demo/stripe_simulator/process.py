"""The simulator in a process of its own, which can be killed and started again."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Self

from kiosk.demo.children import tethered

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_STOP_SECONDS = 10


class SimulatorProcess:
    """Starts, kills and restarts ``python -m kiosk.demo.stripe_simulator``; a context manager too.

    Args:
        state_path: The SQLite file that outlives the process.
        port: 0 takes a free one at the first start; every later start takes the same again.
    """

    def __init__(self, state_path: Path, *, port: int = 0) -> None:
        self._state_path = state_path
        self._port = port
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        """Where it listens; valid once started, and the same after a restart."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def pid(self) -> int | None:
        """The process, or None while it does not run."""
        return None if self._process is None else self._process.pid

    def start(self) -> Self:
        """Starts it and waits until it answers; answers itself.

        Raises:
            RuntimeError: It ended instead of answering (its reason is on the standard error).
        """
        command = [sys.executable, "-m", "kiosk.demo.stripe_simulator"]
        command += ["--state", str(self._state_path), "--port", str(self._port)]
        process = subprocess.Popen(tethered(command), stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own module
        self._process = process
        line = "" if process.stdout is None else process.stdout.readline()
        if not line:
            self._gone()
            raise RuntimeError("the Stripe simulator did not start")
        self._port = int(json.loads(line)["url"].rpartition(":")[2])
        return self

    def kill(self) -> None:
        """SIGKILL: no chance to tidy up."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._gone()

    def stop(self) -> None:
        """SIGTERM, and waits for the end; does nothing while it does not run."""
        if self._process is not None:
            self._process.terminate()
            self._gone()

    def _gone(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if process.stdout is not None:
            process.stdout.close()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()
