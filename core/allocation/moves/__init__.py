"""Making room: which advance bookings get another spot so that one more stay fits.

Near full there is often a free spot at every moment of a wanted stay, but not the same one. A
booking that has not arrived, and whose spot nobody was told, may then be moved. ``plan_moves``
decides which; it knows no database. ``board`` holds the question in small integers, ``search``
finds the moves, ``sweep`` those that it misses in a small garage.
"""

from core.allocation.moves.plan import Move, Plan, Stay, Wanted, plan_moves
from core.allocation.moves.sweep import SMALL

__all__ = ["SMALL", "Move", "Plan", "Stay", "Wanted", "plan_moves"]
