"""The duration screen: six presets, one step more or less, the price and the end at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QObject, Signal

from ui.view_models.view_model import ViewModel, constant, in_qml

if TYPE_CHECKING:
    from collections.abc import Sequence


class PresetProps(NamedTuple):
    """One preset. ``hours`` is 0 for until midnight; not ``available`` cannot be sold now.

    ``closed``: because the garage is closed at its end.
    """

    key: str
    hours: int = 0
    price_text: str = ""
    available: bool = False
    closed: bool = False
    selected: bool = False


class DurationProps(NamedTuple):
    """The stay as it is chosen now.

    Times are the garage's (``16:47``); ``until_day`` is today, tomorrow or date; ``zone_note`` is
    the offset at the end (``UTC+01:00``) if the clocks change during the stay, else empty.
    ``duration_hours`` and ``duration_minutes`` are elapsed time. ``free`` counts the spots that
    are free for exactly this stay, -1 while unknown. ``busy`` from the touch on pay on.
    ``same_price_text`` is until when a longer stay costs the same (``18:30``), or empty.
    ``closes_text`` and ``opens_text`` say when the garage closes in the next 24 hours (``23:00``)
    and opens again; both empty if it does not, the second also if nobody knows. ``closed``: it will
    be when this stay would end, so that it cannot be sold.
    """

    vehicle_type: str = ""
    from_text: str = ""
    until_text: str = ""
    until_day: str = "today"
    until_date_text: str = ""
    zone_note: str = ""
    duration_hours: int = 0
    duration_minutes: int = 0
    price_text: str = ""
    rate_text: str = ""
    billed_hours: int = 0
    free: int = -1
    can_shorten: bool = False
    can_lengthen: bool = False
    same_price_text: str = ""
    closes_text: str = ""
    opens_text: str = ""
    closed: bool = False
    busy: bool = False


@in_qml
class PresetViewModel(ViewModel[PresetProps]):
    """One preset."""


@in_qml
class DurationViewModel(ViewModel[DurationProps]):
    """The chosen stay and the presets.

    Args:
        presets: what the presets show first; there will always be as many.
        parent: the owner.
    """

    choose_preset = Signal(str, name="choosePreset")
    """Stay for as long as the preset of this key says."""
    shorten = Signal()
    """Stay one step less."""
    lengthen = Signal()
    """Stay one step longer."""
    pay = Signal()
    """Hold a spot for this stay and pay for it."""

    def __init__(self, presets: Sequence[PresetProps], parent: QObject) -> None:
        super().__init__(DurationProps(), parent)
        self._presets = [PresetViewModel(props, self) for props in presets]

    @constant(list)
    def presets(self) -> list[PresetViewModel]:
        """The ``PresetViewModel`` in their order; they stay, their properties change."""
        return self._presets
