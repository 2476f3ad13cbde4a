"""Child processes of the demo that never outlive it."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

STOP_WITHIN_S: Final = 20


def tethered(command: Sequence[str]) -> list[str]:
    """Return the command so that the kernel ends it when the process that starts it dies.

    Uses ``setpriv`` (util-linux); where there is none, the command is returned as it is.
    """
    setpriv = shutil.which("setpriv")
    return [*([setpriv, "--pdeathsig", "TERM"] if setpriv else []), *command]


def start_module(
    module: str, *arguments: str, environment: Mapping[str, str] | None = None
) -> subprocess.Popen[bytes]:
    """Start one of this program's own modules as a child. Call it from the main thread."""
    command = tethered([sys.executable, "-m", module, *arguments])
    return subprocess.Popen(command, env=environment)  # noqa: S603 - this program's own module


def stop(process: subprocess.Popen[bytes]) -> int:
    """Ask the child to end, insist if it does not, and return its exit code."""
    if process.poll() is None:
        process.send_signal(signal.SIGTERM)
    try:
        return process.wait(STOP_WITHIN_S)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()
