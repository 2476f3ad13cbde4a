"""The words on a ticket, in one language; whoever speaks the driver's language fills them in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from core.vehicles import VehicleType

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from zoneinfo import ZoneInfo


@dataclass(frozen=True, slots=True, kw_only=True)
class TicketTexts:
    """Every label and sentence of a ticket.

    ``language`` is a BCP 47 tag. ``weekdays`` begins with Monday, ``months`` with January;
    ``date_pattern`` puts them in order with ``{weekday} {day} {month} {year}``. ``price_text`` is
    the ticket's price as the driver's language writes it; None prints the plain ``12.00 EUR``.
    ``read_methods`` and ``account_types`` translate what the reader reports; a value without a
    translation is printed as it is.
    """

    language: str
    price_text: str | None
    title: str
    copy: str
    floor: str
    spot: str
    vehicle: str
    vehicle_types: Mapping[VehicleType, str]
    starts: str
    ends: str
    date_pattern: str
    weekdays: tuple[str, ...]
    months: tuple[str, ...]
    price: str
    paid_by_card: str
    not_charged: str
    code: str
    keep: str
    card: str
    read_method: str
    read_methods: Mapping[str, str]
    application: str
    account_type: str
    account_types: Mapping[str, str]
    authorization_code: str
    issued: str

    def __post_init__(self) -> None:
        if (len(self.weekdays), len(self.months)) != (7, 12):
            raise ValueError("A ticket's texts need 7 weekdays and 12 months.")

    def moment(self, instant: datetime, zone: ZoneInfo) -> str:
        """Return an instant on the zone's wall clock, to the minute, with the zone's offset.

        The offset tells the two equal readings apart on the night when an hour is repeated:
        ``Sun 22 Nov 2026 12:47 +01:00``.
        """
        local = instant.astimezone(zone)
        date = self.date_pattern.format(
            weekday=self.weekdays[local.weekday()],
            day=local.day,
            month=self.months[local.month - 1],
            year=local.year,
        )
        offset = local.isoformat(timespec="minutes")[-len("+00:00") :]
        return f"{date} {local:%H:%M} {offset}"


ENGLISH: Final = TicketTexts(
    language="en",
    price_text=None,
    title="Parking ticket",
    copy="COPY",
    floor="Floor",
    spot="Spot",
    vehicle="Vehicle",
    vehicle_types={
        VehicleType.COMPACT: "Compact",
        VehicleType.REGULAR: "Regular",
        VehicleType.LARGE: "Large",
    },
    starts="From",
    ends="Until",
    date_pattern="{weekday} {day} {month} {year}",
    weekdays=("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
    months=("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    price="Price",
    paid_by_card="Paid by card",
    not_charged="Not charged",
    code="Ticket code",
    keep="Keep this ticket with you until you leave the garage.",
    card="Card",
    read_method="Read",
    read_methods={
        "contact_emv": "Chip",
        "contactless_emv": "Contactless",
        "contactless_magstripe_mode": "Contactless",
        "magnetic_stripe_fallback": "Magnetic stripe",
        "magnetic_stripe_track2": "Magnetic stripe",
    },
    application="Application",
    account_type="Account",
    account_types={
        "checking": "Checking",
        "credit": "Credit",
        "prepaid": "Prepaid",
        "unknown": "Unknown",
    },
    authorization_code="Authorization",
    issued="Issued",
)
"""The source language: what a ticket says when nothing is translated."""
