"""What stands behind the window: the visit, its lanes and its ports, wired together."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Final

from kiosk.garage_news import GarageNews
from kiosk.ports import LivePort, ports_of
from ui.jobs import Jobs
from ui.visit import Visit

if TYPE_CHECKING:
    from core.clock import Clock
    from core.garages import Garage
    from kiosk.devices.printer import Printer
    from kiosk.memory import Memory
    from kiosk.opening import Opening
    from kiosk.settings import PrinterSettings, Settings
    from ui.setup import Setup
    from ui.view_models.app import AppViewModel

CLOSE_WITHIN_S: Final = 5.0
"""How long a running payment may take to be voided when the kiosk is closed."""


class Operation:
    """A kiosk in operation.

    Args:
        view_model: what the window shows already.
        setup: what it was made of.
        settings: checked settings.
        opening: gives the services, as soon as it has them.
        memory: of the garage, for the next start.
        clock: the time of day.
    """

    def __init__(  # noqa: PLR0917 - the wiring's one place
        self,
        view_model: AppViewModel,
        setup: Setup,
        settings: Settings,
        opening: Opening,
        memory: Memory,
        clock: Clock,
    ) -> None:
        self._opening = opening
        self._memory = memory
        self._jobs = Jobs()
        self._live = LivePort(opening)
        ports = ports_of(opening, cache(lambda: printer_of(settings.printer)), self._live)
        self.visit = Visit(view_model, setup=setup, ports=ports, jobs=self._jobs, clock=clock)
        self._news = GarageNews(opening, self.visit, view_model, self._jobs)
        self._live.on_garage = self._changed

    def start(self) -> None:
        """Answer drivers."""
        self.visit.start()

    def connected(self) -> None:
        """Go on with what the database says, for the services are there."""
        self.visit.know_garage(self._opening.services().garage)
        self._live.opened()

    def _changed(self, garage: Garage) -> None:
        """Go on with a garage that was changed; called from the feed's thread."""
        self._memory.keep(garage)
        self._news.hear(garage)

    def close(self) -> None:
        """End it. A running payment is voided now or settled at the next start."""
        self.visit.close()
        self._opening.stop_working()
        self._jobs.close(patience=CLOSE_WITHIN_S)


def printer_of(settings: PrinterSettings) -> Printer:
    """Return the printer that the settings name, safe to share between threads."""
    from kiosk.devices.shared_printer import SharedPrinter  # noqa: PLC0415 - when it is used

    if settings.queue is not None:
        from kiosk.devices.system_printer import SystemPrinter  # noqa: PLC0415 - when it is used

        return SharedPrinter(SystemPrinter(settings.queue))
    from kiosk.devices.folder_printer import FolderPrinter  # noqa: PLC0415 - when it is used

    if settings.folder is None:
        raise AssertionError(settings)
    return SharedPrinter(FolderPrinter(settings.folder))
