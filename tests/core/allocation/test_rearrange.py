"""Making room in a real garage: which bookings move, which never, and what is written down."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import Claim, allocate, find_drift, rearrange, scene
from core.garage_store import register_kiosk
from core.money import Money, currency
from core.outcomes import Reserved, SoldOut
from core.spot_status import SpotStatus
from core.vehicles import VehicleType
from tests.core.booking_ahead import Book, open_book
from tests.core.small_garage import HOUR, drift

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.db.database import Database

COMPACT, REGULAR, LARGE = VehicleType

_MOVES: Final = text("""
SELECT a.row_id, one.number AS before, other.number AS after, a.actor_kind, a.actor, a.kiosk_id
FROM audit_log a
JOIN spots one ON one.id = CAST(a.before ->> 'spot_id' AS integer)
JOIN spots other ON other.id = CAST(a.after ->> 'spot_id' AS integer)
WHERE a.table_name = 'reservations' ORDER BY a.id
""")


@pytest.fixture
def book(database: Database) -> Iterator[Book]:
    """Two compact spots; afterwards the free time is what the reservations leave."""
    yield open_book(database, compact=2)
    assert drift(database) == []
    assert find_drift(database) == []


def test_a_booking_goes_to_the_other_spot(book: Book) -> None:
    there = book.put(1, 4, 7)
    fixed = book.put(2, 1, 3, promised=True)
    book.bell.rung.clear()

    outcome = book.ask(2, 6, promised=True)

    assert isinstance(outcome, Reserved)
    assert outcome.hold.spot.number == 1
    assert book.where() == {there: 2, fixed: 2, outcome.hold.reservation_id: 1}
    assert book.bell.rung == [book.garage.id]


def test_bookings_change_places_when_no_single_move_would_do(book: Book) -> None:
    one, two = book.put(1, 4, 7), book.put(1, 7, 9)
    three, four = book.put(2, 0, 4, promised=True), book.put(2, 5, 9)

    outcome = book.ask(2, 5)

    assert isinstance(outcome, Reserved)
    wanted = outcome.hold.reservation_id
    assert book.where() == {one: 2, two: 2, three: 2, four: 1, wanted: 1}


@pytest.mark.parametrize("held", [1, 2, 4])
def test_what_is_promised_does_not_move(book: Book, held: int) -> None:
    book.put(1, 4, 7, promised=held == 1)
    book.put(1, 7, 9, promised=held == 2)
    book.put(2, 0, 4, promised=True)
    book.put(2, 5, 9, promised=held == 4)
    before = book.where()

    assert isinstance(book.ask(2, 5), SoldOut)
    assert book.where() == before


def test_a_ticket_promises_the_spot(book: Book) -> None:
    there = book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    ticket = book.reservations.waive(there, reason="test")

    assert isinstance(book.ask(2, 6), SoldOut)
    assert ticket is not None
    assert ticket.spot_number == book.where()[there] == 1


def test_a_ticket_names_the_spot_that_the_booking_was_moved_to(book: Book) -> None:
    there = book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    assert isinstance(book.ask(2, 6), Reserved)

    ticket = book.reservations.waive(there, reason="test")

    assert ticket is not None
    assert ticket.spot_number == book.where()[there] == 2


def test_who_arrives_now_is_made_room_for_too(book: Book) -> None:
    book.zero = datetime.now(UTC).replace(second=0, microsecond=0)
    there = book.put(1, 1, 3)
    book.put(2, 0, 0.5, promised=True)
    book.put(2, 3, 4, promised=True)

    outcome = book.ask(0, 2, promised=True)

    assert isinstance(outcome, Reserved)
    assert outcome.hold.spot.number == 1
    assert book.where()[there] == 2


def test_what_has_begun_does_not_move(book: Book) -> None:
    book.zero = datetime.now(UTC).replace(second=0, microsecond=0)
    book.put(1, 0, 2)
    book.put(2, 2, 4, promised=True)

    assert isinstance(book.ask(1, 3), SoldOut)


def test_small_vehicles_leave_larger_spots(database: Database) -> None:
    book = open_book(database, compact=1, regular=1, large=1)
    one, two = book.put(3, 4, 7, REGULAR), book.put(2, 3, 8)

    outcome = book.ask(3, 6, LARGE)

    assert isinstance(outcome, Reserved)
    assert book.where() == {one: 2, two: 1, outcome.hold.reservation_id: 3}
    assert find_drift(database) == []


@pytest.mark.parametrize("status", [SpotStatus.KEPT_BACK, SpotStatus.OUT_OF_SERVICE])
@pytest.mark.parametrize("number", [1, 2])
def test_spots_that_not_everybody_may_take_are_left_alone(
    book: Book, number: int, status: SpotStatus
) -> None:
    book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    book.set(number, status)

    assert isinstance(book.ask(2, 6), SoldOut)


def test_an_attendant_takes_a_spot_that_is_kept_back_before_anybody_is_moved(book: Book) -> None:
    there = book.put(1, 4, 7)
    book.set(2, SpotStatus.KEPT_BACK)

    outcome = book.ask(2, 6, promised=True, for_attendant=True)

    assert isinstance(outcome, Reserved)
    assert outcome.hold.spot.number == 2
    assert book.where()[there] == 1


def test_moves_are_written_down(book: Book) -> None:
    there = book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    kiosk_id = register_kiosk(book.database, book.garage, "North")

    assert isinstance(book.ask(2, 6, kiosk_id=kiosk_id), Reserved)

    moves = book.database.statement(lambda connection: connection.execute(_MOVES).all())
    assert moves == [(str(there), 1, 2, "kiosk", "North", kiosk_id)]


def test_a_garage_without_bookings_that_may_move_is_asked_one_question(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rearrange, "see", None)
    book.put(1, 4, 7, promised=True)
    book.put(2, 1, 3, promised=True)
    book.put(1, 8, 9)

    assert isinstance(book.ask(2, 6), SoldOut)


def test_nothing_moves_if_the_spot_is_not_had_in_the_end(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    before = book.where()
    monkeypatch.setattr(rearrange, "take", lambda *_, **__: None)

    assert isinstance(book.ask(2, 6), SoldOut)
    assert book.where() == before


def test_of_many_spots_those_are_looked_at_that_are_free_the_longest(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    period = book.during(2, 6)
    claim = Claim(
        book.garage.id, book.garage.version, COMPACT, period, Money(100, currency("EUR")), HOUR
    )
    monkeypatch.setattr(scene, "MOST_SPOTS", 1)

    seen = book.database.statement(lambda connection: scene.see(connection, claim))

    second = text("SELECT id FROM spots WHERE number = 2")
    assert list(seen.spots) == book.database.statement(
        lambda connection: connection.scalars(second).all()
    )
    assert isinstance(book.ask(2, 6), SoldOut)


def test_control_without_making_room_it_is_sold_out(
    book: Book, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    monkeypatch.setattr(allocate, "make_room", lambda *_: None)

    assert isinstance(book.ask(2, 6), SoldOut)
