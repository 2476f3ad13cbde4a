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

SMALL: Final = 50
"""Spots of a garage that this is tried in. In larger ones it finds next to nothing in time."""
MOST_STAYS: Final = 200
"""Stays to place, for this to be tried: each is one call deeper, and may be one more move."""
MOST_WORK: Final = 40_000
"""Steps (``Board.work``) before giving up, some 10 ms. A few spots need a few hundred."""


def arrange(board: Board) -> tuple[int, Mapping[int, int]] | None:
    """Return a spot for the wanted stay and the new spots of the stays that move, or None.

    None means that no arrangement has room, or that none was found within the bounds.
    """
    wanted = len(board.home)
    if len(board.capacity) > SMALL or wanted - sum(board.fixed) >= MOST_STAYS:
        return None
    bits, sizes, home = [*board.bits, board.wanted], [*board.sizes, board.size], [*board.home, None]
    movable = [stay for stay in range(wanted) if not board.fixed[stay]]
    order = sorted([*movable, wanted], key=lambda stay: (ends(bits[stay])[0], -sizes[stay]))
    capacity, kinds = board.capacity, max(board.capacity, default=0) + 1
    last, seen = board.work + MOST_WORK, set()

    def fits(stay: int, busy: Sequence[int]) -> list[int]:
        """The spots for a stay: its own first, then the smallest."""
        spots = [
            spot
            for spot, taken in enumerate(busy)
            if capacity[spot] >= sizes[stay] and not taken & bits[stay]
        ]
        return sorted(spots, key=lambda spot: (spot != home[stay], capacity[spot]))

    def place(at: int, busy: Sequence[int]) -> dict[int, int] | None:
        """Find spots for the stays from a place in the order on."""
        if at == len(order):
            return {}
        stay = order[at]
        now = ends(bits[stay])[0]
        board.work += len(busy)
        # Both in one number, as tuples by the thousand would keep the garbage collector busy.
        state = (
            at,
            *sorted(
                (taken >> now) * kinds + kind for taken, kind in zip(busy, capacity, strict=True)
            ),
        )
        if state in seen:
            return None
        seen.add(state)
        for spot in fits(stay, busy):
            if board.work >= last:
                return None
            chosen = place(at + 1, [*busy[:spot], busy[spot] | bits[stay], *busy[spot + 1 :]])
            if chosen is not None:
                chosen[stay] = spot
                return chosen
        return None

    fixed = _busy_with_fixed(board)
    chosen = place(0, fixed) if fits(wanted, fixed) else None
    if chosen is None:
        return None
    spot = chosen.pop(wanted)
    return spot, {stay: to for stay, to in chosen.items() if to != home[stay]}


def _busy_with_fixed(board: Board) -> list[int]:
    """The bits at which each spot is taken by stays that cannot move."""
    busy = [0] * len(board.capacity)
    for spot, bits, fixed in zip(board.home, board.bits, board.fixed, strict=True):
        busy[spot] |= bits if fixed else 0
    return busy
