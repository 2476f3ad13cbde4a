"""Tickets in the database: issued once, with the reservation that they pay for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from sqlalchemy import text

from core.ids import ReservationId
from core.money import Money, currency
from core.periods import Period
from core.tickets.codes import TicketCode, new_code
from core.tickets.model import CardReceipt, Ticket
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Row

    from core.ids import PaymentId

# A ticket names the spot: from then on the reservation is never moved to another.
_ISSUE: Final = text("""
WITH promised AS (
    UPDATE reservations SET spot_promised = true WHERE id = :reservation_id AND NOT spot_promised
)
INSERT INTO tickets (reservation_id, code) VALUES (:reservation_id, :code)
ON CONFLICT (reservation_id) DO NOTHING
""")
_FIND: Final = """
SELECT t.reservation_id, t.code, t.issued_at,
    g.name AS garage_name, g.address, g.zipcode, g.time_zone,
    s.floor, s.number, r.vehicle_type, lower(r.period) AS starts_at, upper(r.period) AS ends_at,
    r.price_minor, r.currency, r.waiver, p.card,
    upper(r.period) <= now() AS over, r.status, t.prints, t.printed_at,
    p.state = 'captured' AS captured, p.state = 'lost' AS lost
FROM tickets t
JOIN reservations r ON r.id = t.reservation_id
JOIN spots s ON s.id = r.spot_id
JOIN garages g ON g.id = r.garage_id
LEFT JOIN payments p ON p.reservation_id = r.id AND p.state IN ('committed', 'captured', 'lost')
WHERE """
_FIND_BY_RESERVATION: Final = text(f"{_FIND} t.reservation_id = :reservation_id")
_FIND_BY_CODE: Final = text(f"{_FIND} t.code = :code")
_FIND_BY_PAYMENT: Final = text(
    f"{_FIND} t.reservation_id = (SELECT reservation_id FROM payments WHERE id = :payment_id)"  # noqa: S608 - only the text above
)
_PRINTED: Final = text("""
UPDATE tickets SET prints = prints + 1, printed_at = now() WHERE code = :code
""")
_PRINTS: Final = text("SELECT prints FROM tickets WHERE code = :code")


@dataclass(frozen=True, slots=True)
class IssuedTicket:
    """A ticket and what became of it."""

    ticket: Ticket
    reservation_id: ReservationId
    status: str
    """Its reservation's."""
    over: bool
    """Whether its time is over, as the database's clock has it."""
    captured: bool
    """Whether the money is taken; if there is any to take, it will be, unless it is lost."""
    lost: bool
    """Whether it can never be taken: the card's authorisation ended too early."""
    prints: int
    printed_at: datetime | None


def issue(connection: Connection, reservation_id: ReservationId) -> None:
    """Give the reservation its ticket, in the transaction that makes it paid. Once is enough.

    It promises the spot.
    """
    connection.execute(_ISSUE, {"reservation_id": reservation_id, "code": new_code()})


def find_ticket(connection: Connection, reservation_id: ReservationId) -> Ticket | None:
    """Return the reservation's ticket, or None if it was never paid or waived."""
    row = connection.execute(_FIND_BY_RESERVATION, {"reservation_id": reservation_id}).one_or_none()
    return None if row is None else _ticket(row)


def find_issued(connection: Connection, code: TicketCode) -> IssuedTicket | None:
    """Return the ticket that has this code, with what became of it, or None if none has."""
    row = connection.execute(_FIND_BY_CODE, {"code": code}).one_or_none()
    return None if row is None else _issued(row)


def find_issued_for(connection: Connection, payment_id: PaymentId) -> IssuedTicket | None:
    """Return the ticket of the payment's reservation, or None if there is none."""
    row = connection.execute(_FIND_BY_PAYMENT, {"payment_id": payment_id}).one_or_none()
    return None if row is None else _issued(row)


def find_issued_of(connection: Connection, reservation_id: ReservationId) -> IssuedTicket | None:
    """Return the reservation's ticket with what became of it, or None if there is none."""
    row = connection.execute(_FIND_BY_RESERVATION, {"reservation_id": reservation_id}).one_or_none()
    return None if row is None else _issued(row)


def _issued(row: Row[tuple[object, ...]]) -> IssuedTicket:
    return IssuedTicket(
        ticket=_ticket(row),
        reservation_id=ReservationId(row.reservation_id),
        status=row.status,
        over=row.over,
        captured=bool(row.captured),
        lost=bool(row.lost),
        prints=row.prints,
        printed_at=row.printed_at,
    )


def _ticket(row: Row[tuple[object, ...]]) -> Ticket:
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
