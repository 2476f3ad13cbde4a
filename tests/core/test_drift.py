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

from core.allocation import complete_past, expire_holds
from core.clock import SystemClock
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
    derandomize=True,
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


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE free_intervals SET hi = now() + interval '1 h' WHERE spot_id = 1",
        "DELETE FROM free_intervals WHERE spot_id = 1",
        """
        UPDATE free_intervals SET hi = now() + interval '1 h' WHERE spot_id = 1;
        INSERT INTO free_intervals SELECT spot_id, hi, 'infinity', garage_id, vehicle_type
        FROM free_intervals WHERE spot_id = 1
        """,
    ],
    ids=["too little", "nothing", "in pieces"],
)
@pytest.mark.usefixtures("garage")
def test_control_drift_is_noticed(database: Database, damage: str) -> None:
    assert drift(database) == []

    database.transaction(lambda connection: connection.execute(text(damage)))

    assert len(drift(database)) == 1


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
