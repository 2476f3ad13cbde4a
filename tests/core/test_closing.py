"""Opening hours, closures and spots kept back, as the database enforces them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import Claim, GarageChangedError, allocate_spot
from core.availability import availability_now, free_spots, next_free_at
from core.clock import SystemClock
from core.closing import NotInTheFutureError, Opened, close_garage, open_garage
from core.elsewhere import free_elsewhere
from core.garage_store import GarageConflictError, find_garage, load_garage
from core.opening_hours import Closure, OpenTime
from core.outcomes import NoLongerOffered, Reserved, SoldOut
from core.periods import BadPeriodError
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, from_now, small_plan
from tests.core.small_garage import open_garage as opened

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.db.database import Database
    from core.garage_file import GaragePlan
    from core.garages import Garage

COMPACT: Final = VehicleType.COMPACT
ALWAYS: Final = tuple(OpenTime(day, 0, 1440) for day in range(1, 8))


def _reservations(database: Database) -> Reservations:
    return Reservations(database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2))


def _claim(garage: Garage, later: timedelta = timedelta()) -> Claim:
    period = from_now(later=later)
    price = calculate_payment(garage, COMPACT, period)
    return Claim(garage.id, garage.version, COMPACT, period, price, HOUR)


def _execute(database: Database, sql: str) -> None:
    database.statement(lambda connection: connection.execute(text(sql)))


def _kept_back(database: Database) -> list[int]:
    query = text("SELECT number FROM spots WHERE status = 'kept_back' ORDER BY number")
    return list(database.statement(lambda connection: connection.scalars(query).all()))


def _shut(database: Database, garage: Garage) -> None:
    close_garage(database, garage, starts_at=None, ends_at=None, reason="Water", actor="test")


def _planned(begin: timedelta, end: timedelta) -> Closure:
    now = datetime.now(UTC).replace(microsecond=0)
    return Closure(now + begin, now + end, "works")


def test_hours_are_found_as_they_were_loaded(database: Database) -> None:
    week = (OpenTime(1, 0, 1440), OpenTime(2, 360, 720), OpenTime(2, 840, 1320))
    ahead = _planned(HOUR, 2 * HOUR)
    over = _planned(-2 * HOUR, -HOUR)

    garage = opened(database, replace(small_plan(), week=week, closures=(ahead, over)))

    assert garage.week == week
    assert garage.closures == (ahead,)


def test_loading_the_same_hours_again_leaves_the_version(database: Database) -> None:
    plan = replace(small_plan(), week=ALWAYS, closures=(_planned(HOUR, 2 * HOUR),))
    before = opened(database, plan)

    assert opened(database, plan) == before


@pytest.mark.parametrize(
    "change",
    [
        lambda plan: replace(plan, week=ALWAYS),
        lambda plan: replace(plan, closures=(_planned(HOUR, 2 * HOUR),)),
        lambda plan: replace(plan, rates=small_plan(rates=("1", "1", "1")).rates),
        lambda plan: replace(plan, step=timedelta(minutes=20)),
        lambda plan: replace(plan, time_zone="Europe/Lisbon"),
    ],
    ids=["hours", "closures", "rates", "step", "zone"],
)
def test_what_a_stay_is_sold_by_raises_the_version(
    database: Database, garage: Garage, change: Callable[[GaragePlan], GaragePlan]
) -> None:
    assert opened(database, change(small_plan())).version > garage.version


def test_a_new_name_leaves_the_version(database: Database, garage: Garage) -> None:
    assert opened(database, replace(small_plan(), name="New")).version == garage.version


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE garages SET rate_large = 9",
        "INSERT INTO opening_hours VALUES (1, 3, '06:00', '24:00')",
        "UPDATE opening_hours SET closes = '20:00'",
        "DELETE FROM opening_hours",
        "TRUNCATE opening_hours",
        "DELETE FROM closures",
    ],
)
def test_a_change_by_hand_raises_the_version_too(database: Database, sql: str) -> None:
    plan = replace(small_plan(), week=ALWAYS[:1], closures=(_planned(HOUR, 2 * HOUR),))
    before = opened(database, plan)

    _execute(database, sql)

    assert find_garage(database, "small").version > before.version


def test_a_claim_for_a_garage_that_has_changed_takes_nothing(
    database: Database, garage: Garage
) -> None:
    _shut(database, garage)

    for later in (timedelta(), 3 * HOUR):
        with pytest.raises(GarageChangedError):
            allocate_spot(database, replace(_claim(garage, later), arrives_now=not later))
    assert free_spots(database, garage, COMPACT, from_now()) == 5


def test_none_free_is_not_said_by_a_claim_for_a_garage_that_has_changed(
    database: Database, garage: Garage
) -> None:
    for _ in range(5):
        assert allocate_spot(database, _claim(garage)) is not None
    assert allocate_spot(database, _claim(garage)) is None

    _shut(database, garage)

    with pytest.raises(GarageChangedError):
        allocate_spot(database, _claim(garage))


def test_a_stale_kiosk_sells_at_the_new_price_if_that_is_lower(
    database: Database, garage: Garage
) -> None:
    load_garage(database, small_plan(rates=("2.00", "6.00", "7.00")), actor="test")

    outcome = _reservations(database).reserve(garage, COMPACT, from_now())

    assert isinstance(outcome, Reserved)
    assert outcome.hold.price.minor == 200


def test_nobody_is_held_at_more_than_they_were_told(database: Database, garage: Garage) -> None:
    load_garage(database, small_plan(rates=("5.00", "6.00", "7.00")), actor="test")

    assert _reservations(database).reserve(garage, COMPACT, from_now()) == NoLongerOffered()
    assert (
        _reservations(database).reserve(find_garage(database, "small"), COMPACT, from_now())
        != NoLongerOffered()
    )


def test_a_stale_kiosk_sells_nothing_while_the_garage_is_closed(
    database: Database, garage: Garage
) -> None:
    _shut(database, garage)

    assert _reservations(database).reserve(garage, COMPACT, from_now()) == NoLongerOffered()
    with pytest.raises(BadPeriodError, match=r"The garage is closed from .* on; choose a stay"):
        _reservations(database).reserve(find_garage(database, "small"), COMPACT, from_now())


def test_a_stale_kiosk_sells_what_the_new_hours_allow(database: Database, garage: Garage) -> None:
    load_garage(database, replace(small_plan(), week=ALWAYS), actor="test")

    assert isinstance(_reservations(database).reserve(garage, COMPACT, from_now()), Reserved)


def test_a_garage_is_closed_and_opened_again(database: Database, garage: Garage) -> None:
    hold = allocate_spot(database, _claim(garage))
    assert hold is not None

    standing = close_garage(
        database, garage, starts_at=None, ends_at=None, reason="Water", actor="test"
    )
    closed = find_garage(database, "small")
    opened_again = open_garage(database, garage, actor="test")

    assert standing == 1
    assert not closed.hours.is_open(datetime.now(UTC))
    assert opened_again == Opened(1, 0)
    assert find_garage(database, "small").hours.is_open(datetime.now(UTC))
    assert open_garage(database, garage, actor="test") == Opened(0, 0)


@pytest.mark.parametrize("closed_for", [timedelta(), 2 * HOUR], ids=["just now", "for long"])
def test_a_garage_that_was_opened_sells_at_once(
    database: Database, garage: Garage, closed_for: timedelta
) -> None:
    since = datetime.now(UTC) - closed_for if closed_for else None
    close_garage(database, garage, starts_at=since, ends_at=None, reason="Water", actor="test")
    open_garage(database, garage, actor="test")

    found = find_garage(database, "small")

    assert isinstance(_reservations(database).reserve(found, COMPACT, from_now()), Reserved)


def test_a_closure_that_has_not_begun_is_taken_back_by_a_time_in_it(
    database: Database, garage: Garage
) -> None:
    tomorrow = datetime.now(UTC) + 24 * HOUR
    for begin in (None, tomorrow):
        close_garage(database, garage, starts_at=begin, ends_at=None, reason="Water", actor="test")

    assert open_garage(database, garage, at=tomorrow - HOUR, actor="test") == Opened(0, 0)
    assert open_garage(database, garage, at=tomorrow + HOUR, actor="test") == Opened(1, 0)
    assert [one.ends_at for one in find_garage(database, "small").closures] == [None]
    assert open_garage(database, garage, actor="test") == Opened(1, 0)
    assert find_garage(database, "small").closures == ()


def test_whoever_opens_a_garage_is_told_of_a_closure_that_the_file_still_has(
    database: Database,
) -> None:
    garage = opened(database, replace(small_plan(), closures=(_planned(-HOUR, HOUR),)))

    assert open_garage(database, garage, actor="test") == Opened(1, 1)


def test_loading_a_garage_does_not_open_it(database: Database, garage: Garage) -> None:
    _shut(database, garage)

    load_garage(database, small_plan(), actor="test")

    assert not find_garage(database, "small").hours.is_open(datetime.now(UTC))


def test_a_closure_that_would_be_over_is_refused(database: Database, garage: Garage) -> None:
    now = datetime.now(UTC)
    for begin, end in ((None, now - HOUR), (now + 2 * HOUR, now + HOUR)):
        with pytest.raises(NotInTheFutureError, match="must end after now"):
            close_garage(
                database, garage, starts_at=begin, ends_at=end, reason="Water", actor="test"
            )
    assert find_garage(database, "small") == garage


def test_the_next_free_time_is_one_at_which_the_garage_is_open(database: Database) -> None:
    closure = _planned(-HOUR, 3 * HOUR)
    garage = opened(database, replace(small_plan(), closures=(closure,)))

    assert next_free_at(database, garage, COMPACT, HOUR) == closure.ends_at


def test_a_sold_out_type_is_next_free_when_the_garage_opens(database: Database) -> None:
    plan = small_plan(compact=1, regular=0, large=0)
    garage = opened(database, plan)
    assert allocate_spot(database, _claim(garage)) is not None  # for an hour
    closure = _planned(timedelta(minutes=40), 3 * HOUR)
    garage = opened(database, replace(plan, closures=(closure,)))

    availability, _ = availability_now(database, garage)

    assert availability.next_free_at[COMPACT] == closure.ends_at


def test_a_closed_garage_is_not_where_there_is_a_spot(database: Database, garage: Garage) -> None:
    other = opened(database, small_plan(slug="other"))
    assert len(free_elsewhere(database, garage, COMPACT, from_now())) == 1

    _shut(database, other)

    assert free_elsewhere(database, garage, COMPACT, from_now()) == ()
    assert _reservations(database).sold_out(garage, COMPACT, from_now()).elsewhere == ()


def test_the_farthest_spots_are_kept_back_exactly_so_many(database: Database) -> None:
    plan = small_plan(compact=5, regular=1, large=0)
    for count, kept in ((3, [3, 4, 5]), (1, [5]), (0, [])):
        load_garage(database, replace(plan, kept_back={COMPACT: count}), actor="test")
        assert _kept_back(database) == kept


def test_a_type_that_the_file_does_not_name_stays_as_it_is(database: Database) -> None:
    garage = opened(database, small_plan())
    set_spot_status(database, SilentBell(), garage, Place(1, 1), SpotStatus.KEPT_BACK, actor="test")

    load_garage(database, replace(small_plan(), kept_back={VehicleType.REGULAR: 1}), actor="test")

    assert _kept_back(database) == [1, 4]


def test_spots_kept_back_are_not_sold_to_everybody(database: Database) -> None:
    plan = small_plan(compact=2, regular=0, large=0)
    garage = opened(database, replace(plan, kept_back={COMPACT: 1}))
    reservations = _reservations(database)

    assert isinstance(reservations.reserve(garage, COMPACT, from_now()), Reserved)
    assert isinstance(reservations.reserve(garage, COMPACT, from_now()), SoldOut)


def test_more_than_are_in_service_cannot_be_kept_back(database: Database) -> None:
    garage = opened(database, small_plan())
    set_spot_status(
        database, SilentBell(), garage, Place(1, 1), SpotStatus.OUT_OF_SERVICE, actor="test"
    )

    with pytest.raises(GarageConflictError, match="2 compact spots cannot be kept back: 1 are not"):
        load_garage(database, replace(small_plan(), kept_back={COMPACT: 2}), actor="test")
    assert _kept_back(database) == []
