"""The simulated Stripe account at one moment: its objects, found and written by type."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.charge import Charge
from kiosk.demo.stripe_simulator.deliveries import post
from kiosk.demo.stripe_simulator.errors import missing_object
from kiosk.demo.stripe_simulator.event import Cause, Event
from kiosk.demo.stripe_simulator.happenings import Eventful, happened
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.location import Location
from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
from kiosk.demo.stripe_simulator.reader import Reader
from kiosk.demo.stripe_simulator.refund import Refund
from kiosk.demo.stripe_simulator.webhook_endpoint import WebhookEndpoint

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.store import Store

MONEY_KINDS = ("payment_intent", "charge", "refund", "event")
PLACE_KINDS = ("terminal.reader", "terminal.location", "webhook_endpoint")
_SETTINGS = "account"


class Account:
    """Typed access to the store; use it inside a transaction.

    Attributes:
        cause: The request that is being executed, for the events; None for what happens by itself.

    Args:
        store: Where the objects are.
        now: Unix seconds, the same for everything that happens in one request.
    """

    def __init__(self, store: Store, now: float) -> None:
        self.store = store
        self.now = now
        self.cause: Cause | None = None

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

    def event(self, object_id: str) -> Event:
        """The Event; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("event", object_id)
        if record is None:
            raise missing_object("event", object_id, param="id")
        return Event.from_record(record)

    def webhook_endpoint(self, object_id: str) -> WebhookEndpoint:
        """The WebhookEndpoint; 404 ``resource_missing`` where the account has none."""
        record = self.store.get("webhook_endpoint", object_id)
        if record is None:
            raise missing_object("webhook endpoint", object_id, param="webhook_endpoint")
        return WebhookEndpoint.from_record(record)

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

    def events(self) -> Iterator[Event]:
        """All Events, the latest first."""
        return map(Event.from_record, self.store.newest_first("event"))

    def webhook_endpoints(self) -> Iterator[WebhookEndpoint]:
        """All WebhookEndpoints, the latest registered first."""
        return map(WebhookEndpoint.from_record, self.store.newest_first("webhook_endpoint"))

    def write(self, item: Eventful | Location | WebhookEndpoint) -> None:
        """Writes an object, new or changed, what will happen to it by itself, and its events."""
        record = asdict(item)
        before = None
        if not isinstance(item, Location | WebhookEndpoint):
            before = self._before(item)
        match item:
            case PaymentIntent():
                self.store.put("payment_intent", item.id, record, due_at=item.expires_at)
            case Charge():
                self.store.put("charge", item.id, record, parent=item.payment_intent)
            case Refund():
                self.store.put("refund", item.id, record, parent=item.charge, due_at=item.moves_at)
            case Reader():
                self.store.put("terminal.reader", item.id, record, due_at=item.due_at)
            case Location():
                self.store.put("terminal.location", item.id, record)
            case WebhookEndpoint():
                self.store.put("webhook_endpoint", item.id, record)
        if not isinstance(item, Location | WebhookEndpoint):
            for event_type in happened(before, item):
                self._emit(event_type, before, item)

    def _before(self, item: Eventful) -> Eventful | None:
        """The object as it is in the store."""
        kinds = {
            PaymentIntent: "payment_intent",
            Charge: "charge",
            Refund: "refund",
            Reader: "terminal.reader",
        }
        record = self.store.get(kinds[type(item)], item.id)
        return None if record is None else type(item).from_record(record)

    def _emit(self, event_type: str, before: Eventful | None, item: Eventful) -> None:
        endpoints = [each for each in self.webhook_endpoints() if each.wants(event_type)]
        shown = self._shown(item)
        previous: JsonObject | None = None
        if event_type.endswith(".updated") and before is not None:
            old = self._shown(before)
            previous = {name: old.get(name) for name in shown if old.get(name) != shown[name]}
        event = Event(
            id=new_id("evt"),
            created=self.timestamp,
            type=event_type,
            object=shown,
            previous=previous,
            request=self.cause,
            pending=len(endpoints),
        )
        self.store.put("event", event.id, asdict(event))
        for endpoint in endpoints:
            post(self.store, event, endpoint, now=self.now)

    def _shown(self, item: Eventful) -> JsonObject:
        return item.rendered(now=self.now) if isinstance(item, Reader) else item.rendered()

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
