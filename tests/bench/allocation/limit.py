"""The limit: a bare INSERT into the same table, with the same constraint, indexes and keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bench.allocation.sold import OPTIONS
from tests.bench.allocation.strategy import ENDS_AT, STARTS_AT, Strategy

if TYPE_CHECKING:
    from core.vehicles import VehicleType

# Spot after spot in turn, so that nobody has to choose: with fewer stays at a time than spots, the
# last stay on a spot is over when its turn comes again.
INSERT = """
INSERT INTO reservations (garage_id, spot_id, vehicle_type, period, hold_expires_at, price_minor,
    currency, kiosk_id)
VALUES (:garage_id, :spot_id, :{kind}, tstzrange({starts_at}, {ends_at}),
    now() + CAST(:hold_for AS interval), :price_minor, :currency, :kiosk_id)
RETURNING id
"""


def limit() -> Strategy:
    def looks(kind: VehicleType) -> tuple[str, ...]:
        return (INSERT.format(kind=kind.value, starts_at=STARTS_AT, ends_at=ENDS_AT),)

    prepare = (
        "ALTER TABLE reservations DISABLE TRIGGER USER",
        "TRUNCATE reservations CASCADE",  # other spots were chosen for these
    )
    return Strategy("limit: a bare INSERT", looks, prepare, options=OPTIONS)
