"""The full screen: when the next fitting spot frees up, and where there is one now."""

from __future__ import annotations

from typing import NamedTuple

from ui.view_models.view_model import ViewModel, in_qml


class FullProps(NamedTuple):
    """What is sold out, until when, and who has a spot.

    ``next_free_text`` is empty if nobody knows; ``next_free_day`` is today, tomorrow or date.
    ``elsewhere`` lists garages as ``{name, address, free}``.
    """

    vehicle_type: str = ""
    next_free_text: str = ""
    next_free_day: str = "today"
    next_free_date_text: str = ""
    elsewhere: tuple[dict[str, str | int], ...] = ()


@in_qml
class FullViewModel(ViewModel[FullProps]):
    """The sold-out vehicle type."""
