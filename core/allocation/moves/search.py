"""Finding the moves.

Mean the wanted stay for some spot A. The first stay in its way has to leave, at the moment m. If
another spot is free for all of that stay, it goes there. If a spot B is free at m, A and B
*exchange* what they hold, from that stay on, until both can be cut at one moment again:

    A  |---- free ----|== 1 ==|=== 2 ===|  3      A  |---- free -----------|=== 4 ===|  3
    B  |  5  |----- free -----|=== 4 ====|  6     B  |  5  |-|== 1 ==|=== 2 ===|-----|  6
                      m

Either way A is free for longer than before; repeat until nothing is in the way. With one type of
spot and movable stays this ends well whenever a spot is free at each moment. With nested types it
may not: a stay too large for A stops an exchange, if no third spot is free for it. Where no
exchanges help and the garage is small, ``sweep`` tries every arrangement.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from heapq import heapify, heappop, heappush
from itertools import count
from typing import TYPE_CHECKING, Final

from core.allocation.moves.board import lowest
from core.allocation.moves.layout import Layout
from core.allocation.moves.sweep import arrange

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from core.allocation.moves.board import Board

MOST_MOVES: Final = 16
"""Moves of one chain of exchanges: each is a row to lock and to write."""


class _Manner(Enum):
    """How to search for exchanges; each after the one before has given up."""

    FEWEST_MOVES = auto()
    """First what takes the fewest moves."""
    FURTHEST = auto()
    """First what leads furthest; also exchanges that only make another spot free."""


_TRIES: Final = {_Manner.FEWEST_MOVES: 500, _Manner.FURTHEST: 1000}
"""Changes looked at before giving up."""
MOST_WORK: Final = 30_000
"""Steps (``Board.work``) before giving up, of both manners together: some 40 ms. The count decides
and not a clock, so that the same question always gets the same answer."""


def find_room(board: Board) -> tuple[int, Mapping[int, int]] | None:
    """Return a spot for the wanted stay and the new spots of the stays that move, or None."""
    if not board.has_room():
        return None
    beginnings = tuple(_beginnings(board))
    for manner in _Manner:
        layout = _search(board, manner, beginnings)
        if layout is not None:
            return layout.spot, layout.moved
    return arrange(board)


@dataclass(frozen=True, slots=True)
class _Step:
    """A layout and a change to it that is not made before its turn comes, as most never do.

    ``change`` is None when the layout was looked at and only its exchanges are left to try.
    """

    layout: Layout
    change: Mapping[int, int] | None
    moves: int
    free_until: int


def _search(board: Board, manner: _Manner, beginnings: Sequence[_Step]) -> Layout | None:
    ticket, left = count(), _TRIES[manner]

    def queued(step: _Step) -> tuple[int, int, int, int, _Step]:
        first, second = step.moves, -step.free_until
        if manner is not _Manner.FEWEST_MOVES:
            first, second = second, first
        return first, second, board.capacity[step.layout.spot], next(ticket), step

    queue = [queued(step) for step in beginnings]
    heapify(queue)
    while queue and left > 0 and board.work < MOST_WORK:
        step = heappop(queue)[-1]
        if step.change is not None:
            layout = step.layout.changed(step.change)
            blocking = layout.in_the_way()
            if blocking is None:
                return layout
            to = _free_spot(layout, blocking)
            if to is not None:
                heappush(queue, queued(_step(layout, {blocking: to})))
            heappush(queue, queued(_Step(layout, None, step.moves + 1, step.free_until)))
            continue
        for after in _following(step, manner):
            left -= 1
            if after is not None:
                heappush(queue, queued(after))
    return None


def _following(step: _Step, manner: _Manner) -> Iterator[_Step | None]:
    """The steps worth a turn after a layout that was looked at; None is a try that fails."""
    for change in _changes(step.layout, manner):
        if step.layout.board.work >= MOST_WORK:
            return
        after = None if change is None else _step(step.layout, change)
        if after and after.moves <= MOST_MOVES and after.free_until >= step.free_until:
            yield after
        else:
            yield None


def _beginnings(board: Board) -> Iterator[_Step]:
    for spot, capacity in enumerate(board.capacity):
        blocking = [stay for stay in board.on[spot] if board.bits[stay] & board.wanted]
        if capacity < board.size or len(blocking) > MOST_MOVES:
            continue
        if not any(board.fixed[stay] for stay in blocking):
            yield _step(Layout(board, spot), {})


def _step(layout: Layout, change: Mapping[int, int]) -> _Step:
    return _Step(layout, change, *layout.outlook(change))


def _free_spot(layout: Layout, stay: int) -> int | None:
    """The spot for a stay as a driver would get it: smallest, then taken until latest before."""
    board = layout.board
    before = lowest(board.bits[stay]) - 1
    free = list(layout.free_for(board.sizes[stay], board.bits[stay]))
    board.work += 1 + len(free)
    return min(
        free,
        key=lambda spot: (board.capacity[spot], -(layout.busy(spot) & before).bit_length(), spot),
        default=None,
    )


def _changes(layout: Layout, manner: _Manner) -> Iterator[Mapping[int, int] | None]:
    """Try what may make the meant spot free for longer; None is a try that fails."""
    blocking = layout.in_the_way()
    if blocking is None:
        return
    yield from _exchanges(layout, blocking)
    if manner is _Manner.FURTHEST:
        yield from _exchanges_of_others(layout, blocking)


def _exchanges(layout: Layout, blocking: int) -> Iterator[Mapping[int, int] | None]:
    board = layout.board
    moment = lowest(board.bits[blocking] & board.wanted)
    for spot in layout.free_for(board.sizes[blocking], moment):
        board.work += 1
        if layout.busy(spot) & board.bits[blocking]:
            yield _exchange(layout, blocking, layout.spot, spot)


def _exchanges_of_others(layout: Layout, blocking: int) -> Iterator[Mapping[int, int] | None]:
    """A small vehicle on a spot that the blocking stay would fit exchanges with a smaller spot."""
    board = layout.board
    size = board.sizes[blocking]
    moment = lowest(board.bits[blocking] & board.wanted)
    for stay in board.lent:
        spot = layout.where(stay)
        board.work += 1
        if (
            board.bits[stay] & moment
            and board.sizes[stay] < size <= board.capacity[spot]
            and spot != layout.spot
        ):
            for smaller in layout.free_for(board.sizes[stay], moment):
                board.work += 1
                if board.capacity[smaller] < size:
                    yield _exchange(layout, stay, spot, smaller)


def _exchange(layout: Layout, first: int, a: int, b: int) -> Mapping[int, int] | None:
    """Send ``first`` from a to b, what is in its way from b to a, and so on; None if one cannot.

    What is too large for the other spot goes to a third. All such stays come from the larger of
    the two spots, so they are never in each other's way there.
    """
    board = layout.board
    bits, other = board.bits, {a: b, b: a}
    on = {a: layout.on(a), b: layout.on(b)}
    change, going = {first: b}, [first]
    while going:
        arriving = going.pop()
        spot = change[arriving]
        board.work += 1 + len(on[spot])
        for stay in on[spot]:
            if not bits[stay] & bits[arriving] or stay in change:
                continue
            if board.fixed[stay] or len(change) == MOST_MOVES:
                return None
            if board.sizes[stay] <= board.capacity[other[spot]]:
                change[stay] = other[spot]
                going.append(stay)
                continue
            third = _free_spot(layout, stay)
            if third is None:
                return None
            change[stay] = third
    return change
