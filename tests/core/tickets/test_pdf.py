from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pypdfium2
import pytest
import zxingcpp

from core.money import Money, currency
from core.periods import Period
from core.tickets.codes import new_code
from core.tickets.pdf import FontsMissingError, load_typeface, render_ticket
from core.tickets.texts import ENGLISH

if TYPE_CHECKING:
    from pathlib import Path

    from core.tickets.model import Ticket

BERLIN = ZoneInfo("Europe/Berlin")


def printed_text(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    try:
        assert len(document) == 1
        return " ".join(document[0].get_textpage().get_text_bounded().split())
    finally:
        document.close()


@pytest.mark.parametrize("dpi", [100, 203, 300])
def test_a_scanner_reads_the_code_from_the_paper(ticket: Ticket, fonts: Path, dpi: int) -> None:
    for code in (ticket.code, new_code(), new_code()):
        document = pypdfium2.PdfDocument(
            render_ticket(replace(ticket, code=code), ENGLISH, fonts=fonts)
        )
        image = document[0].render(scale=dpi / 72, fill_color=(255, 255, 255, 255)).to_pil()
        document.close()
        (found,) = zxingcpp.read_barcodes(image)
        assert found.format == zxingcpp.BarcodeFormat.QRCode
        assert found.text == code


def test_the_paper_is_eighty_millimetres_wide(ticket: Ticket, fonts: Path) -> None:
    document = pypdfium2.PdfDocument(render_ticket(ticket, ENGLISH, fonts=fonts))
    width, height = document[0].get_size()
    document.close()
    assert width * 25.4 / 72 == pytest.approx(80, abs=0.01)
    assert 150 < height * 25.4 / 72 < 260


def test_the_ticket_says_everything(ticket: Ticket, fonts: Path) -> None:
    text = printed_text(render_ticket(ticket, ENGLISH, fonts=fonts))
    for said in (
        "Harbour Garage",
        "12 Harbour Street, Hamburg, 20457",
        "Floor",
        "142",
        "Regular",
        "Sun 22 Nov 2026 12:47 +01:00",
        "Sun 22 Nov 2026 16:47 +01:00",
        "12.00 EUR",
        "Ticket code 7K3M-Q9TX-2B4D-HHRJ",
        "Paid by card",
        "Visa \u2022\u2022\u2022\u2022 4242",
        "Contactless",
        "VISA CREDIT",
        "A0000000031010",
        "Credit",
        "123456",
        "A1B2C3D4E5F60718",
        "0000008000",
        "E800",
    ):
        assert said in text
    assert "COPY" not in text


@pytest.mark.parametrize(
    ("starts", "ends", "printed"),
    [
        pytest.param(
            datetime(2026, 3, 29, 0, 30, tzinfo=UTC),
            datetime(2026, 3, 29, 1, 30, tzinfo=UTC),
            ("Sun 29 Mar 2026 01:30 +01:00", "Sun 29 Mar 2026 03:30 +02:00"),
            id="the night that skips an hour",
        ),
        pytest.param(
            datetime(2026, 10, 25, 0, 30, tzinfo=UTC),
            datetime(2026, 10, 25, 1, 30, tzinfo=UTC),
            ("Sun 25 Oct 2026 02:30 +02:00", "Sun 25 Oct 2026 02:30 +01:00"),
            id="the night that repeats an hour",
        ),
    ],
)
def test_both_daylight_saving_nights_show_their_offsets(
    ticket: Ticket, fonts: Path, starts: datetime, ends: datetime, printed: tuple[str, str]
) -> None:
    stay = replace(ticket, period=Period(starts.astimezone(BERLIN), ends.astimezone(BERLIN)))
    text = printed_text(render_ticket(stay, ENGLISH, fonts=fonts))
    assert all(moment in text for moment in printed)


def test_a_second_print_is_marked_as_a_copy(ticket: Ticket, fonts: Path) -> None:
    pdf = render_ticket(ticket, ENGLISH, copy=True, fonts=fonts)
    assert "COPY" in printed_text(pdf)
    assert b"Parking ticket \\(COPY\\)" in pdf


def test_a_waived_ticket_says_why_and_shows_no_card(ticket: Ticket, fonts: Path) -> None:
    waived = replace(ticket, card=None, waiver="Barrier fault")
    text = printed_text(render_ticket(waived, ENGLISH, fonts=fonts))
    assert "Not charged Barrier fault" in text
    assert "Paid by card" not in text
    assert "AID" not in text


@pytest.mark.parametrize(
    ("price", "price_text", "printed"),
    [
        pytest.param(Money(1200, currency("JPY")), None, "1200 JPY", id="no decimals"),
        pytest.param(Money(12_345, currency("KWD")), None, "12.345 KWD", id="three decimals"),
        pytest.param(Money(1200, currency("EUR")), "12,00 €", "12,00 €", id="in the language"),
    ],
)
def test_the_price_has_its_currencys_decimals(
    ticket: Ticket, fonts: Path, price: Money, price_text: str | None, printed: str
) -> None:
    texts = replace(ENGLISH, price_text=price_text)
    pdf = render_ticket(replace(ticket, price=price), texts, fonts=fonts)
    assert f"Price {printed}" in printed_text(pdf)


def test_floors_below_the_ground_have_a_minus(ticket: Ticket, fonts: Path) -> None:
    pdf = render_ticket(replace(ticket, floor=-2), ENGLISH, fonts=fonts)
    assert "\N{MINUS SIGN}2" in printed_text(pdf)


def test_the_same_ticket_gives_the_same_bytes(ticket: Ticket, fonts: Path) -> None:
    first = render_ticket(ticket, ENGLISH, fonts=fonts)
    render_ticket(replace(ticket, garage_name="Ünother"), ENGLISH, copy=True, fonts=fonts)
    assert render_ticket(ticket, ENGLISH, fonts=fonts) == first
    assert render_ticket(ticket, ENGLISH, copy=True, fonts=fonts) != first


def test_the_documents_properties_name_no_code_and_no_card(ticket: Ticket, fonts: Path) -> None:
    pdf = render_ticket(ticket, replace(ENGLISH, language="en-GB"), fonts=fonts)
    document = pypdfium2.PdfDocument(pdf)
    properties = document.get_metadata_dict()
    document.close()
    assert properties["Title"] == "Parking ticket"
    assert properties["Author"] == "Harbour Garage"
    assert b"/Lang (en-GB)" in pdf
    for secret in (ticket.code, "7K3M", "4242", "VISA"):
        assert not any(secret in value for value in properties.values())


def test_every_font_is_embedded(ticket: Ticket, fonts: Path) -> None:
    pdf = render_ticket(ticket, ENGLISH, fonts=fonts)
    names = set(re.findall(rb"/BaseFont /([^\s/]+)", pdf))
    assert names
    assert all(b"KioskSans" in name for name in names)
    assert pdf.count(b"/FontFile2") == len(names)


def test_the_fonts_have_the_letters_of_the_languages_and_say_which_they_lack(fonts: Path) -> None:
    typeface = load_typeface(fonts)
    languages = "Größe œuvre łąka ağaç ñandú Χώρος Стоянка Паркінг đường parcări € ₺ \N{MINUS SIGN}"
    assert typeface.missing(languages) == frozenset()
    assert typeface.missing("Spot 車") == {"車"}


def test_a_folder_without_fonts_is_named(ticket: Ticket, tmp_path: Path) -> None:
    with pytest.raises(FontsMissingError, match=r"KioskSans-Regular\.ttf"):
        render_ticket(ticket, ENGLISH, fonts=tmp_path)
