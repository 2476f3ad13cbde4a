"""However reservations come and go, the free time is exactly what they leave."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final, Literal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.allocation import complete_past, expire_holds, find_drift, repair
from core.clock import SystemClock
from core.db.errors import DriftError
from core.outcomes import Reserved
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import SilentBell, drift, from_now, open_garage, small_plan

if TYPE_CHECKING:
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import ReservationId

STEP: Final = timedelta(minutes=30)


@dataclass(frozen=True)
class Reserve:
    """A driver who comes so many steps from now and stays so many."""

    kind: VehicleType
    later: int
    length: int


@dataclass(frozen=True)
class End:
    """What becomes of one of the reservations."""

    how: Literal["cancel", "waive", "complete", "expire"]
    which: int


reserve = st.builds(
    Reserve, st.sampled_from(VehicleType), later=st.integers(0, 12), length=st.integers(1, 8)
)
end = st.builds(
    End, st.sampled_from(["cancel", "waive", "complete", "expire"]), which=st.integers(0, 30)
)


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(steps=st.lists(st.one_of(reserve, reserve, end), max_size=25))
def test_free_time_is_what_reservations_leave_after_any_sequence(
    database: Database, steps: list[Reserve | End]
) -> None:
    plan = small_plan(slug=uuid.uuid4().hex, compact=1, regular=1, large=1)
    garage = open_garage(database, plan)
    reservations = Reservations(
        database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2)
    )
    made: list[ReservationId] = []
    for step in steps:
        if isinstance(step, Reserve):
            period = from_now(step.length * STEP, later=step.later * STEP)
            outcome = reservations.reserve(garage, step.kind, period)
            if isinstance(outcome, Reserved):
                made.append(outcome.hold.reservation_id)
        elif made:
            _end(database, reservations, garage, step.how, made[step.which % len(made)])

    assert drift(database) == []
    assert find_drift(database) == []


DAMAGES: Final = {
    "too little": """
        UPDATE free_intervals SET hi = now() + interval '1 h' WHERE spot_id = 1 AND lo < now()
    """,
    "too much": "UPDATE free_intervals SET lo = now() WHERE spot_id = 1 AND hi = 'infinity'",
    "nothing": "DELETE FROM free_intervals WHERE spot_id = 1",
    "in pieces": """
        WITH whole AS (
            DELETE FROM free_intervals WHERE spot_id = 1 AND lo < now() RETURNING *
        )
        INSERT INTO free_intervals
            (spot_id, lo, hi, garage_id, vehicle_type, status, floor, number, distance)
        SELECT spot_id, lo, now() + interval '1 h', garage_id, vehicle_type, status, floor, number,
            distance FROM whole
        UNION ALL
        SELECT spot_id, now() + interval '1 h', hi, garage_id, vehicle_type, status, floor, number,
            distance FROM whole
    """,
    "of another type": "UPDATE free_intervals SET vehicle_type = 'large' WHERE spot_id = 1",
    "not in service": "UPDATE free_intervals SET status = 'removed' WHERE spot_id = 1",
}


@pytest.mark.parametrize("damage", ["too little", "nothing", "in pieces"])
@pytest.mark.usefixtures("garage")
def test_control_drift_is_noticed(database: Database, damage: str) -> None:
    assert drift(database) == []

    database.transaction(lambda connection: connection.execute(text(DAMAGES[damage])))

    assert len(drift(database)) == 1


@pytest.mark.parametrize("damage", DAMAGES.values(), ids=DAMAGES)
def test_drift_is_found_and_put_right(database: Database, garage: Garage, damage: str) -> None:
    period = from_now(later=timedelta(hours=2))
    reservations = Reservations(
        database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2)
    )
    assert isinstance(reservations.reserve(garage, VehicleType.COMPACT, period), Reserved)
    assert find_drift(database) == []

    database.transaction(lambda connection: connection.execute(text(damage)))
    drifted = find_drift(database)

    assert [(spot.garage, spot.floor, spot.number) for spot in drifted] == [(garage.slug, 1, 1)]
    repair(database, [spot.id for spot in drifted])
    assert find_drift(database) == []
    assert drift(database) == []


@pytest.mark.usefixtures("garage")
def test_two_spots_that_have_each_others_free_time_are_put_right(database: Database) -> None:
    swap = text("UPDATE free_intervals SET spot_id = 3 - spot_id WHERE spot_id IN (1, 2)")
    database.statement(lambda connection: connection.execute(swap))
    drifted = [spot.id for spot in find_drift(database)]
    assert drifted == [1, 2]

    repair(database, drifted)

    assert find_drift(database) == []


def test_free_time_that_stands_there_twice_is_told_as_drift(
    database: Database, garage: Garage
) -> None:
    twice = text("""
        INSERT INTO free_intervals
        SELECT (jsonb_populate_record(f, '{"lo": "2020-01-01"}')).* FROM free_intervals f
        WHERE spot_id = 1
    """)
    database.statement(lambda connection: connection.execute(twice))

    with pytest.raises(DriftError, match="has drifted; call the operator"):
        complete_past(database, garage.id)


def _end(
    database: Database,
    reservations: Reservations,
    garage: Garage,
    how: str,
    reservation_id: ReservationId,
) -> None:
    match how:
        case "cancel":
            reservations.cancel(reservation_id)
        case "waive":
            reservations.waive(reservation_id, reason="test")
        case "complete":
            reservations.complete(reservation_id)
            complete_past(database, garage.id)
        case _:
            run_out = text("""
                UPDATE reservations SET hold_expires_at = now() WHERE id = :id AND status = 'held'
            """)
            database.statement(
                lambda connection: connection.execute(run_out, {"id": reservation_id})
            )
            expire_holds(database, garage.id)
