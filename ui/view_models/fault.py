"""The screens without a ticket: a device is missing, or nothing was charged."""

from __future__ import annotations

from typing import NamedTuple

from ui.view_models.view_model import ViewModel, in_qml


class FaultProps(NamedTuple):
    """What failed, or was cancelled.

    ``device`` is database, payments, reader or printer (out of service); ``reason`` is a
    ``NotChargedReason`` (failed); ``code`` is for the attendant, such as ``E-READER``.
    ``may_be_reserved``: the bank may show an amount that is not charged (failed, cancelled).
    ``seconds_left`` is when the screen goes home by itself (cancelled).
    """

    device: str = ""
    reason: str = ""
    code: str = ""
    may_be_reserved: bool = False
    seconds_left: int = 0


@in_qml
class FaultViewModel(ViewModel[FaultProps]):
    """What failed, and what became of the money."""
