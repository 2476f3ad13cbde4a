"""The screens behind the welcome screen: none of them has a part in the first picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ui.view_models.duration import DurationViewModel
from ui.view_models.fault import FaultProps, FaultViewModel
from ui.view_models.full import FullProps, FullViewModel
from ui.view_models.pay import PayProps, PayViewModel
from ui.view_models.ticket import TicketProps, TicketViewModel
from ui.view_models.view_model import constant, in_qml

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.view_models.duration import PresetProps


@in_qml
class ScreensViewModel(QObject):
    """One part for each of them.

    Args:
        presets: what the presets of the duration screen show first.
        parent: the owner, if any.
    """

    def __init__(self, presets: Sequence[PresetProps], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._duration = DurationViewModel(presets, self)
        self._pay = PayViewModel(PayProps(), self)
        self._ticket = TicketViewModel(TicketProps(), self)
        self._full = FullViewModel(FullProps(), self)
        self._fault = FaultViewModel(FaultProps(), self)

    @constant(DurationViewModel)
    def duration(self) -> DurationViewModel:
        """The duration screen."""
        return self._duration

    @constant(PayViewModel)
    def pay(self) -> PayViewModel:
        """The pay and the declined screen."""
        return self._pay

    @constant(TicketViewModel)
    def ticket(self) -> TicketViewModel:
        """The ticket screen."""
        return self._ticket

    @constant(FullViewModel)
    def full(self) -> FullViewModel:
        """The full screen."""
        return self._full

    @constant(FaultViewModel)
    def fault(self) -> FaultViewModel:
        """The failed and the out-of-service screen."""
        return self._fault
