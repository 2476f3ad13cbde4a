"""A sheet of receipt paper that is filled from the top: text, rows, bars, and one symbol.

Lengths are millimetres from the top left corner of the paper, font sizes are points. Nothing here
knows PDF: a `Page` is a list of placed things that can be drawn, and checked, without a printer.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator

POINT: Final = 25.4 / 72
"""One point in millimetres."""
DOT: Final = 1 / 8
"""One dot of the print head: heads sold as 203 dpi have 8 dots per millimetre."""
WIDTH: Final = 80.0
"""The roll; 640 dots."""
MARGIN: Final = 4.0
"""On either side, where the head does not reach: 72 mm remain."""
PRINTABLE: Final = WIDTH - 2 * MARGIN

ASCENT: Final = 0.92
"""How far letters rise above the baseline, accents on capitals included, as a part of the size."""
DESCENT: Final = 0.24
_LEADING: Final = 1.22
_FIGURE_HEIGHT: Final = 0.68
"""Figures have no accents; this is their height above the baseline, as a part of the size."""
_FIGURE_GAP: Final = 11.0
_DIVIDER: Final = 3 * DOT
_ROW_GAP: Final = 4.0
_SHRINK_STEP: Final = 0.5


class Face(StrEnum):
    """The weights of the one family; the value is the name of the font's file."""

    REGULAR = "KioskSans-Regular"
    SEMIBOLD = "KioskSans-SemiBold"
    BOLD = "KioskSans-Bold"


class Align(StrEnum):
    """Which part of a line its ``x`` means."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class Measure(Protocol):
    """Tells how wide a text will be."""

    def __call__(self, text: str, style: Style) -> float:
        """Return the width in millimetres."""


@dataclass(frozen=True, slots=True)
class Style:
    """A weight and a size in points."""

    face: Face
    size: float

    @property
    def height(self) -> float:
        """From the highest accent to the lowest descender, in millimetres."""
        return (ASCENT + DESCENT) * self.size * POINT


@dataclass(frozen=True, slots=True)
class Box:
    """The room that something takes on the paper, in millimetres."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text on its baseline; ``inverse`` is white, for use on a bar."""

    text: str
    style: Style
    x: float
    baseline: float
    width: float
    align: Align = Align.LEFT
    inverse: bool = False

    @property
    def left(self) -> float:
        """Where the text begins."""
        before = {Align.LEFT: 0.0, Align.CENTRE: self.width / 2, Align.RIGHT: self.width}
        return self.x - before[self.align]

    @property
    def box(self) -> Box:
        """The room that the line takes."""
        size = self.style.size * POINT
        return Box(
            self.left,
            self.baseline - ASCENT * size,
            self.left + self.width,
            self.baseline + DESCENT * size,
        )


@dataclass(frozen=True, slots=True)
class Bar:
    """A black rectangle: a rule, or the ground of inverse text."""

    box: Box


@dataclass(frozen=True, slots=True)
class Symbol:
    """The place of the QR symbol, quiet zone not included; its modules are ``module`` wide."""

    box: Box
    module: float


Item: TypeAlias = Line | Bar | Symbol


@dataclass(frozen=True, slots=True)
class Page:
    """A finished sheet, `WIDTH` wide and as long as what is on it."""

    height: float
    items: tuple[Item, ...]


def next_dot(length: float) -> float:
    """Return the length, or the least longer one that is a whole number of dots."""
    return math.ceil(length / DOT - 1e-9) * DOT


class Sheet:
    """Places one thing below the other; ``y`` is how far the paper is filled."""

    def __init__(self, measure: Measure) -> None:
        self._measure = measure
        self._items: list[Item] = []
        self.y = 0.0

    def space(self, height: float) -> None:
        """Leave paper empty."""
        self.y += height

    def rule(self, thickness: float) -> None:
        """Draw a bar across the printable width."""
        self._bar(thickness)

    def text(self, text: str, style: Style, align: Align = Align.LEFT) -> None:
        """Write a text, wrapped at words, over as many lines as it needs."""
        for line in self._wrapped(text, style):
            self._line(line, style, align, self.y + ASCENT * style.size * POINT)
            self.y += style.size * POINT * _LEADING

    def fitting(self, style: Style, smallest: float, *lines: str) -> Style:
        """Return the style in the largest size, from its own down to ``smallest``, that fits all.

        At the smallest size a text may still be too wide; it is wrapped when it is written.
        """
        while style.size > smallest and any(
            self._measure(line, style) > PRINTABLE for line in lines
        ):
            style = Style(style.face, style.size - _SHRINK_STEP)
        return style

    def banner(self, text: str, style: Style, padding: float) -> None:
        """Write a text in white on a black bar."""
        lines = list(self._wrapped(text, style, PRINTABLE - 2 * padding))
        pitch = style.size * POINT * _LEADING
        top = next_dot(self.y)
        self._bar(2 * padding + style.height + (len(lines) - 1) * pitch)
        for number, line in enumerate(lines):
            baseline = top + padding + number * pitch + ASCENT * style.size * POINT
            self._line(line, style, Align.CENTRE, baseline, inverse=True)

    def row(self, label: str, value: str, label_style: Style, value_style: Style) -> None:
        """Write a label on the left and its value on the right, or below if there is no room."""
        label_width = self._measure(label, label_style)
        if label_width + _ROW_GAP + self._measure(value, value_style) > PRINTABLE:
            self.text(label, label_style)
            self.text(value, value_style, Align.RIGHT)
            return
        size = max(label_style.size, value_style.size)
        baseline = self.y + ASCENT * size * POINT
        self._line(label, label_style, Align.LEFT, baseline)
        self._line(value, value_style, Align.RIGHT, baseline)
        self.y += size * POINT * _LEADING

    def figures(
        self, left: tuple[str, str], right: tuple[str, str], label: Style, size: float
    ) -> None:
        """Write two labelled figures side by side with a bar between them.

        They are as large as both fit, but not larger than ``size`` points.
        """
        style = self._both_fitting(left[1], right[1], Style(Face.BOLD, size))
        label = self._both_fitting(left[0], right[0], label)
        top = self.y
        baseline = top + label.height + 1 + _FIGURE_HEIGHT * style.size * POINT
        for align, (name, figure) in ((Align.LEFT, left), (Align.RIGHT, right)):
            self._line(name, label, align, top + ASCENT * label.size * POINT)
            self._line(figure, style, align, baseline)
        first = max(self._measure(left[0], label), self._measure(left[1], style))
        second = max(self._measure(right[0], label), self._measure(right[1], style))
        middle = (MARGIN + first + WIDTH - MARGIN - second) / 2
        half = _DIVIDER / 2
        self._items.append(Bar(Box(middle - half, top + 1, middle + half, baseline)))
        self.y = baseline

    def symbol(self, modules: int, module: float, quiet: float) -> None:
        """Place the QR symbol in the middle, on whole dots, with its quiet zone above and below."""
        side = modules * module
        top = next_dot(self.y + quiet)
        left = next_dot((WIDTH - side) / 2)
        self._items.append(Symbol(Box(left, top, left + side, top + side), module))
        self.y = top + side + quiet

    def page(self) -> Page:
        """Return the sheet, cut where it ends, on a whole dot."""
        return Page(next_dot(self.y), tuple(self._items))

    def _both_fitting(self, left: str, right: str, style: Style) -> Style:
        room = PRINTABLE - _FIGURE_GAP
        while self._measure(left, style) + self._measure(right, style) > room:
            style = Style(style.face, style.size - _SHRINK_STEP)
        return style

    def _bar(self, height: float) -> None:
        top = next_dot(self.y)
        bottom = next_dot(top + height)
        self._items.append(Bar(Box(MARGIN, top, WIDTH - MARGIN, bottom)))
        self.y = bottom

    def _line(
        self, text: str, style: Style, align: Align, baseline: float, *, inverse: bool = False
    ) -> None:
        x = {Align.LEFT: MARGIN, Align.CENTRE: WIDTH / 2, Align.RIGHT: WIDTH - MARGIN}[align]
        width = self._measure(text, style)
        self._items.append(Line(text, style, x, baseline, width, align, inverse))

    def _wrapped(self, text: str, style: Style, room: float = PRINTABLE) -> Iterator[str]:
        """Break at spaces, and inside a word only where it alone is wider than the paper."""
        line = ""
        for whole in text.split():
            word = whole
            longer = f"{line} {word}" if line else word
            if self._measure(longer, style) <= room:
                line = longer
                continue
            if line:
                yield line
            while self._measure(word, style) > room:
                fitting = self._fitting(word, style, room)
                yield word[:fitting]
                word = word[fitting:]
            line = word
        if line:
            yield line

    def _fitting(self, word: str, style: Style, room: float) -> int:
        count = len(word)
        while count > 1 and self._measure(word[:count], style) > room:
            count -= 1
        return count
