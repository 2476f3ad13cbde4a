"""What a ticket says. Everything that a reprint needs is in here, and nothing about the driver."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from core.money import Money
    from core.periods import Period
    from core.tickets.codes import TicketCode
    from core.vehicles import VehicleType


class BadCardReceiptError(ValueError):
    """A stored card receipt holds something that is neither text nor nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardReceipt:
    """What the card networks want on a receipt, as the reader reported it.

    The networks require the application's name, its identifier (AID) and the account type; the
    rest helps in a dispute. A value is None where the reader gave none (Stripe,
    ``latest_charge.payment_method_details.card_present``).
    """

    application_preferred_name: str | None = None
    dedicated_file_name: str | None = None
    account_type: str | None = None
    brand: str | None = None
    last4: str | None = None
    read_method: str | None = None
    authorization_code: str | None = None
    application_cryptogram: str | None = None
    terminal_verification_results: str | None = None
    transaction_status_information: str | None = None

    def to_json(self) -> dict[str, str | None]:
        """Return a JSON object with every field, for a ``jsonb`` column."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, object]) -> CardReceipt:
        """Return what `to_json` stored. Fields of a newer version are left aside.

        Raises:
            BadCardReceiptError: if a field is neither text nor null.
        """
        known: dict[str, str | None] = {}
        for field in fields(cls):
            value = stored.get(field.name)
            if not (value is None or isinstance(value, str)):
                raise BadCardReceiptError(f"The card receipt's {field.name} is {value!r}, no text.")
            known[field.name] = value
        return cls(**known)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """One issued ticket: the place, the period and how it was paid.

    ``floor`` may be negative below the ground. ``price`` is the price of the stay; ``waiver`` is
    the recorded reason for not charging it.

    Raises:
        ValueError: unless exactly one of ``card`` and ``waiver`` is given: a ticket was either
            charged or waived.
    """

    code: TicketCode
    garage_name: str
    address: str
    zipcode: str
    time_zone: str
    floor: int
    spot_number: int
    vehicle_type: VehicleType
    period: Period
    price: Money
    card: CardReceipt | None
    waiver: str | None
    issued_at: datetime

    def __post_init__(self) -> None:
        if (self.card is None) == (self.waiver is None):
            raise ValueError("A ticket is either charged to a card or waived with a reason.")
        if self.issued_at.tzinfo is None:
            raise ValueError("A ticket's time of issue needs a time zone.")

    @property
    def zone(self) -> ZoneInfo:
        """The garage's time zone: the driver reads the garage's wall clock."""
        return ZoneInfo(self.time_zone)
