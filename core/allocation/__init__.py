"""How a spot is chosen, claimed and given back.

``claim`` takes one spot for one driver in one statement, ``release`` gives it back, ``expiry``
ends holds whose time is over, ``rearrange`` gives bookings other spots so that one more fits. All
keep ``free_intervals`` the exact complement of the live reservations; ``drift`` proves it, and puts
it right where a hand in the database broke it.
"""

from core.allocation.allocate import allocate_spot
from core.allocation.claim import Claim, GarageChangedError
from core.allocation.drift import DriftedSpot, find_drift, repair
from core.allocation.expiry import complete_past, expire_holds
from core.allocation.release import release

__all__ = [
    "Claim",
    "DriftedSpot",
    "GarageChangedError",
    "allocate_spot",
    "complete_past",
    "expire_holds",
    "find_drift",
    "release",
    "repair",
]
