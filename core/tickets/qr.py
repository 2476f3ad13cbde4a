"""The QR code of a ticket, as modules: dark or light, without any notion of size.

The payload is the bare ticket code: sixteen symbols that QR's alphanumeric mode knows, which fill
version 1 (21 x 21 modules, the smallest there is) exactly at error correction level Q. So the
modules are as large as paper allows, and a quarter of the codewords may be lost to folds and rain;
level M would not make the symbol smaller, and level H would need the next version.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Final, TypeAlias

from qrcode.constants import ERROR_CORRECT_Q
from qrcode.main import QRCode
from qrcode.util import MODE_ALPHA_NUM, QRData

if TYPE_CHECKING:
    from core.tickets.codes import TicketCode

Matrix: TypeAlias = tuple[tuple[bool, ...], ...]
"""Rows of modules from the top, True where dark; square, without the quiet zone."""

QUIET_ZONE: Final = 4
"""Light modules that must surround the symbol (ISO/IEC 18004)."""

VERSION: Final = 1
SIDE: Final = 21
"""Modules along one side of a version 1 symbol."""


@dataclass(frozen=True, slots=True)
class Rectangle:
    """A dark rectangle; the unit is the module, the origin the symbol's top left corner."""

    left: int
    top: int
    width: int
    height: int


@lru_cache(maxsize=64)
def matrix(code: TicketCode) -> Matrix:
    """Return the symbol of a ticket code; the same code gives the same symbol on every surface."""
    symbol = QRCode(version=VERSION, error_correction=ERROR_CORRECT_Q, border=0)
    symbol.add_data(QRData(code, mode=MODE_ALPHA_NUM))
    symbol.make(fit=False)
    return tuple(tuple(bool(dark) for dark in row) for row in symbol.modules)


def rectangles(rows: Matrix) -> tuple[Rectangle, ...]:
    """Cover exactly the dark modules with few rectangles that do not overlap.

    Runs are merged along each row, and equal runs down the rows, so that a renderer that smooths
    edges has no seams to show inside the finder patterns.
    """
    done: list[Rectangle] = []
    growing: dict[tuple[int, int], int] = {}
    for y, row in enumerate((*rows, ())):
        runs = set(_dark_runs(row))
        for run in [run for run in growing if run not in runs]:
            top = growing.pop(run)
            done.append(Rectangle(run[0], top, run[1], y - top))
        for run in runs:
            growing.setdefault(run, y)
    return tuple(sorted(done, key=lambda it: (it.top, it.left)))


def _dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return ``(left, width)`` of each run of dark modules."""
    runs: list[tuple[int, int]] = []
    left = 0
    for dark, modules in groupby(row):
        width = len(list(modules))
        if dark:
            runs.append((left, width))
        left += width
    return runs
