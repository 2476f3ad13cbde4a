"""Which spot a driver gets, for how long it is kept, and how it comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.allocation import complete_past, expire_holds, expiry
from core.availability import availability_now, free_spots
from core.clock import SystemClock
from core.garage_store import register_kiosk
from core.ids import ReservationId
from core.outcomes import Cancelled, Hold, NotFound, Reserved, SoldOut
from core.periods import BadPeriodError, Period, stay
from core.pricing import PriceOverflowError
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.db.database import Database
    from core.garages import Garage

COMPACT, REGULAR, LARGE = VehicleType


@pytest.fixture
def bell() -> SilentBell:
    return SilentBell()


@pytest.fixture
def reservations(database: Database, bell: SilentBell) -> Iterator[Reservations]:
    """Reserves; afterwards the free time must still be what the reservations leave."""
    yield Reservations(database, SystemClock(), bell, hold_for=timedelta(minutes=2))
    assert drift(database) == []


def _hold(
    reservations: Reservations, garage: Garage, kind: VehicleType, period: Period | None = None
) -> Hold:
    outcome = reservations.reserve(garage, kind, period or from_now())
    assert isinstance(outcome, Reserved)
    return outcome.hold


def _run_out(database: Database) -> None:
    sql = text("UPDATE reservations SET hold_expires_at = now() WHERE status = 'held'")
    database.statement(lambda connection: connection.execute(sql))


def test_the_smallest_fitting_type_goes_first_and_the_nearest_spot_of_it(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=1, large=1, floors=(2, -1, 1)))

    taken = [_hold(reservations, garage, COMPACT).spot for _ in range(9)]

    assert [(spot.vehicle_type, spot.floor) for spot in taken] == [
        (kind, floor) for kind in VehicleType for floor in (1, -1, 2)
    ]


@pytest.mark.parametrize(("kind", "count"), [(COMPACT, 5), (REGULAR, 3), (LARGE, 1)])
def test_free_spots_count_the_larger_types_too(
    database: Database, garage: Garage, kind: VehicleType, count: int
) -> None:
    assert free_spots(database, garage, kind, from_now()) == count


def test_a_smaller_vehicle_on_a_larger_spot_pays_its_own_rate(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=0, regular=0, large=1))

    hold = _hold(reservations, garage, COMPACT)

    assert (hold.spot.vehicle_type, hold.vehicle_type) == (LARGE, COMPACT)
    assert str(hold.price) == "3.00 EUR"


def test_a_hold_says_when_it_ends_and_the_bell_rings(
    garage: Garage, reservations: Reservations, bell: SilentBell
) -> None:
    hold = _hold(reservations, garage, COMPACT)

    assert timedelta() < hold.expires_at - datetime.now(UTC) <= timedelta(minutes=2)
    assert bell.rung == [garage.id]


def test_a_later_stay_leaves_the_spot_free_before_and_after_it(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    tomorrow = from_now(2 * HOUR, later=timedelta(days=1))
    _hold(reservations, garage, COMPACT, tomorrow)

    def free(starts_at: datetime, ends_at: datetime) -> int:
        return free_spots(database, garage, COMPACT, Period(starts_at, ends_at))

    now = from_now().starts_at
    assert free(now, tomorrow.starts_at) == 1
    assert free(tomorrow.ends_at, tomorrow.ends_at + timedelta(days=9)) == 1
    assert free(now, tomorrow.starts_at + timedelta(minutes=1)) == 0
    assert free(tomorrow.ends_at - timedelta(minutes=1), tomorrow.ends_at + HOUR) == 0


def test_cancelling_joins_the_free_time_again(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    stays = [from_now(later=timedelta(hours=hours)) for hours in (1, 2, 3)]
    held = [_hold(reservations, garage, COMPACT, period) for period in stays]

    for hold in (held[0], held[2], held[1]):
        assert reservations.cancel(hold.reservation_id) == Cancelled()

    assert free_spots(database, garage, COMPACT, from_now(timedelta(days=30))) == 1


def test_walk_ins_fill_up_before_and_after_a_later_stay(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    later = from_now(later=HOUR)
    _hold(reservations, garage, COMPACT, later)

    assert isinstance(reservations.reserve(garage, COMPACT, from_now(2 * HOUR)), SoldOut)
    _hold(reservations, garage, COMPACT, Period(from_now().starts_at, later.starts_at))
    _hold(reservations, garage, COMPACT, Period(later.ends_at, later.ends_at + HOUR))


def test_a_stay_takes_the_tightest_free_time_so_that_long_ones_stay_whole(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=2, regular=0, large=0))
    first = _hold(reservations, garage, COMPACT)

    after = _hold(
        reservations, garage, COMPACT, Period(first.period.ends_at, first.period.ends_at + HOUR)
    )

    assert after.spot == first.spot
    assert free_spots(database, garage, COMPACT, from_now(timedelta(days=30))) == 1


def test_cancelling_twice_is_cancelling_once_and_frees_one_spot(
    database: Database, garage: Garage, reservations: Reservations, bell: SilentBell
) -> None:
    hold = _hold(reservations, garage, LARGE)

    assert reservations.cancel(hold.reservation_id) == Cancelled()
    assert reservations.cancel(hold.reservation_id) == Cancelled()
    assert free_spots(database, garage, LARGE, from_now()) == 1
    assert bell.rung == [garage.id, garage.id]


def test_cancelling_what_never_was_says_so(reservations: Reservations) -> None:
    assert reservations.cancel(ReservationId(404)) == NotFound()


def test_an_expired_hold_makes_room_without_any_job(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    first = _hold(reservations, garage, LARGE)
    assert isinstance(reservations.reserve(garage, LARGE, from_now()), SoldOut)
    _run_out(database)

    assert _hold(reservations, garage, LARGE).spot == first.spot


def test_expired_holds_count_as_free(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    for _ in range(3):
        _hold(reservations, garage, COMPACT)
    _run_out(database)

    availability, _ = availability_now(database, garage)

    assert availability.free == {COMPACT: 5, REGULAR: 3, LARGE: 1}


def test_all_expired_holds_end_however_many_there_are(
    database: Database,
    garage: Garage,
    reservations: Reservations,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(expiry, "BATCH", 2)
    for _ in range(5):
        _hold(reservations, garage, COMPACT)
    _run_out(database)

    assert expire_holds(database, garage.id) == 5
    assert expire_holds(database, garage.id) == 0


def test_a_hold_does_not_end_before_its_time(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    _hold(reservations, garage, COMPACT)

    assert expire_holds(database, garage.id) == 0


def test_sold_out_says_when_and_where_there_is_a_spot(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    open_garage(database, small_plan(slug="full", large=0))
    open_garage(database, small_plan(slug="near", large=2))
    open_garage(database, small_plan(slug="big", large=9))
    first = _hold(reservations, garage, LARGE)

    outcome = reservations.reserve(garage, LARGE, from_now())

    assert isinstance(outcome, SoldOut)
    assert outcome.next_free_at == first.period.ends_at
    assert [(other.name, other.free) for other in outcome.elsewhere] == [
        ("The big garage", 9),
        ("The near garage", 2),
    ]


def test_who_wants_to_come_later_hears_of_a_time_after_that(
    garage: Garage, reservations: Reservations
) -> None:
    later = from_now(later=timedelta(hours=5))
    assert isinstance(reservations.reserve(garage, LARGE, later), Reserved)

    outcome = reservations.reserve(garage, LARGE, later)

    assert isinstance(outcome, SoldOut)
    assert outcome.next_free_at == later.ends_at


def test_a_hold_that_has_run_out_elsewhere_hides_no_spot_there(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    near = open_garage(database, small_plan(slug="near", large=1))
    _hold(reservations, near, LARGE)
    run_out = text("UPDATE reservations SET hold_expires_at = now()")
    database.statement(lambda connection: connection.execute(run_out))
    _hold(reservations, garage, LARGE)

    outcome = reservations.reserve(garage, LARGE, from_now())

    assert isinstance(outcome, SoldOut)
    assert [other.name for other in outcome.elsewhere] == ["The near garage"]


def test_sold_out_for_ever_says_no_time(database: Database, reservations: Reservations) -> None:
    garage = open_garage(database, small_plan(large=0))

    assert reservations.reserve(garage, LARGE, from_now()) == SoldOut(LARGE, None, ())


def test_a_count_says_when_the_clock_will_change_it(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    availability, now = availability_now(database, garage)
    assert (availability.next_change_at, availability.next_free_at[LARGE]) == (None, None)

    hold = _hold(reservations, garage, LARGE, from_now(HOUR))
    availability, now = availability_now(database, garage)
    assert availability.next_change_at == hold.expires_at
    assert availability.next_free_at == dict.fromkeys(VehicleType, hold.period.ends_at)
    assert reservations.waive(hold.reservation_id, reason="test") is not None
    assert availability_now(database, garage)[0].next_change_at == hold.period.ends_at

    later = _hold(reservations, garage, REGULAR, from_now(later=2 * HOUR))
    reservations.waive(later.reservation_id, reason="test")
    availability, now = availability_now(database, garage)
    assert availability.next_change_at == hold.period.ends_at
    assert now < hold.period.ends_at


def test_a_spot_whose_next_driver_comes_soon_is_not_counted_for_now(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    soon = from_now(later=timedelta(minutes=10))
    _hold(reservations, garage, COMPACT, soon)

    assert availability_now(database, garage)[0].free[COMPACT] == 0


def test_a_driver_who_leaves_early_frees_the_spot(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    hold = _hold(reservations, garage, LARGE)
    assert not reservations.complete(hold.reservation_id), "it is not paid"
    reservations.waive(hold.reservation_id, reason="test")

    assert reservations.complete(hold.reservation_id)
    assert not reservations.complete(hold.reservation_id)
    assert free_spots(database, garage, LARGE, from_now()) == 1


def test_a_stay_that_is_over_is_completed_and_its_spot_was_free_already(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    hold = _hold(reservations, garage, LARGE)
    reservations.waive(hold.reservation_id, reason="test")
    assert complete_past(database, garage.id) == 0
    past = text("""
        UPDATE reservations SET period = tstzrange(lower(period) - interval '2 h', now());
        UPDATE free_intervals SET lo = now() WHERE lo > now();
    """)
    database.transaction(lambda connection: connection.execute(past))

    assert free_spots(database, garage, LARGE, Period(datetime.now(UTC), from_now().ends_at)) == 1
    assert complete_past(database, garage.id) == 1
    assert complete_past(database, garage.id) == 0


def test_what_a_dead_kiosk_held_is_released_at_its_next_start(
    database: Database, garage: Garage, reservations: Reservations
) -> None:
    north, south = (register_kiosk(database, garage, name, None) for name in ("north", "south"))
    for kiosk in (north, north, south, None):
        reservations.reserve(garage, COMPACT, from_now(), kiosk_id=kiosk)

    assert reservations.release_left_behind(north) == 2
    assert reservations.release_left_behind(north) == 0
    assert free_spots(database, garage, COMPACT, from_now()) == 3


@pytest.mark.parametrize(
    "period",
    [
        stay(datetime(2020, 1, 1, tzinfo=UTC), HOUR),
        from_now(timedelta(days=31)),
        from_now(timedelta(minutes=7)),
    ],
    ids=["past", "too long", "no step"],
)
def test_a_bad_period_takes_no_spot(
    database: Database, garage: Garage, reservations: Reservations, period: Period
) -> None:
    with pytest.raises(BadPeriodError):
        reservations.reserve(garage, COMPACT, period)
    assert free_spots(database, garage, COMPACT, from_now()) == 5


def test_a_price_that_no_card_pays_takes_no_spot(
    database: Database, reservations: Reservations
) -> None:
    garage = open_garage(database, small_plan(rates=("999999.99", "0", "0")))

    with pytest.raises(PriceOverflowError):
        reservations.reserve(garage, COMPACT, from_now(2 * HOUR))
    assert free_spots(database, garage, COMPACT, from_now()) == 5
