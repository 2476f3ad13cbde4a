"""Who may take a spot."""

from __future__ import annotations

from enum import StrEnum


class SpotStatus(StrEnum):
    """Who may take a spot."""

    IN_SERVICE = "in_service"
    """Everybody."""
    KEPT_BACK = "kept_back"
    """Attendants only, and only when no other spot is free."""
    OUT_OF_SERVICE = "out_of_service"
    """Nobody, until it is back."""
    REMOVED = "removed"
    """Nobody any more; the spot stays in the books of those who had it."""
