"""A ticket as a PDF: 80 mm wide, as long as its content, in vectors and embedded fonts."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, assert_never

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from core.tickets.layout import compose
from core.tickets.paper import POINT, WIDTH, Bar, Face, Line, Style, Symbol
from core.tickets.qr import matrix, rectangles

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from core.tickets.codes import TicketCode
    from core.tickets.model import Ticket
    from core.tickets.paper import Box, Item, Page
    from core.tickets.texts import TicketTexts


class FontsMissingError(RuntimeError):
    """The folder of fonts lacks one that tickets are set in; the message says which."""


def render_ticket(ticket: Ticket, texts: TicketTexts, *, copy: bool = False, fonts: Path) -> bytes:
    """Return the ticket as a PDF of one page; the same ticket gives the same bytes.

    ``copy`` marks a second print. ``fonts`` is the folder with the three faces of the family.
    The document's properties name the garage and the language, nobody and no code.

    Raises:
        FontsMissingError: if a font is missing or broken.
    """
    typeface = load_typeface(fonts)
    page = compose(ticket, texts, typeface.width, copy=copy)
    pdf = BytesIO()
    canvas = Canvas(
        pdf,
        pagesize=(WIDTH / POINT, page.height / POINT),
        pageCompression=1,
        invariant=1,
        initialFontName=typeface.name(Face.REGULAR),
        lang=texts.language,
    )
    canvas.setTitle(f"{texts.title} ({texts.copy})" if copy else texts.title)
    canvas.setAuthor(ticket.garage_name)
    canvas.setCreator("Garage Kiosk")
    canvas.setSubject(texts.title)
    for item in page.items:
        _draw(canvas, item, page, typeface, ticket.code)
    canvas.showPage()
    canvas.save()
    return pdf.getvalue()


@dataclass(frozen=True, slots=True)
class Typeface:
    """The faces of one folder, as the PDF library knows them."""

    fonts: Mapping[Face, TTFont]

    def name(self, face: Face) -> str:
        """Return the name below which the library holds the face."""
        return str(self.fonts[face].fontName)

    def width(self, text: str, style: Style) -> float:
        """Return the width of a text in millimetres."""
        return float(self.fonts[style.face].stringWidth(text, style.size)) * POINT

    def missing(self, text: str) -> frozenset[str]:
        """Return the characters of a text that these fonts cannot show."""
        known = self.fonts[Face.REGULAR].face.charToGlyph
        return frozenset(letter for letter in text if ord(letter) not in known)


@lru_cache(maxsize=4)
def load_typeface(fonts: Path) -> Typeface:
    """Load the three faces of a folder, once.

    Raises:
        FontsMissingError: if a font is missing or broken.
    """
    loaded: dict[Face, TTFont] = {}
    for face in Face:
        path = fonts / f"{face}.ttf"
        try:
            # The library's registry is one for all: the folder keeps two of them apart.
            loaded[face] = TTFont(f"{face}@{fonts}", str(path))
        except TTFError as error:
            raise FontsMissingError(
                f"The font {path} cannot be read ({error}); install the program again."
            ) from error
        pdfmetrics.registerFont(loaded[face])
    return Typeface(loaded)


def _draw(canvas: Canvas, item: Item, page: Page, typeface: Typeface, code: TicketCode) -> None:
    """Draw one item; PDF counts points from the bottom left."""
    match item:
        case Line():
            canvas.setFont(typeface.name(item.style.face), item.style.size)
            canvas.setFillGray(1 if item.inverse else 0)
            canvas.drawString(item.left / POINT, (page.height - item.baseline) / POINT, item.text)
        case Bar(box):
            canvas.setFillGray(0)
            canvas.rect(
                box.left / POINT,
                (page.height - box.bottom) / POINT,
                (box.right - box.left) / POINT,
                (box.bottom - box.top) / POINT,
                stroke=0,
                fill=1,
            )
        case Symbol(box, module):
            _draw_symbol(canvas, box, module / POINT, page, code)
        case _:
            assert_never(item)


def _draw_symbol(canvas: Canvas, box: Box, module: float, page: Page, code: TicketCode) -> None:
    """Draw all modules as one path: edges that touch leave no seam when a renderer smooths them."""
    left, top = box.left / POINT, (page.height - box.top) / POINT
    path = canvas.beginPath()
    for dark in rectangles(matrix(code)):
        path.rect(
            left + dark.left * module,
            top - (dark.top + dark.height) * module,
            dark.width * module,
            dark.height * module,
        )
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
