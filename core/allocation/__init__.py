"""How a spot is chosen, claimed and given back.

``claim`` takes one spot for one driver in one statement, ``release`` gives it back, ``expiry``
ends holds whose time is over. All three keep ``free_intervals`` the exact complement of the live
reservations.
"""

from core.allocation.claim import Claim, allocate_spot
from core.allocation.expiry import complete_past, expire_holds
from core.allocation.release import release

__all__ = ["Claim", "allocate_spot", "complete_past", "expire_holds", "release"]
