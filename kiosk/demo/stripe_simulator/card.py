"""A card as the reader sees it, and an issuer's no."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias

Verification: TypeAlias = Literal["approval", "offline_pin", "online_pin"]
"""How the holder proved to be one, as the receipt says it."""


@dataclass(frozen=True)
class Decline:
    """An issuer's no: Stripe's error code, the decline code and a sentence for the driver."""

    code: str
    decline_code: str
    message: str


@dataclass(frozen=True, kw_only=True)
class Card:
    """A card as the reader sees it.

    Attributes:
        name: The word people use for it in the control interface.
        number: The test number that Stripe's documentation lists.
        brand: Stripe's brand word.
        funding: credit, debit or prepaid.
        application: The chip's preferred name, which receipts must carry.
        aid: The chip's application identifier (dedicated file name), in hexadecimal.
        network: Which network carries it; None for the brand's own.
        decline: What the issuer always answers, or None where it approves.
        pin: The PIN that its holder enters whatever the amount, or None.
        tap_refused: The tap alone is refused, as strong customer authentication may want it, and
            the reader itself asks for the PIN: a failed charge, then a good one.
        refund_fails: A refund to this card fails some time after it succeeded.
        refund_waits: A refund to this card is pending for some time before it succeeds.
        standard: The amount's last two digits decide, as on the physical test card.
    """

    name: str
    number: str
    brand: str = "visa"
    funding: Literal["credit", "debit", "prepaid"] = "credit"
    application: str = "Visa Credit"
    aid: str = "A0000000031010"
    network: str | None = None
    decline: Decline | None = None
    pin: Literal["offline_pin", "online_pin"] | None = None
    tap_refused: bool = False
    refund_fails: bool = False
    refund_waits: bool = False
    standard: bool = False

    @property
    def last4(self) -> str:
        """The last four digits, the only ones that may be printed."""
        return self.number[-4:]
