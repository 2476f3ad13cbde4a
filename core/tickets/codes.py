"""Ticket codes: unguessable, readable aloud, and proof against a slip of the finger.

A code is 15 random symbols of Crockford's base 32 (75 bits, so that guessing is hopeless and two
codes never meet) and one check symbol, by the Luhn algorithm modulo 32: every single wrong symbol
is caught, and every swap of neighbours but that of the alphabet's first and last (``0`` and ``Z``).
"""

from __future__ import annotations

import secrets
from typing import Final, NewType

TicketCode = NewType("TicketCode", str)
"""Sixteen symbols of the alphabet in capitals, without groups, the last one the check symbol."""

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O (they look like figures) and no U."""

LENGTH: Final = 16
EXAMPLE: Final = "7K3M-Q9TX-2B4D-HHRJ"
_GROUP: Final = 4
_VALUES: Final = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LOOKALIKES: Final = str.maketrans("OIL", "011")
_DASHES: Final = str.maketrans("", "", "-\u00ad\u2010\u2011\u2012\u2013\u2014\u2015\u2212")


class BadTicketCodeError(ValueError):
    """The text is no ticket code; the message says why in one sentence, for whoever typed it."""


def new_code() -> TicketCode:
    """Return a fresh code from the system's secure random source."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
    return TicketCode(body + _check_symbol(body))


def parse_code(text: str) -> TicketCode:
    """Return the code that a person typed or a scanner read.

    Case, white space and dashes do not matter; ``O`` is read as ``0``, ``I`` and ``L`` as ``1``.

    Raises:
        BadTicketCodeError: if the text is not 16 symbols of the alphabet, or one of them is wrong.
    """
    symbols = "".join(text.split()).translate(_DASHES).upper().translate(_LOOKALIKES)
    for symbol in symbols:
        if symbol not in _VALUES:
            raise BadTicketCodeError(
                f"A ticket code has no {symbol!r}; it looks like {EXAMPLE}, please check it."
            )
    if len(symbols) != LENGTH:
        raise BadTicketCodeError(
            f"A ticket code has {LENGTH} letters and digits, this has {len(symbols)}; "
            f"it looks like {EXAMPLE}."
        )
    if _check_symbol(symbols[:-1]) != symbols[-1]:
        raise BadTicketCodeError(
            "One of the letters or digits is wrong; please compare them with the ticket."
        )
    return TicketCode(symbols)


def grouped(code: TicketCode) -> str:
    """Return the code in groups of four, as it is printed and read aloud: ``7K3M-Q9TX-...``."""
    return "-".join(code[start : start + _GROUP] for start in range(0, LENGTH, _GROUP))


def _check_symbol(body: str) -> str:
    """Luhn modulo 32: from the right, every second value doubled, its base-32 digits summed."""
    base = len(ALPHABET)
    total = 0
    for position, symbol in enumerate(reversed(body)):
        high, low = divmod(_VALUES[symbol] * (2 if position % 2 == 0 else 1), base)
        total += high + low
    return ALPHABET[-total % base]
