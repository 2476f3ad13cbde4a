"""Stripe's standard test cards: approved, unless the amount's last two digits say otherwise.

Source: https://docs.stripe.com/terminal/references/testing#standard-test-cards.
"""

from __future__ import annotations

from typing import Literal

from kiosk.demo.stripe_simulator.card import Card

_APPLICATIONS = {
    "visa": ("Visa", "A0000000031010"),
    "mastercard": ("Mastercard", "A0000000041010"),
    "amex": ("American Express", "A000000025010801"),
    "discover": ("Discover", "A0000001523010"),
    "diners": ("Diners Club", "A0000001523010"),
    "jcb": ("JCB", "A0000000651010"),
    "unionpay": ("UnionPay", "A000000333010102"),
    "eftpos_au": ("eftpos", "A00000038410"),
}
"""Brand -> the chip's name for itself, and its application identifier."""


def _card(
    name: str,
    number: str,
    brand: str = "visa",
    funding: Literal["credit", "debit", "prepaid"] = "credit",
    network: str | None = None,
) -> Card:
    application, aid = _APPLICATIONS[brand]
    if brand in ("visa", "mastercard"):
        application = f"{application} {funding.capitalize()}"
    return Card(
        name=name,
        number=number,
        brand=brand,
        funding=funding,
        application=application,
        aid=aid,
        network=network,
        standard=True,
    )


STANDARD_CARDS: tuple[Card, ...] = (
    _card("good", "4242424242424242"),
    _card("visa_debit", "4000056655665556", funding="debit"),
    _card("mastercard", "5555555555554444", "mastercard"),
    _card("mastercard_debit", "5200828282828210", "mastercard", "debit"),
    _card("mastercard_prepaid", "5105105105105100", "mastercard", "prepaid"),
    _card("amex", "378282246310005", "amex"),
    _card("amex2", "371449635398431", "amex"),
    _card("discover", "6011111111111117", "discover"),
    _card("discover2", "6011000990139424", "discover"),
    _card("diners", "3056930009020004", "diners"),
    _card("diners_14digits", "36227206271667", "diners"),
    _card("jcb", "3566002020360505", "jcb"),
    _card("unionpay", "6200000000000005", "unionpay"),
    _card("eftpos_au_debit", "6280000360000978", "eftpos_au", "debit"),
    _card("eftpos_au_visa_debit", "4000050360000001", funding="debit", network="eftpos_au"),
    _card("eftpos_au_mastercard_debit", "5555050360000080", "mastercard", "debit", "eftpos_au"),
)
