from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from core.money import Money, currency
from core.periods import Period
from core.tickets.layout import MODULE, compose
from core.tickets.paper import DOT, MARGIN, WIDTH, Bar, Box, Line, Page, Symbol
from core.tickets.pdf import load_typeface
from core.tickets.qr import QUIET_ZONE, SIDE
from core.tickets.texts import ENGLISH
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from pathlib import Path

    from core.tickets.model import Ticket
    from core.tickets.texts import TicketTexts

LONG_GERMAN = replace(
    ENGLISH,
    language="de",
    price_text="1.234.567,890 KWD",
    copy="KOPIE \N{EN DASH} ersetzt das Original nicht",
    floor="Untergeschossebene",
    spot="Stellplatznummer im Parkhaus",
    vehicle="Fahrzeugart",
    vehicle_types=dict.fromkeys(VehicleType, "Großraumfahrzeug oder Transporter"),
    date_pattern="{weekday}., {day}. {month} {year}",
    months=tuple(f"{month}. Monatsname" for month in range(1, 13)),
    price="Gesamtpreis einschließlich der gesetzlichen Mehrwertsteuer",
    keep="Bitte bewahren Sie diesen Parkschein bis zur Ausfahrt sorgfältig auf. " * 3,
    authorization_code="Genehmigungsnummer des Kartenausgebers",
)
EPSILON = 1e-6


@pytest.fixture(params=["plain", "long", "long copy", "waived", "bare card"])
def page(request: pytest.FixtureRequest, ticket: Ticket, fonts: Path) -> Page:
    def pages(made: Ticket, texts: TicketTexts, *, copy: bool = False) -> Page:
        return compose(made, texts, load_typeface(fonts).width, copy=copy)

    long = replace(
        ticket,
        garage_name="Parkhausbetriebsgesellschaftsverwaltung am Überseequartier Nord und Süd",
        address="Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtenstraße 147 b",
        floor=-12,
        spot_number=12345,
        period=Period(datetime(2026, 9, 24, tzinfo=UTC), datetime(2026, 9, 25, tzinfo=UTC)),
        price=Money(1_234_567_890, currency("KWD")),
    )
    assert ticket.card is not None
    bare = replace(ticket.card, brand=None, last4=None, read_method="telepathy", account_type=None)
    return {
        "plain": lambda: pages(ticket, ENGLISH),
        "long": lambda: pages(long, LONG_GERMAN),
        "long copy": lambda: pages(long, LONG_GERMAN, copy=True),
        "waived": lambda: pages(
            replace(ticket, card=None, waiver="Schranke defekt, Kulanz durch die Schichtleitung"),
            LONG_GERMAN,
            copy=True,
        ),
        "bare card": lambda: pages(replace(ticket, card=bare), ENGLISH),
    }[request.param]()


def overlap(one: Box, other: Box) -> bool:
    return (
        one.left < other.right - EPSILON
        and other.left < one.right - EPSILON
        and one.top < other.bottom - EPSILON
        and other.top < one.bottom - EPSILON
    )


def ink(item: Line | Bar | Symbol, biggest: float = 40) -> Box:
    """Return where an item's ink may be; the huge figures have no accents and no descenders."""
    box = item.box
    if isinstance(item, Line) and item.style.size > biggest:
        height = item.baseline - box.top
        return replace(box, top=item.baseline - height * 0.72, bottom=item.baseline)
    return box


def test_nothing_leaves_the_printable_width(page: Page) -> None:
    for item in page.items:
        assert item.box.left >= MARGIN - EPSILON, item
        assert item.box.right <= WIDTH - MARGIN + EPSILON, item
        assert item.box.top >= 0, item
        assert item.box.bottom <= page.height, item


def test_nothing_overlaps(page: Page) -> None:
    for one, other in combinations(page.items, 2):
        on_a_banner = isinstance(one, Bar) and isinstance(other, Line) and other.inverse
        assert on_a_banner or not overlap(ink(one), ink(other)), (one, other)


def test_white_text_stands_on_black(page: Page) -> None:
    bars = [item.box for item in page.items if isinstance(item, Bar)]
    for item in page.items:
        if isinstance(item, Line) and item.inverse:
            assert any(bar.top <= item.box.top and item.box.bottom <= bar.bottom for bar in bars), (
                item
            )


def test_the_symbol_is_thirty_millimetres_or_more_in_whole_dots_with_its_quiet_zone(
    page: Page,
) -> None:
    (symbol,) = (item for item in page.items if isinstance(item, Symbol))
    assert symbol.box.right - symbol.box.left == SIDE * MODULE >= 30
    bars = [item.box for item in page.items if isinstance(item, Bar)]
    rules = [end for bar in bars if bar.right - bar.left > 1 for end in (bar.top, bar.bottom)]
    for length in (*rules, symbol.module, symbol.box.left, symbol.box.top, page.height):
        assert length / DOT == round(length / DOT)
    quiet = QUIET_ZONE * symbol.module - EPSILON
    around = Box(
        symbol.box.left - quiet,
        symbol.box.top - quiet,
        symbol.box.right + quiet,
        symbol.box.bottom + quiet,
    )
    assert [item for item in page.items if overlap(item.box, around)] == [symbol]


def test_the_paper_ends_soon_after_its_content(page: Page) -> None:
    assert page.height - max(item.box.bottom for item in page.items) < 6


def test_floor_and_spot_are_the_largest_on_the_ticket(ticket: Ticket, fonts: Path) -> None:
    page = compose(ticket, ENGLISH, load_typeface(fonts).width)
    lines = [item for item in page.items if isinstance(item, Line)]
    largest = sorted(lines, key=lambda line: -line.style.size)[:2]
    assert [line.text for line in largest] == ["3", "142"]
    assert largest[1].style.size > 3 * sorted(line.style.size for line in lines)[-3]
