"""The names under which changes of a garage are announced in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from core.ids import GarageId

FACTS: Final = "facts"
"""The message when the garage itself has changed: its name, its rates, its steps. Else it is empty:
its spots have changed."""


def channel(garage_id: GarageId) -> str:
    """Return the name under which a garage's changes are announced."""
    return f"garage_{garage_id}"
