"""However reservations come and go, the free time is exactly what they leave."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.allocation import complete_past, expire_holds
from core.clock import SystemClock
from core.outcomes import Reserved
from core.periods import stay
from core.reservations import Reservations
from core.vehicles import VehicleType
from tests.core.small_garage import SilentBell, drift, open_garage, small_plan

if TYPE_CHECKING:
    from core.db.database import Database
    from core.garages import Garage
    from core.ids import ReservationId

STEP: Final = timedelta(minutes=30)

reserve = st.tuples(
    st.just("reserve"),
    st.sampled_from(VehicleType),
    st.integers(0, 12),
    st.integers(1, 8),
)
end = st.tuples(
    st.sampled_from(["cancel", "waive", "complete", "expire"]), st.integers(0, 30)
)


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(steps=st.lists(st.one_of(reserve, reserve, end), max_size=25))
def test_free_time_is_what_reservations_leave_after_any_sequence(
    database: Database, steps: list[tuple[str, ...]]
) -> None:
    plan = small_plan(slug=uuid.uuid4().hex, compact=1, regular=1, large=1)
    garage = open_garage(database, plan)
    reservations = Reservations(
        database, SystemClock(), SilentBell(), hold_for=timedelta(minutes=2)
    )
    made: list[ReservationId] = []
    for step in steps:
        match step:
            case ("reserve", kind, int(later), int(length)):
                start = datetime.now(UTC) + later * STEP
                outcome = reservations.reserve(garage, VehicleType(kind), stay(start, length * STEP))
                if isinstance(outcome, Reserved):
                    made.append(outcome.hold.reservation_id)
            case (action, int(which)) if made:
                _end(database, reservations, garage, str(action), made[which % len(made)])
            case _:
                pass

    assert drift(database) == []


def test_drift_is_noticed(database: Database, garage: Garage) -> None:
    assert drift(database) == []
    for damage in (
        "UPDATE free_intervals SET hi = now() + interval '1 h' WHERE spot_id = 1",
        "DELETE FROM free_intervals WHERE spot_id = 2",
        "UPDATE free_intervals SET hi = now() + interval '1 h' WHERE spot_id = 3;"
        "INSERT INTO free_intervals SELECT spot_id, hi, 'infinity', garage_id, vehicle_type"
        " FROM free_intervals WHERE spot_id = 3",
    ):
        before = len(drift(database))
        database.transaction(lambda connection, sql=damage: connection.execute(text(sql)))
        assert len(drift(database)) == before + 1
    assert garage.id


def _end(
    database: Database,
    reservations: Reservations,
    garage: Garage,
    action: str,
    reservation_id: ReservationId,
) -> None:
    match action:
        case "cancel":
            reservations.cancel(reservation_id)
        case "waive":
            reservations.waive(reservation_id, reason="test")
        case "complete":
            reservations.complete(garage, reservation_id)
            complete_past(database, garage.id)
        case _:
            run_out = text("""
                UPDATE reservations SET hold_expires_at = now() WHERE id = :id AND status = 'held'
            """)
            database.statement(
                lambda connection: connection.execute(run_out, {"id": reservation_id})
            )
            expire_holds(database, garage.id)

