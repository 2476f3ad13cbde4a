"""Bookings that are moved while others claim, cancel, pay or move on the same spots."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from itertools import islice
from random import Random
from threading import Barrier, local
from typing import TYPE_CHECKING, Any, Final
from unittest.mock import ANY

import pytest
from sqlalchemy import text

from core.allocation import Claim, find_drift, rearrange, scene
from core.allocation.claim import Look, take
from core.allocation.release import lock_spot
from core.db.errors import DriftError
from core.outcomes import Cancelled, Reserved, SoldOut
from core.pricing import calculate_payment
from core.spot_status import SpotStatus
from core.tickets.records import issue
from core.vehicles import VehicleType
from tests.core.booking_ahead import Book, open_book
from tests.core.small_garage import HOUR, drift
from tests.races.meanwhile import SOON_S, LostError, meanwhile, wait_until_blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Connection

    from core.allocation.moves import Plan
    from core.db.database import Database
    from core.ids import ReservationId

_NOT_LOCKED: Final = text("SELECT number FROM spots FOR NO KEY UPDATE SKIP LOCKED")


@pytest.fixture
def book(database: Database) -> Iterator[Book]:
    """Two spots; an hour is wanted that is free if the booking on the first goes to the second."""
    book = open_book(database, compact=2)
    yield book
    assert drift(database) == []
    assert find_drift(database) == []


@pytest.fixture
def booking(book: Book) -> ReservationId:
    """What has to move before ``[2, 6)`` is free."""
    there = book.put(1, 4, 7)
    book.put(2, 1, 3, promised=True)
    return there


def after_planning(
    monkeypatch: pytest.MonkeyPatch, work: Callable[[int], object]
) -> Callable[[], int]:
    """Do something after each plan and before it is carried out; return how many there were."""
    plan, plans = scene.plan_moves, 0

    def plan_moves(*args: Any, **more: Any) -> Plan | None:
        nonlocal plans
        plans += 1
        found = plan(*args, **more)
        work(plans)
        return found

    monkeypatch.setattr(scene, "plan_moves", plan_moves)
    return lambda: plans


def test_a_booking_that_was_cancelled_after_planning_is_not_needed_to_move(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_planning(monkeypatch, lambda _: book.reservations.cancel(booking))

    outcome = book.ask(2, 6)

    assert isinstance(outcome, Reserved)
    assert booking not in book.where()


def test_a_booking_stays_if_its_new_spot_was_taken_after_planning(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_planning(monkeypatch, lambda tries: tries == 1 and book.ask(5, 6, promised=True))

    assert isinstance(book.ask(2, 6), SoldOut)
    assert book.where()[booking] == 1
    assert len(book.where()) == 3


def test_control_who_does_not_look_again_runs_into_the_constraint(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    after_planning(monkeypatch, lambda _: book.ask(5, 6, promised=True))
    monkeypatch.setattr(rearrange, "see_again", lambda *_: ANY)

    with pytest.raises(DriftError):
        book.ask(2, 6)
    assert book.where()[booking] == 1


@pytest.mark.parametrize("number", [1, 2])
def test_a_spot_that_went_out_of_service_after_planning_is_not_used(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    after_planning(
        monkeypatch, lambda tries: tries == 1 and book.set(number, SpotStatus.OUT_OF_SERVICE)
    )

    assert isinstance(book.ask(2, 6), SoldOut)
    assert book.where()[booking] == 1


def test_a_plan_that_would_be_stale_every_time_is_made_under_locks_in_the_end(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadPoolExecutor(1) as pool:
        plans, changes = _change_after_each_plan(book, monkeypatch, pool)

        outcome = book.ask(2, 6)

        for change in changes:
            assert isinstance(change.result(SOON_S), Reserved)
    assert isinstance(outcome, Reserved)
    assert plans() == 3
    assert book.where()[booking] == 2


def test_control_without_locks_every_plan_comes_too_late(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rearrange, "_lock_then_plan", rearrange._plan_then_lock)
    with ThreadPoolExecutor(1) as pool:
        plans, _ = _change_after_each_plan(book, monkeypatch, pool)

        assert isinstance(book.ask(2, 6), SoldOut)
    assert plans() == 3
    assert book.where()[booking] == 1


@pytest.mark.parametrize("control", [False, True], ids=["", "control"])
def test_a_booking_that_came_before_the_locks_and_has_none_does_not_move(
    book: Book, monkeypatch: pytest.MonkeyPatch, *, control: bool
) -> None:
    """Its ticket may be being issued."""
    book.put(2, 1, 3, promised=True)
    seen_before, late = book.put(1, 5, 7), []

    def see_and_book(connection: Connection, claim: Claim) -> scene.Scene:
        seen = scene.see(connection, claim)
        late.append(book.put(1, 4, 5))
        return seen

    monkeypatch.setattr(rearrange, "_plan_then_lock", rearrange._lock_then_plan)
    monkeypatch.setattr(rearrange, "see", see_and_book)
    if control:
        monkeypatch.setattr(scene.Scene, "moving_only", lambda seen, _: seen)

    hold = rearrange.make_room(book.database, _claim(book, 2, 6))

    assert (hold is not None) == control
    assert book.where()[late[0]] == book.where()[seen_before] == (2 if control else 1)


def test_the_spot_made_free_is_had_although_one_that_looked_better_is_lost(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost: list[Look] = []

    def lose_once(connection: Connection, claim: Claim, look: Look) -> object:
        if not lost:
            lost.append(look)
            return None
        return take(connection, claim, look)

    monkeypatch.setattr(rearrange, "take", lose_once)

    assert isinstance(book.ask(2, 6), Reserved)
    assert lost == [Look.ANY_TYPE]
    assert book.where()[booking] == 2


def test_two_make_room_at_once_and_one_gets_it(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    both, mine = Barrier(2), local()

    def wait(_: int) -> None:
        if not hasattr(mine, "waited"):
            mine.waited = True
            both.wait(SOON_S)

    after_planning(monkeypatch, wait)
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda _: book.ask(2, 6), range(2)))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Reserved", "SoldOut"]
    assert book.where()[booking] == 2
    assert len(book.where()) == 3


def test_a_booking_is_cancelled_while_it_moves(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadPoolExecutor(1) as pool:
        cancelled = _when_moved(book, monkeypatch, pool, partial(book.reservations.cancel, booking))
        assert isinstance(book.ask(2, 6), Reserved)
        assert cancelled[0].result(SOON_S) == Cancelled()

    assert sorted(book.where().values()) == [1, 2]


def test_who_waited_for_the_old_spot_locks_the_new_one(
    book: Book, booking: ReservationId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lock(connection: Connection) -> list[int]:
        lock_spot(connection, booking)
        return book.database.statement(lambda other: list(other.scalars(_NOT_LOCKED).all()))

    with ThreadPoolExecutor(1) as pool:
        not_locked = _when_moved(book, monkeypatch, pool, lambda: book.database.transaction(lock))
        assert isinstance(book.ask(2, 6), Reserved)

    assert 2 not in not_locked[0].result(SOON_S)
    assert book.where()[booking] == 2


@pytest.mark.parametrize("lost", [True, False], ids=["rolled back", "committed"])
def test_an_open_claim_on_the_new_spot_is_waited_for(
    book: Book, booking: ReservationId, *, lost: bool
) -> None:
    def claim(connection: Connection) -> None:
        assert take(connection, _claim(book, 5, 6), Look.ANY_TYPE) is not None
        if lost:
            raise LostError

    outcome = meanwhile(book.database, claim, lambda: book.ask(2, 6))

    assert isinstance(outcome, Reserved if lost else SoldOut)
    assert book.where()[booking] == (2 if lost else 1)


def test_a_ticket_that_is_being_issued_keeps_its_spot(book: Book, booking: ReservationId) -> None:
    outcome = meanwhile(
        book.database, lambda connection: issue(connection, booking), lambda: book.ask(2, 6)
    )

    assert isinstance(outcome, SoldOut)
    assert book.where()[booking] == 1


def test_many_book_cancel_and_pay_at_once_and_nothing_is_lost(database: Database) -> None:
    book = open_book(database, compact=2, regular=2, large=1)

    def go_on(seed: int) -> set[ReservationId]:
        dice, kept = Random(seed), set()
        for _ in range(40):
            first = dice.randrange(0, 16) / 2
            outcome = book.ask(
                first,
                first + dice.randint(1, 8) / 2,
                dice.choice(list(VehicleType)),
                promised=dice.random() < 0.1,
            )
            if isinstance(outcome, Reserved):
                kept.add(outcome.hold.reservation_id)
            if kept and dice.random() < 0.4:
                ended = dice.choice(sorted(kept))
                if isinstance(book.reservations.cancel(ended), Cancelled):
                    kept.remove(ended)
            if kept and dice.random() < 0.1:
                book.reservations.waive(dice.choice(sorted(kept)), reason="test")
        return kept

    kept: set[ReservationId] = set()
    moved = text("SELECT count(*) FROM audit_log WHERE action = 'moved to another spot'")
    seeds = iter(range(80))
    while not database.statement(lambda connection: connection.scalar(moved)):
        with ThreadPoolExecutor(4) as pool:
            kept.update(*pool.map(go_on, islice(seeds, 4)))

        assert book.where().keys() == kept
        assert drift(database) == []
        assert find_drift(database) == []


def _claim(book: Book, first: float, last: float) -> Claim:
    period = book.during(first, last)
    price = calculate_payment(book.garage, VehicleType.COMPACT, period)
    return Claim(book.garage.id, book.garage.version, VehicleType.COMPACT, period, price, HOUR)


def _change_after_each_plan(
    book: Book, monkeypatch: pytest.MonkeyPatch, pool: ThreadPoolExecutor
) -> tuple[Callable[[], int], list[Future[Any]]]:
    """After each plan book one more hour on its spots, or begin to and wait for their locks."""
    changes: list[Future[Any]] = []

    def change(tries: int) -> None:
        changes.append(pool.submit(book.ask, 6 + tries, 7 + tries, promised=True))
        wait_until_blocked(book.database, changes[-1])

    return after_planning(monkeypatch, change), changes


def _when_moved(
    book: Book,
    monkeypatch: pytest.MonkeyPatch,
    pool: ThreadPoolExecutor,
    work: Callable[[], object],
) -> list[Future[Any]]:
    """Begin the work when bookings have moved and it is not committed; wait until it waits."""
    begun: list[Future[Any]] = []

    def take_slowly(connection: Connection, claim: Claim, look: Look) -> object:
        begun.append(pool.submit(work))
        wait_until_blocked(book.database, begun[0])
        return take(connection, claim, look)

    monkeypatch.setattr(rearrange, "take", take_slowly)
    return begun
