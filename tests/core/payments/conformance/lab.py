"""What a processor's test world must offer, so that its adapter can be held to its promises."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from core.ids import ReaderId
    from core.money import Currency
    from core.payments.provider import CardAccount, CardTerminal

Card: TypeAlias = Literal["good", "short of funds"]


@dataclass(frozen=True)
class Books:
    """What the processor itself says, past the adapter; sums in minor units."""

    payments: int
    held: int
    taken: int
    given_back: int


class Lab(Protocol):
    """A fresh test account with one idle reader, and a hand in its world.

    "The next call" is the adapter's next call of any kind, with whatever repeats its own client
    makes by itself.
    """

    @property
    def terminal(self) -> CardTerminal:
        """The adapter under test."""

    @property
    def account(self) -> CardAccount:
        """The adapter's other half, for the same test account."""

    @property
    def reader(self) -> ReaderId:
        """The reader, which stands there waiting for work."""

    @property
    def currencies(self) -> tuple[Currency, ...]:
        """Some in which the account can charge, the first for most tests."""

    def books(self) -> Books:
        """Look at the money."""

    def tap(self, card: Card = "good") -> None:
        """Hold a card to the reader; the issuer answers at once."""

    def begin_to_read(self) -> None:
        """Hold a good card to the reader; the issuer does not answer yet."""

    def let_issuer_answer(self) -> None:
        """End that."""

    def press_cancel(self) -> None:
        """Press the reader's own cancel button."""

    def unplug(self) -> None:
        """Cut the reader's line, and let the processor notice."""

    def confuse_the_reader(self) -> None:
        """Let the next card be authorised while the reader reports that it failed."""

    def time_out_the_reader(self) -> None:
        """Let the reader begin the next call in time, and acknowledge it too late."""

    def lose_the_answer(self) -> None:
        """Let the next call be carried out, and its answer get lost."""

    def lose_the_request(self) -> None:
        """Let the next call get lost on its way."""

    def overload(self) -> None:
        """Let the processor answer the next call that it is too busy."""

    def break_down(self) -> None:
        """Let the processor answer the next call that something is wrong with itself."""

    def answer_between(self, status: int) -> None:
        """Let the next call be carried out, and somebody on the way answer a page with a status."""

    def go_away(self) -> None:
        """Let nobody answer any more."""

    def stranger(self, secret: str) -> CardTerminal:
        """Return the same adapter with a key that the processor does not know."""

    def strange_account(self, secret: str) -> CardAccount:
        """Return the adapter's other half with such a key."""
