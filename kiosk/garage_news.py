"""A garage that was changed is taken over between two drivers, on the screens and in the till."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.journey import OutOfService, Welcome

if TYPE_CHECKING:
    from core.garages import Garage
    from kiosk.opening import Opening
    from ui.jobs import Jobs
    from ui.view_models.app import AppViewModel
    from ui.visit import Visit


class GarageNews:
    """Lets a changed garage in when no driver is choosing or paying.

    So what a driver reads does not change while choosing; reserving itself never uses old facts.
    ``hear`` may be called from any thread; all else happens on the GUI thread.
    """

    def __init__(
        self, opening: Opening, visit: Visit, view_model: AppViewModel, jobs: Jobs
    ) -> None:
        self._opening = opening
        self._visit = visit
        self._jobs = jobs
        self._changed: Garage | None = None
        # Later, not at once: the visit is in the midst of its own change when the screen changes.
        view_model.screenChanged.connect(lambda: jobs.post(self._let_in))  # type: ignore[attr-defined]  # made by the view model's class

    def hear(self, garage: Garage) -> None:
        """Take the garage over, now or when the driver has gone."""

        def heard() -> None:
            self._changed = garage
            self._let_in()

        self._jobs.post(heard)

    def _let_in(self) -> None:
        screen = self._visit.scene.journey.screen
        if self._changed is None or not isinstance(screen, Welcome | OutOfService):
            return
        self._opening.services().on_sale.garage = self._changed
        self._visit.know_garage(self._changed)
        self._changed = None
