"""The board after some moves: what differs, and what a further change would do."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from core.allocation.moves.board import lowest, places

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from core.allocation.moves.board import Board


@dataclass(frozen=True, slots=True)
class Layout:
    """A spot meant for the wanted stay, and the stays that are not where the board has them."""

    board: Board
    spot: int
    moved: Mapping[int, int] = field(default_factory=dict)
    _on: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    _busy: Mapping[int, int] = field(default_factory=dict)

    def on(self, spot: int) -> tuple[int, ...]:
        """The stays on a spot."""
        return self._on.get(spot, self.board.on[spot])

    def busy(self, spot: int) -> int:
        """The bits at which a spot is taken."""
        return self._busy[spot] if spot in self._busy else self.board.busy[spot]

    def where(self, stay: int) -> int:
        """The spot that a stay is on."""
        return self.moved.get(stay, self.board.home[stay])

    def free_for(self, size: int, bits: int) -> Iterator[int]:
        """The other spots that a vehicle fits and that are free for all of a period."""
        for spot in places(self.board.free_for(size, bits)):
            if spot not in self._busy and spot != self.spot:
                yield spot
        for spot, busy in self._busy.items():
            if not busy & bits and self.board.capacity[spot] >= size and spot != self.spot:
                yield spot

    def in_the_way(self) -> int | None:
        """The first stay on the meant spot that overlaps the wanted one."""
        wanted, bits = self.board.wanted, self.board.bits
        overlapping = [stay for stay in self.on(self.spot) if bits[stay] & wanted]
        return min(overlapping, key=lambda stay: lowest(bits[stay] & wanted), default=None)

    def changed(self, change: Mapping[int, int]) -> Layout:
        """The layout after each stay of ``change`` has gone to its new spot."""
        home, bits = self.board.home, self.board.bits
        moved, on, busy = dict(self.moved), dict(self._on), dict(self._busy)
        touched = set(change.values()) | {self.where(stay) for stay in change}
        for spot in touched:
            stays = [stay for stay in self.on(spot) if stay not in change]
            stays += [stay for stay, to in change.items() if to == spot]
            on[spot] = tuple(stays)
            busy[spot] = sum(bits[stay] for stay in stays)
            self.board.work += 5
        for stay, to in change.items():
            moved[stay] = to
            if to == home[stay]:
                del moved[stay]
        return Layout(self.board, self.spot, moved, on, busy)

    def outlook(self, change: Mapping[int, int]) -> tuple[int, int]:
        """What ``change`` would lead to, without making it.

        Returns:
            The moves it takes at least (those made, and the stays still in the way), and how far
            the meant spot is then free: the lowest wanted bit that is not, or more than all.
        """
        home, bits, wanted = self.board.home, self.board.bits, self.board.wanted
        moves, blocked = len(self.moved), 0
        self.board.work += 2 + len(change)
        for stay, to in change.items():
            blocks = to == self.spot and bits[stay] & wanted != 0
            moves += (to != home[stay] or blocks) - (stay in self.moved)
            blocked |= bits[stay] if blocks else 0
        for stay in self.on(self.spot):
            if bits[stay] & wanted and stay not in change:
                moves += stay not in self.moved
                blocked |= bits[stay]
        return moves, lowest(blocked & wanted) or wanted + 1
