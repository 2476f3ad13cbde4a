"""A garage, a hold and a ticket to draw: one Tuesday in November, 12:47 in Berlin."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from core.garages import Garage
from core.ids import GarageId, ReservationId, SpotId
from core.money import Currency, Money
from core.opening_hours import Closure, OpenTime
from core.outcomes import Availability, Elsewhere, Hold, SoldOut, Spot
from core.periods import stay
from core.tickets.codes import TicketCode
from core.tickets.model import CardReceipt, Ticket
from core.vehicles import VehicleType

NOW = datetime(2026, 11, 24, 11, 47, 20, tzinfo=UTC)

GARAGE = Garage(
    id=GarageId(1),
    slug="central",
    name="Central Station",
    address="Bahnhofplatz 1",
    zipcode="10557",
    time_zone="Europe/Berlin",
    currency=Currency("EUR"),
    rates={
        VehicleType.COMPACT: Decimal("3.00"),
        VehicleType.REGULAR: Decimal("3.50"),
        VehicleType.LARGE: Decimal("5.00"),
    },
    step=timedelta(minutes=30),
)

EVENING = NOW.replace(hour=20)
NIGHT = NOW.replace(hour=22, minute=30)
OPEN_BY_DAY = replace(
    GARAGE, version=2, week=tuple(OpenTime(day, 6 * 60, 23 * 60) for day in range(1, 8))
)
SHUT = replace(GARAGE, closures=(Closure(NOW - timedelta(hours=1), None, "Water"),))
SHUT_UNTIL_FRIDAY = replace(
    GARAGE,
    closures=(Closure(NOW - timedelta(hours=1), NOW + timedelta(days=3, minutes=13), "Works"),),
)
SHUT_TONIGHT = replace(
    GARAGE, closures=(Closure(NOW.replace(hour=22, minute=0), NOW + timedelta(days=3), "Works"),)
)

PLENTY = Availability(
    free={VehicleType.COMPACT: 312, VehicleType.REGULAR: 88, VehicleType.LARGE: 4},
    next_free_at=dict.fromkeys(VehicleType),
    next_change_at=None,
)
LARGE_FULL = Availability(
    free={VehicleType.COMPACT: 41, VehicleType.REGULAR: 7, VehicleType.LARGE: 0},
    next_free_at={
        VehicleType.COMPACT: None,
        VehicleType.REGULAR: None,
        VehicleType.LARGE: NOW + timedelta(hours=1, minutes=48),
    },
    next_change_at=None,
)
ALL_FULL = Availability(
    free=dict.fromkeys(VehicleType, 0),
    next_free_at=dict.fromkeys(VehicleType, NOW + timedelta(minutes=12)),
    next_change_at=None,
)

HOLD = Hold(
    reservation_id=ReservationId(4711),
    garage_id=GARAGE.id,
    vehicle_type=VehicleType.REGULAR,
    spot=Spot(id=SpotId(3114), floor=3, number=114, vehicle_type=VehicleType.REGULAR),
    period=stay(NOW, timedelta(hours=4)),
    price=Money(1400, Currency("EUR")),
    expires_at=NOW + timedelta(minutes=2, seconds=5),
)

TICKET = Ticket(
    code=TicketCode("7K3MQ9TX2B4DHHRN"),
    garage_name=GARAGE.name,
    address=GARAGE.address,
    zipcode=GARAGE.zipcode,
    time_zone=GARAGE.time_zone,
    floor=HOLD.spot.floor,
    spot_number=HOLD.spot.number,
    vehicle_type=HOLD.vehicle_type,
    period=HOLD.period,
    price=HOLD.price,
    card=CardReceipt(brand="visa", last4="4242", read_method="contactless_emv"),
    waiver=None,
    issued_at=NOW,
)

SOLD_OUT = SoldOut(
    vehicle_type=VehicleType.LARGE,
    next_free_at=NOW + timedelta(hours=1, minutes=48),
    elsewhere=(
        Elsewhere(GarageId(2), "Market Square", "Marktstrasse 12", 57),
        Elsewhere(GarageId(3), "Harbour West", "Am Hafen 3", 4),
    ),
)
