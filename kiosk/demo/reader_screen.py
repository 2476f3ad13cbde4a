"""What the drawn card reader shows, derived from what the simulator says. No Qt in here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias, assert_never

from core.money import Money, UnknownCurrencyError, currency

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator import ReaderView

ScreenState: TypeAlias = Literal[
    "unreachable", "offline", "idle", "cart", "present", "wait", "approved", "declined", "cancelled"
]


@dataclass(frozen=True, kw_only=True)
class ReaderScreen:
    """The reader's screen and which buttons work.

    Attributes:
        state: Which picture and sentence to show.
        amount: What is to be paid, such as ``12.00 EUR``; empty where there is none.
        can_tap: Whether a card can be held to the reader.
        can_cancel: Whether the reader offers its own cancel button.
        plugged_in: Whether the reader is on line.
        reachable: Whether the simulator answers.
    """

    state: ScreenState
    amount: str = ""
    can_tap: bool = False
    can_cancel: bool = False
    plugged_in: bool = True
    reachable: bool = True


UNREACHABLE = ReaderScreen(state="unreachable", plugged_in=False, reachable=False)


def screen_of(view: ReaderView) -> ReaderScreen:
    """The screen for a reader that the simulator described."""
    return ReaderScreen(
        state=_state(view),
        amount=_amount(view),
        can_tap=view.phase == "waiting",
        can_cancel=view.phase == "waiting" and view.may_cancel,
        plugged_in=view.connection == "online",
    )


def _state(view: ReaderView) -> ScreenState:  # noqa: PLR0911 - one return per phase
    match view.phase:
        case "offline":
            return "offline"
        case "idle":
            return "idle"
        case "updating":
            return "wait"
        case "display":
            return "cart"
        case "waiting":
            return "present"
        case "authorising":
            return "wait"
        case "approved":
            return "approved"
        case "failed":
            cancelled = view.failure_code in ("customer_canceled", "intent_invalid_state")
            return "cancelled" if cancelled else "declined"
        case _:
            assert_never(view.phase)


def _amount(view: ReaderView) -> str:
    if view.amount is None or view.currency is None or view.phase in ("idle", "offline"):
        return ""
    try:
        return str(Money(view.amount, currency(view.currency)))
    except UnknownCurrencyError:
        return f"{view.amount} {view.currency.upper()}"
