"""What the server's processes have used of the processor: true also while others use it too."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg

if TYPE_CHECKING:
    from collections.abc import Iterator

PARENT, USER, SYSTEM, ENDED_USER, ENDED_SYSTEM = 1, 11, 12, 13, 14
"""Where `/proc/PID/stat` has them, behind the name of the program."""


def postmaster_of(address: str) -> int:
    """Return the process that started all others of the server."""
    with psycopg.connect(address) as connection:
        return _stat(connection.info.backend_pid)[PARENT]


def seconds_used(postmaster: int) -> float:
    """Return the processor time of the server's processes, of those that have ended too."""
    while True:
        own = _stat(postmaster)
        ticks = own[USER] + own[SYSTEM] + own[ENDED_USER] + own[ENDED_SYSTEM]
        ticks += sum(stat[USER] + stat[SYSTEM] for stat in _children(postmaster))
        # One that ended while this was read would be missing on both sides.
        if own[ENDED_USER:] == _stat(postmaster)[ENDED_USER:]:
            return ticks / os.sysconf("SC_CLK_TCK")


def _children(parent: int) -> Iterator[list[int]]:
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            stat = _stat(int(folder.name))
        except OSError:  # it has ended meanwhile
            continue
        if stat[PARENT] == parent:
            yield stat


def _stat(process: int) -> list[int]:
    said = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    behind_name = said.rpartition(")")[2].split()
    return [0, *map(int, behind_name[1 : ENDED_SYSTEM + 1])]
