"""What a printer's own words mean for the next driver (RFC 8011, 5.4.11 to 5.4.13)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from kiosk.devices.printer import PrinterCondition, PrinterState

if TYPE_CHECKING:
    from kiosk.devices.ipp_message import Attributes

STATE_ATTRIBUTES: Final = (
    "printer-state",
    "printer-state-reasons",
    "printer-state-message",
    "printer-is-accepting-jobs",
    "device-uri",
)
_STOPPED: Final = 5
_SEVERITIES: Final = ("-report", "-warning", "-error")

_QUEUE_REASONS: Final = frozenset({"paused", "moving-to-paused"})

_ORDER: Final = (
    (
        PrinterCondition.OFFLINE,
        {"offline", "connecting-to-device", "timed-out", "shutdown", "hibernate"},
        "The printer does not answer; switch it on and check its cable.",
    ),
    (
        PrinterCondition.COVER_OPEN,
        {"cover-open", "door-open", "interlock-open"},
        "The printer is open; close its cover.",
    ),
    (
        PrinterCondition.OUT_OF_PAPER,
        {"media-empty", "media-needed"},
        "The paper is used up; put in a new roll.",
    ),
    (
        PrinterCondition.FAILED,
        {"media-jam"},
        "Paper is stuck; open the printer and remove it.",
    ),
    (
        PrinterCondition.FAILED,
        _QUEUE_REASONS,
        "The print queue is paused; resume it.",
    ),
)
"""The first that applies is told: what an attendant has to do first."""


def state_of(attributes: Attributes) -> PrinterState:
    """Return what a printer's attributes mean.

    A reason that is not known counts only if the printer calls it an error or has stopped. An
    empty tray counts even as a mere warning: a ticket printer has one roll.
    """
    said = [str(reason) for reason in attributes.get("printer-state-reasons", ())]
    reasons = {_without_severity(reason) for reason in said}
    for condition, meant, detail in _ORDER:
        if reasons & meant:
            return PrinterState(condition, detail)
    errors = sorted(reason for reason in said if reason.endswith("-error"))
    message = " ".join(str(text) for text in attributes.get("printer-state-message", ()) if text)
    if errors or attributes.get("printer-state") == (_STOPPED,):
        words = message or ", ".join(errors or sorted(reasons - {"none"})) or "it has stopped"
        return PrinterState(PrinterCondition.FAILED, f"The printer reports a fault: {words}.")
    if attributes.get("printer-is-accepting-jobs") == (False,):
        return PrinterState(
            PrinterCondition.FAILED, "The print queue takes no jobs; let it accept jobs again."
        )
    if "media-low" in reasons:
        return PrinterState(PrinterCondition.LOW_PAPER, "The paper ends soon; have a roll ready.")
    return PrinterState(PrinterCondition.READY)


def about_queue(attributes: Attributes) -> Attributes:
    """Return a queue's attributes without what it says of the printer behind it."""
    said = attributes.get("printer-state-reasons", ())
    own = tuple(reason for reason in said if _without_severity(str(reason)) in _QUEUE_REASONS)
    return {**attributes, "printer-state-reasons": own}


def _without_severity(reason: str) -> str:
    for severity in _SEVERITIES:
        reason = reason.removesuffix(severity)
    return reason
