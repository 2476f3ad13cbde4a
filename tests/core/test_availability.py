"""What is free, when: the same answer as looking at every spot and every quarter hour."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.availability import QUARTER, QUARTERS_A_DAY, day_curve, free_spots, next_free_at
from core.clock import SystemClock
from core.outcomes import Reserved
from core.periods import Period, stay
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, from_now, open_garage, small_plan

if TYPE_CHECKING:
    from core.db.database import Database

COMPACT: Final = VehicleType.COMPACT
STEP: Final = timedelta(minutes=30)
# The spots in service of the garage that was loaded last, each with what is reserved of it.
_TAKEN: Final = text("""
SELECT s.vehicle_type, array_remove(array_agg(r.period), NULL) AS periods
FROM spots s LEFT JOIN reservations r ON r.spot_id = s.id AND r.status IN ('held', 'paid')
WHERE s.status = 'in_service' AND s.garage_id = (SELECT max(id) FROM garages) GROUP BY s.id
""")


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    stays=st.lists(
        st.tuples(st.sampled_from(VehicleType), st.integers(0, 60), st.integers(1, 20)), max_size=20
    ),
    shift=st.integers(0, 29),
)
def test_the_day_is_what_each_of_its_quarter_hours_is(
    database: Database, stays: list[tuple[VehicleType, int, int]], shift: int
) -> None:
    plan = small_plan(slug=f"g{datetime.now(UTC).timestamp():.6f}".replace(".", "-"))
    garage = open_garage(database, plan)
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR)
    for kind, later, length in stays:
        reservations.reserve(garage, kind, from_now(length * STEP, later=later * STEP))
    set_spot_status(
        database, SilentBell(), garage, Place(1, 3), SpotStatus.OUT_OF_SERVICE, actor="test"
    )
    starts_at = datetime.now(UTC).replace(second=0, microsecond=0) + timedelta(minutes=shift)

    curve = day_curve(database, garage, starts_at)

    taken = database.statement(lambda connection: connection.execute(_TAKEN).all())
    for number in range(QUARTERS_A_DAY):
        quarter = Period(starts_at + number * QUARTER, starts_at + (number + 1) * QUARTER)
        free = [
            VehicleType(spot.vehicle_type)
            for spot in taken
            if not any(
                one.lower < quarter.ends_at and one.upper > quarter.starts_at
                for one in spot.periods
            )
        ]
        for kind in VehicleType:
            fitting = sum(spot.size >= kind.size for spot in free)
            assert curve[kind][number] == fitting
            if number in {0, 40}:
                assert free_spots(database, garage, kind, quarter) == fitting


@pytest.mark.parametrize("count", ["free_spots", "day_curve", "next_free_at"])
def test_a_hold_that_has_run_out_hides_no_free_spot(database: Database, count: str) -> None:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR)
    now = stay(datetime.now(UTC), HOUR)
    assert isinstance(reservations.reserve(garage, COMPACT, now), Reserved)
    assert _ask(database, count) != _free(count)
    run_out = text("UPDATE reservations SET hold_expires_at = now()")
    database.transaction(lambda connection: connection.execute(run_out))

    assert _ask(database, count) == _free(count)


@pytest.mark.parametrize("status", [one for one in SpotStatus if one is not SpotStatus.IN_SERVICE])
def test_a_spot_that_is_not_for_everybody_is_never_the_next_free_one(
    database: Database, status: SpotStatus
) -> None:
    garage = open_garage(database, small_plan(compact=2, regular=0, large=0))
    bell = SilentBell()
    reservations = Reservations(database, SystemClock(), bell, hold_for=HOUR)
    period = from_now(2 * HOUR)
    taken = reservations.reserve(garage, COMPACT, period)
    assert isinstance(taken, Reserved)
    other = Place(1, 3 - taken.hold.spot.number)
    set_spot_status(database, bell, garage, other, status, actor="test")

    curve = day_curve(database, garage, period.starts_at)[COMPACT]
    assert next_free_at(database, garage, COMPACT, HOUR) == period.ends_at
    assert curve == (0,) * 8 + (1,) * (QUARTERS_A_DAY - 8)

    here = Place(1, taken.hold.spot.number)
    set_spot_status(database, bell, garage, here, status, actor="test")
    assert next_free_at(database, garage, COMPACT, HOUR) is None
    assert set(day_curve(database, garage, period.starts_at)[COMPACT]) == {0}


def _ask(database: Database, count: str) -> object:
    garage = open_garage(database, small_plan(compact=1, regular=0, large=0))
    now = datetime.now(UTC)
    match count:
        case "free_spots":
            return free_spots(database, garage, COMPACT, stay(now, HOUR))
        case "day_curve":
            return day_curve(database, garage, now)[COMPACT][0]
        case _:
            soonest = next_free_at(database, garage, COMPACT, HOUR)
            return soonest is not None and soonest - now < timedelta(minutes=1)


def _free(count: str) -> object:
    return True if count == "next_free_at" else 1
