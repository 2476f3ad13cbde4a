"""How many spots are free for exactly the stay on the screen: one question at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.periods import Period
    from core.vehicles import VehicleType
    from ui.errands import Errands


class SpotCount:
    """Asks again only for another stay, or after ``forget``.

    Args:
        errands: does the counting.
        on_counted: hears the count of the newest stay; None if it cannot be counted.
    """

    def __init__(self, errands: Errands, on_counted: Callable[[int | None], None]) -> None:
        self._errands = errands
        self._on_counted = on_counted
        self._shown: tuple[VehicleType, Period] | None = None
        self._asked: tuple[VehicleType, Period] | None = None
        self._running = False

    def forget(self) -> None:
        """The last count is no longer true."""
        self._asked = None

    def ask(self, vehicle_type: VehicleType, period: Period) -> None:
        """Count for the stay that is on the screen, unless that runs or has been done."""
        stay = self._shown = (vehicle_type, period)
        if self._running or self._asked == stay:
            return

        def counted(free: int | None) -> None:
            self._running = False
            if self._shown == stay:
                self._on_counted(free)

        self._asked = stay
        self._running = True
        self._errands.count(vehicle_type, period, counted)
