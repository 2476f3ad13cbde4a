"""A reservation as a statement, without the program that should have made it."""

from __future__ import annotations

from typing import Final

NINE_TO_TEN: Final = "[2030-01-01 09:00Z, 2030-01-01 10:00Z)"

_RESERVE: Final = """
    INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, status, hold_expires_at,
                              price_minor, currency)
    VALUES (1, {spot}, 'compact', '{period}', '{status}', {expires}, 300, 'EUR')
"""


def reserve(
    spot: int = 1, period: str = NINE_TO_TEN, status: str = "held", expires: str | None = None
) -> bytes:
    """Return the statement that reserves a spot of garage 1, at first from 9 to 10 as a hold."""
    if expires is None:
        expires = "now()" if status == "held" else "NULL"
    return _RESERVE.format(spot=spot, period=period, status=status, expires=expires).encode()
