"""How long the ticket's PDF takes."""

from __future__ import annotations

import statistics
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from core.money import Money, currency
from core.periods import Period
from core.tickets.codes import new_code
from core.tickets.model import CardReceipt, Ticket
from core.tickets.pdf import render_ticket
from core.vehicles import VehicleType
from kiosk.paths import FONTS
from tests.bench.figures import Figure
from ui.ticket_texts import ticket_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.world import World

TICKETS = 40


def measure(_world: World) -> Iterator[Figure]:
    texts = ticket_texts(_ticket(), "en")
    render_ticket(_ticket(), texts, fonts=FONTS)
    taken = []
    for _ in range(TICKETS):
        ticket = _ticket()
        began = time.perf_counter()
        render_ticket(ticket, texts, fonts=FONTS)
        taken.append(time.perf_counter() - began)
    yield Figure(
        "ticket_pdf_ms",
        statistics.median(taken) * 1000,
        "ms",
        15,
        "one frame at 60 Hz; a new code each time, the fonts read before",
    )


def _ticket() -> Ticket:
    now = datetime.now(UTC).replace(microsecond=0)
    return Ticket(
        code=new_code(),
        garage_name="Riverside Garage",
        address="12 Quay Street",
        zipcode="20457",
        time_zone="Europe/Berlin",
        floor=3,
        spot_number=142,
        vehicle_type=VehicleType.REGULAR,
        period=Period(now, now + timedelta(hours=4)),
        price=Money(1600, currency("EUR")),
        card=CardReceipt(
            application_preferred_name="VISA CREDIT",
            dedicated_file_name="A0000000031010",
            account_type="credit",
            brand="visa",
            last4="4242",
            read_method="contactless_emv",
            authorization_code="123456",
            application_cryptogram="A1B2C3D4E5F60718",
            terminal_verification_results="0000008000",
            transaction_status_information="E800",
        ),
        waiver=None,
        issued_at=now,
    )
