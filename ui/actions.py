"""What a touch can ask for; the view models pass it on and decide nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from core.vehicles import VehicleType
    from ui.durations import Preset


class Actions(Protocol):
    """The answers to every control on the screens. All return at once."""

    def choose_vehicle(self, vehicle_type: VehicleType) -> None:
        """Begin a visit; a full vehicle type leads to where there is a spot."""

    def choose_preset(self, preset: Preset) -> None:
        """Stay for this long."""

    def lengthen(self) -> None:
        """Stay one step longer."""

    def shorten(self) -> None:
        """Stay one step less."""

    def pay(self) -> None:
        """Hold a spot for the chosen stay and ask for the card."""

    def try_again(self) -> None:
        """Ask for another card."""

    def print_again(self) -> None:
        """Print the ticket that did not come out."""

    def leave(self) -> None:
        """Go back, cancel, or be done."""

    def select_language(self, code: str) -> None:
        """Speak another language (ISO 639-1)."""

    def toggle_contrast(self) -> None:
        """Wear high contrast, or not."""

    def toggle_low_reach(self) -> None:
        """Bring the controls down, or back up."""

    def open_help(self) -> None:
        """Show the help."""

    def close_help(self) -> None:
        """Hide the help."""

    def call_attendant(self) -> None:
        """Ask a person to come."""

    def touched(self) -> None:
        """Somebody is here."""
