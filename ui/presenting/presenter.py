"""Between the scene and the view models: scenes go in, touches come out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.vehicles import VehicleType
from ui.durations import Preset
from ui.presenting import app, duration, fault, full, pay, ticket, welcome
from ui.view_models.screens import ScreensViewModel

if TYPE_CHECKING:
    from ui.actions import Actions
    from ui.scene import Scene
    from ui.view_models.app import AppViewModel


class Presenter:
    """Shows scenes on the view models, and passes on what touches ask these for.

    Args:
        view_model: the window and its welcome screen, which may be on the glass already; becomes
            the owner of the screens behind that.
    """

    def __init__(self, view_model: AppViewModel) -> None:
        self._app = view_model
        unknown = [duration.unknown_preset(preset) for preset in Preset]
        self.screens = ScreensViewModel(unknown, view_model)

    def show(self, scene: Scene) -> None:
        """Show the scene: first what the screens hold, then which screen is on.

        What a screen held stays visible while another one slides in.
        """
        screens = self.screens
        self._app.welcome.show(welcome.derive(scene))
        self._app.welcome.show_tiles(
            {kind: welcome.derive_tile(scene, kind) for kind in VehicleType}
        )
        screens.duration.show(duration.derive(scene) or screens.duration.props)
        for preset, part in zip(Preset, screens.duration.presets, strict=True):
            part.show(duration.derive_preset(scene, preset) or part.props)
        screens.pay.show(pay.derive(scene) or screens.pay.props)
        screens.ticket.show(ticket.derive(scene) or screens.ticket.props)
        screens.full.show(full.derive(scene) or screens.full.props)
        screens.fault.show(fault.derive(scene) or screens.fault.props)
        self._app.show(app.derive(scene))

    def pass_touches_to(self, actions: Actions) -> None:
        """Let the actions answer every touch from now on."""
        everywhere, stay = self._app, self.screens.duration
        everywhere.touched.connect(actions.touched)
        everywhere.leave.connect(actions.leave)
        everywhere.select_language.connect(actions.select_language)
        everywhere.toggle_contrast.connect(actions.toggle_contrast)
        everywhere.toggle_low_reach.connect(actions.toggle_low_reach)
        everywhere.open_help.connect(actions.open_help)
        everywhere.close_help.connect(actions.close_help)
        everywhere.call_attendant.connect(actions.call_attendant)
        everywhere.welcome.choose.connect(lambda kind: actions.choose_vehicle(VehicleType(kind)))
        stay.choose_preset.connect(lambda key: actions.choose_preset(Preset(key)))
        stay.shorten.connect(actions.shorten)
        stay.lengthen.connect(actions.lengthen)
        stay.pay.connect(actions.pay)
        self.screens.pay.try_again.connect(actions.try_again)
        self.screens.ticket.print_again.connect(actions.print_again)
