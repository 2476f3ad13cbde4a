"""Making room for a stay: a plan keeps every promise, and finds the room that is there."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from random import Random
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.allocation.moves import Plan, Stay, Wanted, plan_moves, search, sweep
from core.allocation.moves import plan as planning
from core.allocation.moves.board import Board
from core.ids import ReservationId, SpotId
from core.periods import Period
from core.vehicles import VehicleType
from tests.core.allocation.arrangements import Booked, fit

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import ModuleType

COMPACT, REGULAR, LARGE = VehicleType
MIDNIGHT = datetime(2030, 5, 1, tzinfo=UTC)
HOURS = 12


def hour(number: int) -> datetime:
    return MIDNIGHT + timedelta(hours=number)


def during(first: int, last: int) -> Period:
    return Period(hour(first), hour(last))


def booked(
    number: int,
    spot: int,
    first: int,
    last: int,
    vehicle_type: VehicleType = COMPACT,
    *,
    movable: bool = True,
) -> Stay:
    return Stay(ReservationId(number), SpotId(spot), during(first, last), vehicle_type, movable)


def garage(*vehicle_types: VehicleType) -> dict[SpotId, VehicleType]:
    return {SpotId(number): vehicle_type for number, vehicle_type in enumerate(vehicle_types, 1)}


def plan(
    spots: dict[SpotId, VehicleType],
    stays: list[Stay],
    wanted: Wanted,
    *,
    known: Period | None = None,
) -> Plan | None:
    return plan_moves(wanted, spots, stays, known=known or during(0, HOURS))


def moved_to(found: Plan | None) -> dict[int, int]:
    assert found is not None
    return {move.reservation_id: move.to_spot for move in found.moves}


def overlap(one: Period, other: Period) -> bool:
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


@st.composite
def stays_on(draw: st.DrawFn, spots: dict[SpotId, VehicleType]) -> list[Stay]:
    """Stays that do not overlap, on spots that they fit; some reach out of the known time."""
    stays: list[Stay] = []
    for spot, vehicle_type in spots.items():
        borders = sorted(draw(st.sets(st.integers(-2, HOURS + 2), max_size=8)))
        for first, last in pairwise(borders):
            if draw(st.integers(0, 3)):
                smaller = [other for other in VehicleType if other.size <= vehicle_type.size]
                vehicle = draw(st.sampled_from(smaller))
                movable = draw(st.integers(0, 4)) > 0
                stays.append(booked(len(stays), spot, first, last, vehicle, movable=movable))
    return stays


@st.composite
def wishes(draw: st.DrawFn) -> Wanted:
    first = draw(st.integers(0, HOURS - 1))
    last = draw(st.integers(first + 1, HOURS))
    return Wanted(during(first, last), draw(st.sampled_from(list(VehicleType))))


def crowded(seed: int, most_spots: int = 8) -> tuple[dict[SpotId, VehicleType], list[Stay], Wanted]:
    """A garage near full, and a stay that probably fits only if others move."""
    dice = Random(seed)
    spots = garage(*dice.choices(list(VehicleType), k=dice.randint(2, most_spots)))
    stays: list[Stay] = []
    for spot, vehicle_type in spots.items():
        borders = sorted(dice.sample(range(-2, HOURS + 3), dice.randint(3, 8)))
        for first, last in pairwise(borders):
            if dice.random() < 0.8:
                vehicle = dice.choice(list(VehicleType)[: vehicle_type.size])
                movable = dice.random() < 0.85
                stays.append(booked(len(stays), spot, first, last, vehicle, movable=movable))
    first = dice.randint(0, HOURS - 2)
    period = during(first, min(HOURS, first + dice.randint(2, 6)))
    return spots, stays, Wanted(period, dice.choice(list(VehicleType)))


@settings(max_examples=1500, deadline=None)
@given(st.builds(crowded, st.integers(0, 2**40)))
def test_a_plan_breaks_no_promise(
    world: tuple[dict[SpotId, VehicleType], list[Stay], Wanted],
) -> None:
    spots, stays, wanted = world
    found = plan(spots, stays, wanted)
    if found is None:
        return
    assert spots[found.spot_id].size >= wanted.vehicle_type.size
    by_id = {stay.reservation_id: stay for stay in stays}
    assert len({move.reservation_id for move in found.moves}) == len(found.moves)
    after = {stay.reservation_id: stay.spot_id for stay in stays}
    for move in found.moves:
        stay = by_id[move.reservation_id]
        assert stay.movable
        assert hour(0) <= stay.period.starts_at < stay.period.ends_at <= hour(HOURS)
        assert stay.spot_id == move.from_spot != move.to_spot
        assert spots[move.to_spot].size >= stay.vehicle_type.size
        after[move.reservation_id] = move.to_spot
    taken = [(spot, by_id[number].period) for number, spot in after.items()]
    taken.append((found.spot_id, wanted.period))
    assert not [
        (one, other)
        for one, other in combinations(taken, 2)
        if one[0] == other[0] and overlap(one[1], other[1])
    ]


@settings(max_examples=300, deadline=None)
@given(st.data(), st.integers(1, 4), wishes())
def test_with_one_type_there_is_a_plan_exactly_when_a_spot_is_free_at_every_moment(
    data: st.DataObject, number: int, wanted: Wanted
) -> None:
    spots = garage(*[LARGE] * number)
    inside = [stay for stay in data.draw(stays_on(spots)) if overlap(stay.period, during(0, HOURS))]
    stays = [
        booked(at, stay.spot_id, *clipped(stay.period), LARGE) for at, stay in enumerate(inside)
    ]
    enough = all(
        sum(overlap(stay.period, during(first, first + 1)) for stay in stays) < number
        for first in range(HOURS)
        if overlap(wanted.period, during(first, first + 1))
    )
    assert (plan(spots, stays, wanted) is not None) == enough


def clipped(period: Period) -> tuple[int, int]:
    first = max(0, int((period.starts_at - MIDNIGHT) / timedelta(hours=1)))
    return first, min(HOURS, int((period.ends_at - MIDNIGHT) / timedelta(hours=1)))


@pytest.mark.parametrize("find", [search.find_room, sweep.arrange])
@settings(max_examples=1000, deadline=None)
@given(seed=st.integers(0, 2**40))
def test_a_small_garage_is_only_called_full_when_no_arrangement_has_room(
    find: Callable[[Board], object], seed: int
) -> None:
    spots, stays, wanted = crowded(seed, most_spots=5)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(planning, "find_room", find)
        found = plan(spots, stays, wanted)
    assert (found is not None) == room(spots, stays, wanted)


def test_control_exchanges_alone_miss_some(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "arrange", lambda _board: None)
    worlds = [crowded(seed, most_spots=5) for seed in range(1000)]
    assert any(room(*world) and plan(*world) is None for world in worlds)


def room(spots: dict[SpotId, VehicleType], stays: list[Stay], wanted: Wanted) -> bool:
    """The truth, by trying every arrangement."""
    fixed: dict[int, list[Booked]] = {spot: [] for spot in spots}
    others = [booked_for(wanted.period, wanted.vehicle_type)]
    for stay in stays:
        inside = hour(0) <= stay.period.starts_at and stay.period.ends_at <= hour(HOURS)
        where = others if stay.movable and inside else fixed[stay.spot_id]
        where.append(booked_for(stay.period, stay.vehicle_type))
    return fit(spots, fixed, others)


def booked_for(period: Period, vehicle_type: VehicleType) -> Booked:
    return period.starts_at, period.ends_at, vehicle_type.size


def test_a_free_spot_needs_no_move() -> None:
    found = plan(garage(COMPACT, REGULAR), [booked(1, 1, 2, 6)], Wanted(during(3, 5), COMPACT))
    assert found == Plan(SpotId(2), ())


def test_a_booking_goes_to_the_smallest_spot_that_is_free_for_all_of_it() -> None:
    stays = [booked(1, 1, 4, 6, REGULAR), booked(2, 2, 0, 3, LARGE), booked(3, 3, 0, 3, LARGE)]
    found = plan(garage(REGULAR, LARGE, REGULAR), stays, Wanted(during(2, 6), REGULAR))
    assert moved_to(found) == {1: 3}


def test_two_spots_exchange_what_they_hold_until_both_are_free_at_once() -> None:
    stays = [
        booked(1, 1, 4, 7),
        booked(2, 1, 7, 9),
        booked(3, 2, 0, 4, movable=False),
        booked(4, 2, 5, 9),
    ]
    found = plan(garage(COMPACT, COMPACT), stays, Wanted(during(2, 5), COMPACT))
    assert moved_to(found) == {1: 2, 2: 2, 4: 1}


@pytest.mark.parametrize("held", [1, 2, 4])
def test_an_exchange_that_needs_a_promised_spot_is_not_made(held: int) -> None:
    stays = [
        booked(1, 1, 4, 7, movable=held != 1),
        booked(2, 1, 7, 9, movable=held != 2),
        booked(3, 2, 0, 4, movable=False),
        booked(4, 2, 5, 9, movable=held != 4),
    ]
    assert plan(garage(COMPACT, COMPACT), stays, Wanted(during(2, 5), COMPACT)) is None


def test_a_small_vehicle_leaves_the_large_spot_that_a_large_one_wants() -> None:
    stays = [booked(1, 1, 4, 7, COMPACT)]
    found = plan(garage(LARGE, COMPACT), stays, Wanted(during(3, 6), LARGE))
    assert moved_to(found) == {1: 2}


def test_vehicles_move_down_through_a_third_type() -> None:
    stays = [booked(1, 1, 4, 7, REGULAR), booked(2, 2, 3, 8, COMPACT)]
    found = plan(garage(LARGE, REGULAR, COMPACT), stays, Wanted(during(3, 6), LARGE))
    assert moved_to(found) == {1: 2, 2: 3}


@pytest.mark.parametrize("held", [None, 1, 2, 3, 4])
def test_two_others_exchange_to_free_a_spot_for_what_is_in_the_way(held: int | None) -> None:
    stays = [
        booked(1, 1, 4, 7, REGULAR, movable=held != 1),
        booked(2, 2, 3, 6, movable=held != 2),
        booked(3, 2, 6, 9, movable=held != 3),
        booked(4, 3, 7, 9, movable=held != 4),
    ]
    found = plan(garage(LARGE, REGULAR, COMPACT), stays, Wanted(during(3, 9), LARGE))
    if held is None:
        assert moved_to(found) == {1: 2, 2: 3, 3: 3, 4: 2}
    else:
        assert found is None


@pytest.mark.parametrize("movable", [True, False])
def test_what_is_in_the_way_on_the_other_spot_may_go_to_a_third(*, movable: bool) -> None:
    stays = [
        booked(1, 1, 5, 12),
        booked(2, 2, 6, 7, movable=movable),
        booked(3, 3, 0, 6, movable=False),
        booked(4, 3, 8, 12, movable=False),
    ]
    found = plan(garage(REGULAR, COMPACT, COMPACT), stays, Wanted(during(6, 11), REGULAR))
    if movable:
        assert moved_to(found) == {1: 2, 2: 3}
    else:
        assert found is None


@pytest.mark.parametrize(
    "stay",
    [
        pytest.param(booked(1, 1, 4, 7, movable=False), id="it is not movable"),
        pytest.param(booked(1, 1, 4, HOURS + 1), id="it reaches out of the known time"),
    ],
)
def test_a_stay_stays_where_it_is_when(stay: Stay) -> None:
    spots = garage(COMPACT, COMPACT)
    stays = [stay, booked(2, 2, 0, 3, movable=False)]
    assert plan(spots, stays, Wanted(during(2, 6), COMPACT)) is None
    free_to_go = booked(1, 1, 4, 7)
    assert plan(spots, [free_to_go, stays[1]], Wanted(during(2, 6), COMPACT)) is not None


def test_enough_spots_at_each_moment_do_not_always_make_room() -> None:
    """Two larges meet the same two regulars, which overlap: nobody can change spots in mid-stay."""
    stays = [
        booked(1, 1, 0, 4, LARGE),
        booked(2, 1, 7, 10, LARGE),
        booked(3, 2, 2, 6, REGULAR),
    ]
    assert plan(garage(LARGE, REGULAR), stays, Wanted(during(5, 9), REGULAR)) is None


def test_the_wanted_period_must_be_known() -> None:
    with pytest.raises(ValueError, match="known time"):
        plan(garage(COMPACT), [], Wanted(during(3, 6), COMPACT), known=during(4, 8))


def crowd() -> Board:
    """A large garage in which a search would go on for long, and in the end in vain."""
    dice, moments, size = Random(0), 200, 2000
    board = Board(2, (1 << 120) - (1 << 80), tuple(dice.choices([1, 2, 3], k=size)), moments)
    for spot, capacity in enumerate(board.capacity):
        first = dice.randrange(8)
        while first < moments:
            last = min(moments, first + dice.randint(4, 30))
            board.put(spot, dice.randint(1, capacity), (1 << last) - (1 << first), fixed=False)
            first = last + dice.choice([0, 0, 0, 3])
    return board


def puzzle() -> Board:
    """Spots that each have a booking that may be anywhere, and no room for the wanted stay."""
    dice, moments, last = Random(0), 100, 20
    board = Board(1, (1 << 80) - (1 << 40), (1,) * (last + 1), moments)
    for spot in range(last):
        told, before = dice.choice([45, 65]), dice.randrange(20)
        board.put(spot, 1, (1 << told + 10) - (1 << told), fixed=True)
        board.put(spot, 1, (1 << before + dice.randint(5, 15)) - (1 << before), fixed=False)
    board.put(last, 1, (1 << 81) - (1 << 39), fixed=False)
    return board


in_vain = pytest.mark.parametrize(
    ("module", "find", "board"),
    [(search, search.find_room, crowd), (sweep, sweep.arrange, puzzle)],
    ids=["exchanges", "every arrangement"],
)


@in_vain
def test_a_search_in_vain_ends_when_it_has_worked_enough(
    module: ModuleType, find: Callable[[Board], object], board: Callable[[], Board]
) -> None:
    some = board()

    assert find(some) is None
    assert module.MOST_WORK <= some.work < 1.2 * module.MOST_WORK


@in_vain
def test_control_it_would_go_on(
    monkeypatch: pytest.MonkeyPatch,
    module: ModuleType,
    find: Callable[[Board], object],
    board: Callable[[], Board],
) -> None:
    monkeypatch.setattr(module, "MOST_WORK", 4 * module.MOST_WORK)
    some = board()

    find(some)
    assert some.work > 1.5 * module.MOST_WORK / 4


@settings(max_examples=200, deadline=None)
@given(st.data())
def test_spots_are_free_for_a_stay_if_they_are_at_each_of_its_moments(data: st.DataObject) -> None:
    moments = data.draw(st.integers(1, 40))
    bits = st.integers(1, (1 << moments) - 1).map(in_one_piece)
    capacity = tuple(data.draw(st.lists(st.integers(1, 3), min_size=1, max_size=9)))
    board = Board(1, 1, capacity, moments)
    for spot, stay in enumerate(data.draw(st.lists(bits, max_size=len(capacity)))):
        board.put(spot, 1, stay, fixed=False)

    size, wanted = data.draw(st.integers(1, 3)), data.draw(bits)
    for _ in range(2):
        free = board.free_for(size, wanted)
        assert [spot for spot in range(len(capacity)) if free >> spot & 1] == [
            spot
            for spot, largest in enumerate(capacity)
            if largest >= size and not board.busy[spot] & wanted
        ]


def in_one_piece(bits: int) -> int:
    return (1 << bits.bit_length()) - (bits & -bits)
