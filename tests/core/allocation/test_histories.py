"""Any sequence of what can happen to a garage in which bookings in advance may be moved.

The model cannot say which spot a booking has any more. What it can say after each step: nothing is
lost, nothing overlaps, nobody moved who must not, and "sold out" was only said when no arrangement
of what may move had a spot for the stay.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from hypothesis import strategies as st
from sqlalchemy import text

from core.allocation import find_drift, scene
from core.allocation.moves import search
from core.spot_status import SpotStatus
from core.vehicles import VehicleType
from tests.core.allocation.arrangements import fit
from tests.core.small_garage import drift
from tests.core.test_model import End, Pass, Reserve, SetStatus, World, histories_of

if TYPE_CHECKING:
    from datetime import datetime

    from core.db.database import Database
    from tests.core.allocation.arrangements import Booked
    from tests.core.test_model import Action, Stay

actions: Final = st.one_of(
    st.builds(
        Reserve,
        st.sampled_from(VehicleType),
        later=st.integers(1, 8),
        length=st.integers(1, 6),
        promised=st.just(False),
    ),
    st.builds(
        Reserve,
        st.sampled_from(VehicleType),
        later=st.integers(0, 8),
        length=st.integers(1, 6),
        for_attendant=st.booleans(),
        promised=st.integers(0, 4).map(bool),
    ),
    st.builds(
        Reserve,
        st.just(VehicleType.COMPACT),
        later=st.integers(1, 8),
        length=st.integers(1, 4),
        promised=st.just(False),
    ),
    st.builds(End, st.sampled_from(["cancel", "pay", "complete"]), which=st.integers(0, 30)),
    st.builds(SetStatus, st.integers(1, 4), st.sampled_from(SpotStatus)),
    st.builds(Pass, st.integers(1, 3)),
)


class MovingWorld(World):
    """A garage where a booking may change its spot, as long as nobody was told which it is."""

    moved = 0

    def compare(self) -> None:
        """Check that what is promised stands, and learn where the others are now."""
        live = self.live()
        assert live.keys() == self.model.stays.keys()
        for key, (number, starts_at, ends_at) in live.items():
            stay = self.model.stays[key]
            assert (starts_at, ends_at) == (stay.starts_at, stay.ends_at)
            assert self.model.kinds[number].size >= stay.kind.size
            if number != stay.number:
                assert self._may_move(stay), "a stay was moved that must not be"
                assert self.model.status[number] is SpotStatus.IN_SERVICE
                stay.number = number
                self.moved += 1
        assert drift(self.database) == []
        assert find_drift(self.database) == []

    def check_choice(
        self, wanted: Reserve, starts_at: datetime, ends_at: datetime, number: int | None
    ) -> None:
        """Check that nobody is turned away whom the rule, or moves, would have found a spot."""
        best = self.model.best(wanted, starts_at, ends_at)
        if best is not None:
            assert number == best
        elif number is None:
            assert not self._room_for((starts_at, ends_at, wanted.kind.size))

    def _may_move(self, stay: Stay) -> bool:
        return (
            not stay.promised
            and stay.starts_at > self.model.now
            and self.model.status[stay.number] is SpotStatus.IN_SERVICE
        )

    def _room_for(self, wanted: Booked) -> bool:
        in_service = {
            number: kind
            for number, kind in self.model.kinds.items()
            if self.model.status[number] is SpotStatus.IN_SERVICE
        }
        fixed: dict[int, list[Booked]] = {number: [] for number in self.model.kinds}
        others = [wanted]
        for stay in self.model.stays.values():
            (others if self._may_move(stay) else fixed[stay.number]).append(_booked(stay))
        return fit(in_service, fixed, others)


def _booked(stay: Stay) -> Booked:
    return stay.starts_at, stay.ends_at, stay.kind.size


def _live_through(database: Database, steps: list[Action]) -> int:
    world = MovingWorld(database)
    for step in steps:
        world.do(step)
        world.compare()
    return world.moved


@histories_of(actions)
def test_bookings_move_and_nothing_is_lost(database: Database, steps: list[Action]) -> None:
    _live_through(database, steps)


def _one_move(*, promised: bool) -> list[Action]:
    """Two compact spots; a stay that only fits if the last booking goes to the other spot."""
    compact = VehicleType.COMPACT
    return [
        SetStatus(3, SpotStatus.OUT_OF_SERVICE),
        SetStatus(4, SpotStatus.OUT_OF_SERVICE),
        Reserve(compact, later=1, length=3),
        Reserve(compact, later=1, length=2),
        Reserve(compact, later=4, length=3, promised=promised),
        End("cancel", which=0),
        Reserve(compact, later=2, length=4),
    ]


def _aside() -> list[Action]:
    """The last stay fits if a booking goes to a spot that is taken for all of that stay.

    ::

        compact 1         |== b ==|
        regular 3       |=a=|     |==== d ====|
        large 4               |=told|
        the last              |-----|
    """
    compact, regular, large = VehicleType
    return [
        SetStatus(2, SpotStatus.OUT_OF_SERVICE),
        Reserve(large, later=5, length=3, promised=True),
        Reserve(regular, later=2, length=2, promised=False),
        Reserve(compact, later=3, length=4, promised=False),
        Reserve(regular, later=7, length=6, promised=False),
        Reserve(compact, later=5, length=3),
    ]


def test_a_spot_that_is_taken_all_the_while_may_help(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _live_through(database, _aside()) == 2
    monkeypatch.setattr(scene, "SMALL", 0)
    with pytest.raises(AssertionError):
        _live_through(database, _aside())


def _in_a_row() -> list[Action]:
    """The last stay fits if a booking makes way for one that makes way for it.

    ::

        compact 1       (in service only later)
        regular 3       |== a ===|
        large 4       |=l=|   |== b ===|
        the last                  |--- l --|
    """
    compact, regular, large = VehicleType
    return [
        SetStatus(1, SpotStatus.OUT_OF_SERVICE),
        SetStatus(2, SpotStatus.OUT_OF_SERVICE),
        Reserve(large, later=1, length=2, promised=False),
        Reserve(compact, later=2, length=5, promised=False),
        Reserve(regular, later=5, length=5, promised=False),
        SetStatus(1, SpotStatus.IN_SERVICE),
        Reserve(large, later=7, length=4),
    ]


def test_where_exchanges_find_nothing_every_arrangement_is_tried(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _live_through(database, _in_a_row()) == 2
    monkeypatch.setattr(search, "arrange", lambda _board: None)
    with pytest.raises(AssertionError):
        _live_through(database, _in_a_row())


def test_such_a_history_moves_a_booking(database: Database) -> None:
    assert _live_through(database, _one_move(promised=False)) == 1
    assert _live_through(database, _one_move(promised=True)) == 0


@pytest.mark.parametrize(
    ("names", "movable", "promised"),
    [
        (["_ANY_MOVABLE", "_SEE_ALL", "_SEE_AGAIN"], "true", True),
        (["_ANY_MOVABLE"], "false", False),
    ],
    ids=["promised ones move", "nothing moves"],
)
def test_control_the_model_sees_another_rule(
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    *,
    names: list[str],
    movable: str,
    promised: bool,
) -> None:
    for name in names:
        statement = getattr(scene, name).text
        changed = re.sub(r"NOT (\w+\.)?spot_promised", movable, statement)
        assert changed != statement
        monkeypatch.setattr(scene, name, text(changed))
    # The database would refuse by itself.
    unguarded = text("ALTER TABLE reservations DISABLE TRIGGER reservations_keep_promised_spot")
    database.statement(lambda connection: connection.execute(unguarded))

    with pytest.raises(AssertionError):
        _live_through(database, _one_move(promised=promised))
