"""The till: a kiosk, its reader, and how long a hold must last while it is being paid there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from core.payments.settlement import LEASE
from core.payments.watching import OVERTIME_S

if TYPE_CHECKING:
    from core.ids import KioskId, ReaderId


@dataclass(frozen=True, slots=True)
class Till:
    """The kiosk and the reader that belongs to it."""

    kiosk_id: KioskId
    reader_id: ReaderId
    live: bool
    """Whether real money is expected, as opposed to the processor's test mode."""
    window: timedelta = timedelta(seconds=90)
    """How long the reader asks for a card."""

    @property
    def keep_for(self) -> timedelta:
        """How long a hold must last from now, so that it never ends under its payment."""
        return self.window + timedelta(seconds=OVERTIME_S) + LEASE
