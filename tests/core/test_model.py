"""Any sequence of what can happen to a garage, beside a model that is too simple to be wrong.

After each step, every spot has in the database the stays that it has in the model, and the free
time is what they leave. A reservation must get exactly the spot that the rule of choice names, and
"sold out" is only said when the model has no spot either. Time passes by moving everything that is
written down into the past.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final, Literal

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from core.allocation import (
    Claim,
    GarageChangedError,
    allocate_spot,
    claim,
    complete_past,
    expire_holds,
    find_drift,
)
from core.clock import SystemClock
from core.db.errors import DriftError
from core.garage_store import find_garage
from core.periods import Period
from core.pricing import calculate_payment
from core.reservations import Reservations
from core.spot_status import SpotStatus
from core.spots import Place, set_spot_status
from core.vehicles import VehicleType
from tests.core.small_garage import SilentBell, drift, open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from core.db.database import Database
    from core.garages import Garage
    from core.ids import ReservationId

STEP: Final = timedelta(minutes=30)
HOLD: Final = timedelta(minutes=40)
"""Longer than a step of the clock, so that some holds run out and some do not."""
ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
NEVER: Final = datetime.max.replace(tzinfo=UTC)

Ending = Literal["cancel", "pay", "complete"]


@dataclass(frozen=True)
class Reserve:
    """Somebody comes so many steps from now and stays so many."""

    kind: VehicleType
    later: int
    length: int
    for_attendant: bool = False
    promised: bool = True


@dataclass(frozen=True)
class End:
    """What becomes of one of the reservations."""

    how: Ending
    which: int


@dataclass(frozen=True)
class SetStatus:
    """An operator changes a spot."""

    number: int
    status: SpotStatus


@dataclass(frozen=True)
class Pass:
    """Time passes, and kiosks tidy up."""

    steps: int


@dataclass(frozen=True)
class ChangeGarage:
    """An operator changes a rate; the kiosk hears of it only when a claim is refused."""


Action = Reserve | End | SetStatus | Pass | ChangeGarage

actions = st.one_of(
    st.builds(
        Reserve,
        st.sampled_from(VehicleType),
        later=st.integers(0, 8),
        length=st.integers(1, 6),
        for_attendant=st.booleans(),
    ),
    st.builds(
        Reserve, st.sampled_from(VehicleType), later=st.integers(0, 2), length=st.integers(1, 4)
    ),
    st.builds(End, st.sampled_from(["cancel", "pay", "complete"]), which=st.integers(0, 30)),
    st.builds(SetStatus, st.integers(1, 4), st.sampled_from(SpotStatus)),
    st.builds(Pass, st.integers(1, 3)),
    st.builds(ChangeGarage),
)


@dataclass
class Stay:
    """A live reservation, at the model's own time."""

    number: int
    starts_at: datetime
    ends_at: datetime
    runs_out_at: datetime | None
    kind: VehicleType
    promised: bool


@dataclass
class Model:
    """The garage as a few lists. ``now`` only moves by ``Pass``."""

    kinds: dict[int, VehicleType]
    now: datetime
    status: dict[int, SpotStatus] = field(default_factory=dict)
    stays: dict[ReservationId, Stay] = field(default_factory=dict)

    def best(self, wanted: Reserve, starts_at: datetime, ends_at: datetime) -> int | None:
        """Return the number of the spot that the rule of choice names."""
        allowed = [SpotStatus.IN_SERVICE]
        if wanted.for_attendant:
            allowed.append(SpotStatus.KEPT_BACK)
        choices = []
        for number, kind in self.kinds.items():
            gap = self._gap(number, starts_at, ends_at)
            if gap is None or self.status[number] not in allowed or kind.size < wanted.kind.size:
                continue
            waste = starts_at - gap[0]
            choices.append((allowed.index(self.status[number]), kind.size, waste, gap[1], number))
        return min(choices)[-1] if choices else None

    def _gap(
        self, number: int, starts_at: datetime, ends_at: datetime
    ) -> tuple[datetime, datetime] | None:
        """Return the free time around the stay; what began in the past began always."""
        lo, hi = ALWAYS, NEVER
        for stay in self.stays.values():
            if stay.number != number:
                continue
            if stay.ends_at > starts_at and stay.starts_at < ends_at:
                return None
            if stay.ends_at <= starts_at:
                lo = max(lo, stay.ends_at)
            else:
                hi = min(hi, stay.starts_at)
        return (ALWAYS if lo <= self.now else lo), hi

    def tidy(self) -> None:
        """Forget what is over."""
        self.stays = {
            number: stay
            for number, stay in self.stays.items()
            if stay.ends_at > self.now and (stay.runs_out_at is None or stay.runs_out_at > self.now)
        }


class World:
    """The model and the database, which go through the same."""

    def __init__(self, database: Database) -> None:
        plan = small_plan(slug=uuid.uuid4().hex, compact=2, regular=1, large=1)
        self.database = database
        self.garage: Garage = open_garage(database, plan)
        self.is_current = True
        self.reservations = Reservations(database, SystemClock(), SilentBell(), hold_for=HOLD)
        kinds = {spot.number: spot.vehicle_type for spot in plan.spots}
        # Begins and ends lie on whole steps from here: far from the moments at which the database
        # looks at its clock, which are later by the seconds that this test has run.
        self.zero = datetime.now(UTC).replace(second=0, microsecond=0)
        self.model = Model(kinds, self.zero, dict.fromkeys(kinds, SpotStatus.IN_SERVICE))
        self.passed = timedelta()

    def do(self, action: Action) -> None:
        """Do it to both, and compare what comes of it."""
        match action:
            case Reserve():
                self._reserve(action)
            case End():
                self._end(action)
            case SetStatus(number, status):
                place = Place(1, number)
                set_spot_status(
                    self.database, SilentBell(), self.garage, place, status, actor="test"
                )
                self.model.status[number] = status
            case Pass(steps):
                self._pass(steps * STEP)
            case ChangeGarage():
                self.database.statement(
                    lambda connection: connection.execute(_CHANGE, {"garage_id": self.garage.id})
                )
                self.is_current = False

    def compare(self) -> None:
        """Check that both hold the same stays, and the free time is what they leave."""
        assert self.live() == {
            key: (stay.number, stay.starts_at, stay.ends_at)
            for key, stay in self.model.stays.items()
        }
        assert drift(self.database) == []
        assert find_drift(self.database) == []

    def live(self) -> dict[ReservationId, tuple[int, datetime, datetime]]:
        """Return the live stays of the database: the spot's number, begin and end."""
        rows = self.database.statement(
            lambda connection: connection.execute(_LIVE, {"garage_id": self.garage.id}).all()
        )
        return {
            row.id: (row.number, row.starts_at + self.passed, row.ends_at + self.passed)
            for row in rows
        }

    def _reserve(self, wanted: Reserve) -> None:
        starts_at = self.model.now + wanted.later * STEP
        ends_at = starts_at + wanted.length * STEP
        period = Period(starts_at - self.passed, ends_at - self.passed)
        wish = Claim(
            self.garage.id,
            self.garage.version,
            wanted.kind,
            period,
            calculate_payment(self.garage, wanted.kind, period),
            HOLD,
            arrives_now=wanted.later == 0,
            spot_promised=wanted.promised,
            for_attendant=wanted.for_attendant,
        )
        if not self.is_current:
            with pytest.raises(GarageChangedError):
                allocate_spot(self.database, wish)
            self.garage = find_garage(self.database, self.garage.slug)
            self.is_current = True
            wish = replace(wish, garage_version=self.garage.version)
        hold = allocate_spot(self.database, wish)
        if hold is None:
            self.check_choice(wanted, starts_at, ends_at, None)
        else:
            assert (hold.spot is not None) == wanted.promised, "who is told a spot was promised it"
            number = self.live()[hold.reservation_id][0]
            self.check_choice(wanted, starts_at, ends_at, number)
            self.model.stays[hold.reservation_id] = Stay(
                number,
                starts_at,
                ends_at,
                self.model.now + HOLD,
                wanted.kind,
                wanted.promised,
            )

    def check_choice(
        self, wanted: Reserve, starts_at: datetime, ends_at: datetime, number: int | None
    ) -> None:
        """Check that this is the spot that the rule names, or that there is none."""
        assert number == self.model.best(wanted, starts_at, ends_at)

    def _end(self, action: End) -> None:
        if not self.model.stays:
            return
        keys = sorted(self.model.stays)
        key = keys[action.which % len(keys)]
        stay = self.model.stays[key]
        held = stay.runs_out_at is not None
        match action.how:
            case "cancel" if held:
                self.reservations.cancel(key)
                del self.model.stays[key]
            case "pay" if held:
                assert self.reservations.waive(key, reason="test") is not None
                stay.runs_out_at = None
                stay.promised = True
            case "complete" if not held:
                assert self.reservations.complete(key)
                del self.model.stays[key]
            case _:
                pass

    def _pass(self, time: timedelta) -> None:
        self.database.transaction(lambda connection: _into_the_past(connection, time))
        self.passed += time
        self.model.now += time
        expire_holds(self.database, self.garage.id)
        complete_past(self.database, self.garage.id)
        self.model.tidy()


ENOUGH: Final = 400
"""So many histories must show any other rule; most show it in the first few."""
_CHANGE: Final = text("UPDATE garages SET rate_large = rate_large + 1 WHERE id = :garage_id")
_LIVE: Final = text("""
SELECT r.id, s.number, lower(period) AS starts_at, upper(period) AS ends_at
FROM reservations r JOIN spots s ON s.id = r.spot_id
WHERE r.garage_id = :garage_id AND r.status IN ('held', 'paid') AND upper(period) > now()
""")
_ALL_FREE_TIME: Final = text("""
SELECT spot_id, CAST(lo AS text) AS lo, CAST(hi AS text) AS hi FROM free_intervals AS f
ORDER BY f.lo, f.hi
""")
_MOVE_FREE_TIME: Final = text("""
UPDATE free_intervals SET lo = lo - :time, hi = hi - :time
WHERE spot_id = :spot_id AND lo = CAST(:lo AS timestamptz) AND hi = CAST(:hi AS timestamptz)
""")
_ALL_LIVE: Final = text("""
SELECT id FROM reservations WHERE status IN ('held', 'paid') ORDER BY lower(period)
""")
_MOVE_STAY: Final = text("""
UPDATE reservations SET hold_expires_at = hold_expires_at - :time,
    period = tstzrange(lower(period) - :time, upper(period) - :time)
WHERE id = :id
""")


def _into_the_past(connection: Connection, time: timedelta) -> None:
    # The earliest first, because constraints compare it with those that are not moved yet.
    for row in connection.execute(_ALL_FREE_TIME).all():
        connection.execute(_MOVE_FREE_TIME, {"time": time, **row._asdict()})
    for key in connection.scalars(_ALL_LIVE).all():
        connection.execute(_MOVE_STAY, {"time": time, "id": key})


def histories_of(
    actions: st.SearchStrategy[Action], *, tries: int = 25, phases: Sequence[Phase] = tuple(Phase)
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Call a test with ``steps``: 20 to 50 of these actions, time and again."""
    some = settings(
        max_examples=tries,
        deadline=None,
        phases=phases,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    histories = given(steps=st.lists(actions, min_size=20, max_size=50))
    return lambda test: some(histories(test))


def _live_through(database: Database, steps: list[Action]) -> None:
    world = World(database)
    for step in steps:
        world.do(step)
        world.compare()


@histories_of(actions)
def test_the_database_does_what_the_model_does(database: Database, steps: list[Action]) -> None:
    _live_through(database, steps)


@pytest.mark.parametrize(
    ("rule", "another"),
    [
        ("lo DESC, hi, distance", "lo, hi, distance"),
        ("lo DESC, hi, distance", "lo DESC, hi, distance DESC"),
        ("AND status = '{status}'", ""),
        ("lo <= :starts_at AND", ""),
    ],
    ids=["loosest first", "farthest first", "whatever its status", "while it is taken"],
)
def test_control_the_model_sees_another_rule(
    database: Database, monkeypatch: pytest.MonkeyPatch, rule: str, another: str
) -> None:
    assert rule in claim._BEST_OF_TYPE
    monkeypatch.setattr(claim, "_BEST_OF_TYPE", claim._BEST_OF_TYPE.replace(rule, another))
    claim._statement.cache_clear()

    @histories_of(actions, tries=ENOUGH, phases=[Phase.generate])
    def live_through(steps: list[Action]) -> None:
        _live_through(database, steps)

    try:
        with pytest.raises((AssertionError, DriftError)):
            live_through()
    finally:
        claim._statement.cache_clear()


def test_a_stay_goes_where_it_leaves_the_least_unused(database: Database) -> None:
    """Book both compact spots for later, give the near one back: an hour now fits the far one."""
    world = World(database)
    for _ in range(2):
        world.do(Reserve(VehicleType.COMPACT, later=2, length=2))
    world.do(End("cancel", which=0))
    world.do(Reserve(VehicleType.COMPACT, later=0, length=2))
    world.compare()

    last = world.model.stays[max(world.model.stays)]
    assert last.number == 2
