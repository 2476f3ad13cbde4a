"""The contact sheet: all pictures of one screen, small, on one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

THUMB_HEIGHT = 480
LABEL_HEIGHT = 28
GAP = 12
ROW_WIDTH = 2600


def thumbnail(picture: QImage) -> QImage:
    """Return the picture at the height of a contact sheet's row."""
    return picture.scaledToHeight(THUMB_HEIGHT, Qt.TransformationMode.SmoothTransformation)


def write_sheet(thumbs: Sequence[tuple[str, QImage]], file: Path) -> None:
    """Write the thumbnails, row by row, each above its label."""
    places: list[QPoint] = []
    x = y = GAP
    for _, thumb in thumbs:
        if x + thumb.width() > ROW_WIDTH:
            x, y = GAP, y + THUMB_HEIGHT + LABEL_HEIGHT + GAP
        places.append(QPoint(x, y))
        x += thumb.width() + GAP
    height = y + THUMB_HEIGHT + LABEL_HEIGHT + GAP
    sheet = QImage(ROW_WIDTH + GAP, height, QImage.Format.Format_RGB32)
    sheet.fill(QColor("#808890"))
    painter = QPainter(sheet)
    painter.setPen(QColor("white"))
    font = painter.font()
    font.setPixelSize(15)
    painter.setFont(font)
    for (label, thumb), place in zip(thumbs, places, strict=True):
        painter.drawImage(place, thumb)
        below = QRect(place.x(), place.y() + THUMB_HEIGHT, thumb.width(), LABEL_HEIGHT)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, label)
    painter.end()
    if not sheet.save(str(file)):
        raise OSError(f"{file} cannot be written; check the folder.")
