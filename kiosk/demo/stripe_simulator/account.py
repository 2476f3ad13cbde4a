"""The simulated Stripe account at one moment: its objects, found and written by type."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.charge import Charge
from kiosk.demo.stripe_simulator.errors import missing_object
from kiosk.demo.stripe_simulator.location import Location
from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
from kiosk.demo.stripe_simulator.reader import Reader
from kiosk.demo.stripe_simulator.refund import Refund

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.store import Store

MONEY_KINDS = ("payment_intent", "charge", "refund")
PLACE_KINDS = ("terminal.reader", "terminal.location")
_SETTINGS = "account"


class Account:
    """Typed access to the store; use it inside a transaction.

    Args:
        store: Where the objects are.
        now: Unix seconds, the same for everything that happens in one request.
    """

    def __init__(self, store: Store, now: float) -> None:
        self.store = store
        self.now = now

    @property
    def timestamp(self) -> int:
        """``now`` as Stripe writes it, in whole seconds."""
        return int(self.now)

    @property
    def amount_endings(self) -> bool:
        """Whether an amount's last two digits make the issuer decline."""
        return bool(self.store.setting(_SETTINGS, {}).get("amount_endings", True))

    @amount_endings.setter
    def amount_endings(self, value: bool) -> None:
        self.store.set_setting(_SETTINGS, {"amount_endings": value})

    def payment_intent(self, object_id: str, *, param: str = "intent") -> PaymentIntent:
        """The PaymentIntent; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("payment_intent", object_id)
        if record is None:
            raise missing_object("payment_intent", object_id, param=param)
        return PaymentIntent.from_record(record)

    def charge(self, object_id: str, *, param: str = "charge") -> Charge:
        """The Charge; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("charge", object_id)
        if record is None:
            raise missing_object("charge", object_id, param=param)
        return Charge.from_record(record)

    def refund(self, object_id: str) -> Refund:
        """The Refund; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("refund", object_id)
        if record is None:
            raise missing_object("refund", object_id, param="refund")
        return Refund.from_record(record)

    def reader(self, object_id: str) -> Reader:
        """The Reader; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("terminal.reader", object_id)
        if record is None:
            raise missing_object("terminal reader", object_id, param="reader")
        return Reader.from_record(record)

    def location(self, object_id: str, *, param: str = "location") -> Location:
        """The Location; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("terminal.location", object_id)
        if record is None:
            raise missing_object("terminal location", object_id, param=param)
        return Location.from_record(record)

    def payment_intents(self) -> Iterator[PaymentIntent]:
        """All PaymentIntents, the latest made first."""
        return map(PaymentIntent.from_record, self.store.newest_first("payment_intent"))

    def charges(self) -> Iterator[Charge]:
        """All Charges, the latest made first."""
        return map(Charge.from_record, self.store.newest_first("charge"))

    def refunds(self) -> Iterator[Refund]:
        """All Refunds, the latest made first."""
        return map(Refund.from_record, self.store.newest_first("refund"))

    def readers(self) -> Iterator[Reader]:
        """All Readers, the latest registered first."""
        return map(Reader.from_record, self.store.newest_first("terminal.reader"))

    def locations(self) -> Iterator[Location]:
        """All Locations, the latest made first."""
        return map(Location.from_record, self.store.newest_first("terminal.location"))

    def write(self, item: PaymentIntent | Charge | Refund | Reader | Location) -> None:
        """Writes an object, new or changed, together with what will happen to it by itself."""
        record = asdict(item)
        match item:
            case PaymentIntent():
                self.store.put("payment_intent", item.id, record, due_at=item.expires_at)
            case Charge():
                self.store.put("charge", item.id, record, parent=item.payment_intent)
            case Refund():
                self.store.put("refund", item.id, record, parent=item.charge, due_at=item.moves_at)
            case Reader():
                self.store.put("terminal.reader", item.id, record, due_at=item.settles_at)
            case Location():
                self.store.put("terminal.location", item.id, record)

    def rendered(self, object_id: str) -> JsonObject | None:
        """Any object by its id as Stripe shows it, or None (used to expand references)."""
        kinds = {
            "pi": lambda: self.payment_intent(object_id).rendered(),
            "ch": lambda: self.charge(object_id).rendered(),
            "re": lambda: self.refund(object_id).rendered(),
            "tml": lambda: self.location(object_id).rendered(),
            "tmr": lambda: self.reader(object_id).rendered(now=self.now),
        }
        find = kinds.get(object_id.partition("_")[0])
        return None if find is None else find()
