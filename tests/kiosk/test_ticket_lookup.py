"""A driver stands there with a ticket, or without one: what the operator's command says."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.clock import SystemClock
from core.outcomes import Approved, Reserved
from core.reservations import Reservations
from core.tickets.codes import grouped
from core.tickets.records import find_issued
from core.vehicles import VehicleType
from kiosk.ticket_lookup import lines_of
from tests.core.small_garage import SilentBell, from_now
from tests.kiosk.test_cli import kiosk, write_settings

if TYPE_CHECKING:
    from pathlib import Path

    from core.db.database import Database
    from core.garages import Garage
    from core.tickets.model import Ticket
    from tests.core.shop import Shop


@pytest.fixture
def ticket(database: Database, garage: Garage) -> Ticket:
    """Issued and never printed."""
    reservations = Reservations(
        database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2)
    )
    outcome = reservations.reserve(garage, VehicleType.LARGE, from_now())
    assert isinstance(outcome, Reserved)
    issued = reservations.waive(outcome.hold.reservation_id, reason="a test")
    assert issued is not None
    return issued


def test_a_ticket_is_found_in_any_grouping_and_case(
    ticket: Ticket, tmp_path: Path, database_url: str
) -> None:
    settings = write_settings(tmp_path, database_url)
    for typed in (ticket.code, ticket.code.lower(), grouped(ticket.code)):
        result = kiosk("ticket", typed, "-s", settings)
        assert result.exit_code == 0
        lines = dict(line.split(None, 1) for line in result.output.splitlines())
        assert lines["garage"] == "The small garage, 1 Test Street, 20457"
        assert lines["spot"] == "floor 1, spot 5, for large"
        assert lines["price"] == "6.50 EUR, not charged (a test)"
        assert (lines["status"], lines["printed"]) == ("paid", "0 times")
        assert ticket.code not in result.output


@pytest.mark.usefixtures("qapp")  # printing makes one, which others would find
def test_it_is_printed_again_as_often_as_asked_and_counted(
    ticket: Ticket, tmp_path: Path, database_url: str
) -> None:
    paper = tmp_path / "paper"
    settings = write_settings(tmp_path, database_url, f'[printer]\nfolder = "{paper}"')
    first = kiosk("ticket", ticket.code, "--print", "-s", settings)
    second = kiosk("ticket", ticket.code, "--print", "-s", settings)
    third = kiosk("ticket", ticket.code, "-s", settings)

    assert first.output.endswith("It has been printed.\n")
    assert second.output.endswith("It has been printed again.\n")
    assert "printed  2 times, last " in third.output
    assert sorted(file.name for file in paper.glob("*.pdf")) == [
        f"ticket-{ticket.code}-copy-1.pdf",
        f"ticket-{ticket.code}.pdf",
    ]


@pytest.mark.usefixtures("qapp")  # printing makes one, which others would find
@pytest.mark.parametrize("over", [False, True], ids=["ended early", "its time is over"])
def test_a_ticket_that_only_looks_good_is_not_printed(
    ticket: Ticket, tmp_path: Path, database: Database, *, over: bool
) -> None:
    paper = tmp_path / "paper"
    settings = write_settings(tmp_path, database.url, f'[printer]\nfolder = "{paper}"')
    ended = "UPDATE reservations SET status = 'completed'"
    past = ", period = tstzrange(lower(period) - interval '90 d', upper(period) - interval '90 d')"
    database.statement(lambda one: one.execute(text(ended + (past if over else ""))))

    result = kiosk("ticket", ticket.code, "--print", "-s", settings)

    if over:
        assert result.output.endswith("It has been printed.\n")
    else:
        assert result.output.endswith(
            "kiosk: The ticket was not printed: its stay was ended early, which the paper would "
            "not show.\n"
        )
        assert not list(paper.glob("*.pdf"))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("7K3M-Q9TX-2B4D-HHRJ", "The database has no ticket with this code."),
        ("7K3M-Q9TX-2B4D-HHR0", "One of the letters or digits is wrong"),
        ("7K3M", "A ticket code has 16 letters and digits, this has 4"),
    ],
)
def test_a_code_that_is_none_is_one_sentence(
    tmp_path: Path, database_url: str, typed: str, sentence: str
) -> None:
    result = kiosk("ticket", typed, "-s", write_settings(tmp_path, database_url))
    assert result.exit_code == 1
    assert result.output.startswith(f"kiosk: {sentence}")
    assert result.output.count("\n") == 1


def test_a_ticket_that_was_paid_says_by_which_card(settled: Shop) -> None:
    outcome = settled.pay(settled.hold(), settled.tap)
    assert isinstance(outcome, Approved)

    issued = settled.database.statement(
        lambda connection: find_issued(connection, outcome.ticket.code)
    )
    assert issued is not None
    assert "price    3.00 EUR, paid by card (visa 4242)" in list(lines_of(issued))
