"""Tickets in the database: issued once, with the reservation that they pay for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.money import Money, currency
from core.periods import Period
from core.tickets.codes import TicketCode, new_code
from core.tickets.model import CardReceipt, Ticket
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from core.ids import ReservationId

_ISSUE: Final = text("""
INSERT INTO tickets (reservation_id, code) VALUES (:reservation_id, :code)
ON CONFLICT (reservation_id) DO NOTHING
""")
_FIND: Final = text("""
SELECT t.code, t.issued_at, g.name AS garage_name, g.address, g.zipcode, g.time_zone,
    s.floor, s.number, r.vehicle_type, lower(r.period) AS starts_at, upper(r.period) AS ends_at,
    r.price_minor, r.currency, r.waiver, p.card
FROM tickets t
JOIN reservations r ON r.id = t.reservation_id
JOIN spots s ON s.id = r.spot_id
JOIN garages g ON g.id = r.garage_id
LEFT JOIN payments p ON p.reservation_id = r.id AND p.state IN ('committed', 'captured')
WHERE t.reservation_id = :reservation_id
""")
_PRINTED: Final = text("""
UPDATE tickets SET prints = prints + 1, printed_at = now() WHERE code = :code
""")
_PRINTS: Final = text("SELECT prints FROM tickets WHERE code = :code")


def issue(connection: Connection, reservation_id: ReservationId) -> None:
    """Give the reservation its ticket, in the transaction that makes it paid. Once is enough."""
    connection.execute(_ISSUE, {"reservation_id": reservation_id, "code": new_code()})


def find_ticket(connection: Connection, reservation_id: ReservationId) -> Ticket | None:
    """Return the reservation's ticket, or None if it was never paid or waived."""
    row = connection.execute(_FIND, {"reservation_id": reservation_id}).one_or_none()
    if row is None:
        return None
    card = None
    if row.waiver is None:
        card = CardReceipt.from_json(row.card or {})
    return Ticket(
        code=TicketCode(row.code),
        garage_name=row.garage_name,
        address=row.address,
        zipcode=row.zipcode,
        time_zone=row.time_zone,
        floor=row.floor,
        spot_number=row.number,
        vehicle_type=VehicleType(row.vehicle_type),
        period=Period(row.starts_at, row.ends_at),
        price=Money(row.price_minor, currency(row.currency)),
        card=card,
        waiver=row.waiver,
        issued_at=row.issued_at,
    )


def times_printed(connection: Connection, code: TicketCode) -> int:
    """Return how often the ticket was printed: the next print is a copy if it was."""
    return int(connection.scalar(_PRINTS, {"code": code}) or 0)


def note_print(connection: Connection, code: TicketCode) -> None:
    """Record that the ticket came out of a printer."""
    connection.execute(_PRINTED, {"code": code})
