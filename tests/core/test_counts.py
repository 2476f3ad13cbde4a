"""What is counted can be reserved: exactly so many, exactly then. In random garages."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core import availability
from core.availability import (
    QUARTER,
    QUARTERS_A_DAY,
    availability_now,
    day_curve,
    free_spots,
    next_free_at,
)
from core.clock import SystemClock
from core.garage_store import find_garage, load_garage
from core.opening_hours import Closure, OpenTime
from core.outcomes import Reserved, SoldOut
from core.periods import Period, stay
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import HOUR, SilentBell, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.db.database import Database
    from core.garages import Garage

STEP: Final = timedelta(minutes=30)
LOOKED_AT: Final = 3 * QUARTERS_A_DAY
"""Quarter hours in which the next free time is looked for one by one."""
NIGHT_SHIFT: Final = tuple(OpenTime(day, 0, 300) for day in range(1, 8))
DAY_SHIFT: Final = tuple(OpenTime(day, 480, 1200) for day in range(1, 8))
_HALF_ARE_PAID: Final = text("""
UPDATE reservations SET status = 'paid', hold_expires_at = NULL WHERE garage_id = :id AND id % 2 = 0
""")

Question = tuple[VehicleType, int, int]
"""Which vehicle, how many steps from now, and for how many."""


@dataclass
class Lot:
    """A small garage with random stays, at whose spots nobody else is."""

    database: Database
    garage: Garage
    reservations: Reservations
    zero: datetime

    def period(self, later: int, length: int) -> Period:
        """The stay that begins so many steps from now."""
        return stay(self.zero + later * STEP, length * STEP)

    def takes(self, kind: VehicleType, period: Period) -> int:
        """Reserve until it is sold out, give all back, and return how many there were."""
        taken = []
        while isinstance(outcome := self.reservations.reserve(self.garage, kind, period), Reserved):
            taken.append(outcome.hold.reservation_id)
        assert isinstance(outcome, SoldOut)
        for reservation_id in taken:
            self.reservations.cancel(reservation_id)
        return len(taken)


questions = st.tuples(st.sampled_from(VehicleType), st.integers(0, 9), st.integers(1, 6))
lots = given(
    stays=st.lists(questions, min_size=3, max_size=18),
    statuses=st.lists(st.sampled_from(SpotStatus), max_size=2),
    asked=st.lists(questions, min_size=1, max_size=3),
)
quickly = settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def _fill(
    database: Database, stays: list[Question], statuses: list[SpotStatus], zero: datetime
) -> Lot:
    plan = small_plan(slug=uuid.uuid4().hex, compact=2, regular=1, large=1)
    garage = open_garage(database, plan)
    reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOUR)
    lot = Lot(database, garage, reservations, zero)
    for kind, later, length in stays:
        reservations.reserve(garage, kind, lot.period(later, length))
    for number, status in enumerate(statuses, start=2):
        place = Place(1, number)
        set_spot_status(database, SilentBell(), garage, place, status, actor="test")
    database.statement(lambda connection: connection.execute(_HALF_ARE_PAID, {"id": garage.id}))
    return lot


def _at_once(question: Callable[[datetime], None]) -> None:
    """Ask within one minute of the clock, of which a stay is the beginning."""
    while True:
        now = datetime.now(UTC)
        try:
            question(now)
        except AssertionError:
            if datetime.now(UTC).minute == now.minute:
                raise
        else:
            return


@quickly
@lots
def test_as_many_as_are_counted_can_be_reserved(
    database: Database, stays: list[Question], statuses: list[SpotStatus], asked: list[Question]
) -> None:
    lot = _fill(database, stays, statuses, datetime.now(UTC))
    for kind, later, length in asked:
        period = lot.period(later, length)
        assert lot.takes(kind, period) == free_spots(database, lot.garage, kind, period)


@quickly
@lots
def test_what_the_welcome_screen_counts_can_be_reserved_now(
    database: Database, stays: list[Question], statuses: list[SpotStatus], asked: list[Question]
) -> None:
    lot = _fill(database, stays, statuses, datetime.now(UTC))
    kind = asked[0][0]

    def count(now: datetime) -> None:
        found, _ = availability_now(database, lot.garage)
        assert found.free[kind] == lot.takes(kind, stay(now, STEP))

    _at_once(count)


@quickly
@lots
def test_a_day_counts_what_can_be_reserved_in_each_quarter_hour(
    database: Database, stays: list[Question], statuses: list[SpotStatus], asked: list[Question]
) -> None:
    lot = _fill(database, stays, statuses, datetime.now(UTC))
    kind, later, _ = asked[0]
    begin = lot.period(0, 1).starts_at
    curve = day_curve(database, lot.garage, begin)[kind]
    for number in (2 * later, 2 * later + 1):
        quarter = Period(begin + number * QUARTER, begin + (number + 1) * QUARTER)
        assert curve[number] == free_spots(database, lot.garage, kind, quarter)


@quickly
@given(
    stays=st.lists(questions, min_size=12, max_size=30),
    week=st.sampled_from([(), DAY_SHIFT, NIGHT_SHIFT]),
    closed=st.lists(st.tuples(st.integers(0, 20), st.integers(1, 20)), max_size=2),
    asked=questions,
)
def test_the_next_free_time_is_the_first_that_can_be_reserved(
    database: Database,
    stays: list[Question],
    week: tuple[OpenTime, ...],
    closed: list[tuple[int, int]],
    asked: Question,
) -> None:
    # All begins, ends and hours lie on quarter hours of the clock, so these alone are looked at.
    quarter = timedelta(minutes=datetime.now(UTC).minute % 15)
    zero = datetime.now(UTC).replace(second=0, microsecond=0) - quarter + 2 * QUARTER
    lot = _fill(database, stays, [], zero)
    closures = tuple(
        Closure(zero + begin * STEP, zero + (begin + length) * STEP, "works")
        for begin, length in closed
    )
    plan = small_plan(slug=lot.garage.slug, compact=2, regular=1, large=1)
    load_garage(database, replace(plan, week=week, closures=closures), actor="test")
    lot.garage = find_garage(database, lot.garage.slug)
    kind, later, length = asked
    after = zero + later * STEP

    def can_begin(at: datetime) -> bool:
        period = stay(at, length * STEP)
        return (
            lot.garage.hours.obstacle(period.starts_at, period.ends_at) is None
            and free_spots(database, lot.garage, kind, period) > 0
        )

    found = next_free_at(database, lot.garage, kind, length * STEP, after=after)

    each = (after + number * QUARTER for number in range(LOOKED_AT))
    assert found == next((at for at in each if can_begin(at)), None)
    if found is not None:
        assert lot.takes(kind, stay(found, length * STEP)) > 0


@pytest.mark.parametrize(
    ("statement", "rule", "another"),
    [
        ("_FREE", "status = 'in_service'", "status <> 'removed'"),
        ("_FREE", "hi >= :ends_at", "hi > :starts_at"),
    ],
    ids=["whatever its status", "whatever its end"],
)
def test_control_another_count_is_noticed(
    database: Database, monkeypatch: pytest.MonkeyPatch, statement: str, rule: str, another: str
) -> None:
    sql = getattr(availability, statement).text
    assert rule in sql
    monkeypatch.setattr(availability, statement, text(sql.replace(rule, another)))
    lot = _fill(
        database,
        [(VehicleType.COMPACT, 1, 2)],
        [SpotStatus.OUT_OF_SERVICE],
        datetime.now(UTC),
    )
    period = lot.period(0, 2)

    assert lot.takes(VehicleType.COMPACT, period) != free_spots(
        database, lot.garage, VehicleType.COMPACT, period
    )
