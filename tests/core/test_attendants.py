"""A driver calls, and is told the truth about who heard it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from core.attendants import anybody_listens, call_attendant
from core.attendants_desk import Desk
from core.garage_store import register_kiosk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from core.attendants_desk import Call
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import KioskId

NO_TIME = 0.05
PATIENCE_S = 20.0


@pytest.fixture
def kiosk(database: Database, garage: Garage) -> KioskId:
    return register_kiosk(database, garage, "north", None)


@pytest.fixture
def sits(database: Database) -> Iterator[Callable[..., list[Call]]]:
    """Somebody sits down at a desk, and is there until the test is over."""
    ended = threading.Event()
    threads: list[threading.Thread] = []

    def sit_down(*slugs: str) -> list[Call]:
        seen: list[Call] = []

        def listen() -> None:
            seen.extend(Desk(database, slugs).calls(ended=ended.is_set))

        threads.append(threading.Thread(target=listen))
        threads[-1].start()
        return seen

    yield sit_down
    ended.set()
    for thread in threads:
        thread.join(PATIENCE_S)


def hears(database: Database) -> bool:
    """Wait until somebody listens."""
    return any(anybody_listens(database, within_s=0.2) for _ in range(100))


def test_a_call_that_nobody_hears_is_written_down_and_not_delivered(
    database: Database, kiosk: KioskId
) -> None:
    delivered = call_attendant(database, kiosk, within_s=NO_TIME)
    with database.own_connection() as connection:
        query = "SELECT action, row_id, kiosk_id FROM audit_log WHERE action <> 'loaded'"
        written = connection.execute(query).fetchall()

    assert not delivered
    assert written == [("attendant called", str(kiosk), kiosk)]
    assert not anybody_listens(database, within_s=NO_TIME)


def test_a_call_that_is_heard_is_delivered_with_garage_kiosk_and_time(
    database: Database, garage: Garage, kiosk: KioskId, sits: Callable[..., list[Call]]
) -> None:
    seen = sits(garage.slug)
    assert hears(database)

    assert call_attendant(database, kiosk, within_s=PATIENCE_S)
    (call,) = seen
    assert (call.garage, call.kiosk, call.fresh) == (garage.name, "north", True)
    assert str(call.at.tzinfo) == garage.time_zone


def test_a_desk_of_another_garage_does_not_answer_for_this_one(
    database: Database, kiosk: KioskId, sits: Callable[..., list[Call]]
) -> None:
    seen = sits("elsewhere")
    assert hears(database)

    assert not call_attendant(database, kiosk, within_s=0.5)
    assert seen == []


def test_who_begins_to_listen_sees_the_calls_of_the_last_minutes_once(
    database: Database, kiosk: KioskId
) -> None:
    call_attendant(database, kiosk, within_s=NO_TIME)
    desk = Desk(database)

    (call,) = desk.calls(ended=lambda: True)
    assert not call.fresh
    assert list(desk.calls(ended=lambda: True)) == []
