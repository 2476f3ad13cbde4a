"""One ticket, as an ordinary driver gets it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from core.money import Money, currency
from core.periods import Period
from core.tickets.codes import parse_code
from core.tickets.model import CardReceipt, Ticket
from core.vehicles import VehicleType


@pytest.fixture(scope="session")
def fonts() -> Path:
    return Path(__file__).parents[3] / "resources" / "fonts"


@pytest.fixture(scope="session")
def ticket() -> Ticket:
    return Ticket(
        code=parse_code("7K3M-Q9TX-2B4D-HHRJ"),
        garage_name="Harbour Garage",
        address="12 Harbour Street, Hamburg",
        zipcode="20457",
        time_zone="Europe/Berlin",
        floor=3,
        spot_number=142,
        vehicle_type=VehicleType.REGULAR,
        period=Period(
            datetime(2026, 11, 22, 11, 47, tzinfo=UTC), datetime(2026, 11, 22, 15, 47, tzinfo=UTC)
        ),
        price=Money(1200, currency("EUR")),
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
        issued_at=datetime(2026, 11, 22, 11, 48, tzinfo=UTC),
    )
