"""The names under which changes of a garage and news of payments are announced in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from core.ids import GarageId, KioskId

FACTS: Final = "facts"
"""The message when the garage itself has changed: its name, its rates, its steps. Else it is empty:
its spots have changed."""


def channel(garage_id: GarageId) -> str:
    """Return the name under which a garage's changes are announced."""
    return f"garage_{garage_id}"


def payments_channel(kiosk_id: KioskId) -> str:
    """Return the name under which a kiosk hears that there is news of one of its payments.

    The message is the payment's id.
    """
    return f"payments_{kiosk_id}"
