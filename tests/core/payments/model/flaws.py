"""What others do with payments, and this protocol does not: each must be found out."""

from __future__ import annotations

from enum import StrEnum


class Flaw(StrEnum):
    """One thing done wrong."""

    AUTOMATIC_CAPTURE = "automatic capture"
    """An approved card is charged at once."""
    CAPTURE_BEFORE_COMMIT = "capture before commit"
    """The money is taken when the card is approved; the ticket is written afterwards."""
    SILENCE_IS_FAILURE = "time-out = failure"
    """A call without an answer counts as one that did nothing."""
    FRESH_KEY = "a fresh key per retry"
    """After a call without an answer everything is asked for anew, under new keys."""
    BLIND_SETTLEMENT = "settlement without compare-and-set"
    """What was true when a settler looked is written over what is true by now."""
