"""Trying every arrangement, where a garage is small enough for that.

The stays get their spots in the order in which they begin, the wanted one among them. Whether the
rest fits then depends only on how long each spot is taken from that moment on, and spots of one
size that are taken alike stand for each other. So few states differ, and each is looked at once:

    1  |== a ==|                  When c begins, what counts is that one spot is free, one is
    2  |====|====== b ======|     taken until b ends and one until d ends: not which is which,
    3       |=== d ===|           nor what stood there before.
                | c
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.allocation.moves.board import ends

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from core.allocation.moves.board import Board

MOST_STAYS: Final = 200
"""Stays to place, for this to be tried at all: each is one call deeper, and may move."""
MOST_WORK: Final = 10_000
"""Steps (``Board.work``) before giving up, some 13 ms. A few spots need a few hundred."""


def arrange(board: Board) -> tuple[int, Mapping[int, int]] | None:
    """Return a spot for the wanted stay and the new spots of the stays that move, or None.

    None means that no arrangement has room, or that none was found within the bounds.
    """
    wanted = len(board.home)
    bits, sizes, home = [*board.bits, board.wanted], [*board.sizes, board.size], [*board.home, None]
    fixed = [0] * len(board.capacity)
    for stay in range(wanted):
        fixed[board.home[stay]] |= bits[stay] if board.fixed[stay] else 0
    movable = [stay for stay in range(wanted) if not board.fixed[stay]]
    order = sorted([*movable, wanted], key=lambda stay: (ends(bits[stay])[0], -sizes[stay]))
    if len(order) > MOST_STAYS or len(order) * len(fixed) > MOST_WORK:
        return None
    last, seen = board.work + MOST_WORK, set()

    def place(at: int, busy: Sequence[int]) -> dict[int, int] | None:
        """Find spots for the stays from a place in the order on."""
        if at == len(order):
            return {}
        stay = order[at]
        now = ends(bits[stay])[0]
        state = at, *sorted(zip(board.capacity, (taken >> now for taken in busy), strict=True))
        if state in seen or board.work >= last:
            return None
        seen.add(state)
        board.work += len(busy)
        fits = [
            spot
            for spot, capacity in enumerate(board.capacity)
            if capacity >= sizes[stay] and not busy[spot] & bits[stay]
        ]
        for spot in sorted(fits, key=lambda spot: (spot != home[stay], board.capacity[spot])):
            chosen = place(at + 1, [*busy[:spot], busy[spot] | bits[stay], *busy[spot + 1 :]])
            if chosen is not None:
                chosen[stay] = spot
                return chosen
        return None

    chosen = place(0, fixed)
    if chosen is None:
        return None
    spot = chosen.pop(wanted)
    return spot, {stay: to for stay, to in chosen.items() if to != home[stay]}
