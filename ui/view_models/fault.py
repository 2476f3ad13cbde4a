"""The screens of things gone wrong: a device is missing, or nothing was charged."""

from __future__ import annotations

from typing import NamedTuple

from ui.view_models.view_model import ViewModel, in_qml


class FaultProps(NamedTuple):
    """What failed.

    ``device`` is database, payments, reader or printer (out of service); ``reason`` is a
    ``NotChargedReason`` (failed); ``code`` is for the attendant, such as ``E-READER``.
    """

    device: str = ""
    reason: str = ""
    code: str = ""


@in_qml
class FaultViewModel(ViewModel[FaultProps]):
    """The fault."""
