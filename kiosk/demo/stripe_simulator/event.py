"""An Event: something happened to an object, which is kept as it was at that moment."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.sdk_parameters import sdk_api_version

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject


@dataclass(frozen=True, kw_only=True)
class Cause:
    """The request that made something happen."""

    request_id: str
    idempotency_key: str | None


@dataclass(frozen=True, kw_only=True)
class Event:
    """One event.

    Attributes:
        id: ``evt_...``; the same in every delivery.
        created: Unix seconds.
        type: Such as ``payment_intent.succeeded``.
        object: The object as Stripe showed it then.
        previous: What an ``*.updated`` event changed, with the old values; else None.
        request: What caused it; None where it happened by itself.
        pending: How many endpoints want to hear of it.
    """

    id: str
    created: int
    type: str
    object: JsonObject
    previous: JsonObject | None
    request: Cause | None
    pending: int

    @classmethod
    def from_record(cls, record: JsonObject) -> Event:
        """Reads back what the store wrote."""
        request = record["request"]
        return cls(**{**record, "request": None if request is None else Cause(**request)})

    def rendered(self) -> JsonObject:
        """The object as Stripe shows it (version 2026-10-28.endive)."""
        data: JsonObject = {"object": self.object}
        if self.previous is not None:
            data["previous_attributes"] = self.previous
        return {
            "id": self.id,
            "object": "event",
            "api_version": sdk_api_version(),
            "created": self.created,
            "data": data,
            "livemode": False,
            "pending_webhooks": self.pending,
            "request": {
                "id": None if self.request is None else self.request.request_id,
                "idempotency_key": None if self.request is None else self.request.idempotency_key,
            },
            "type": self.type,
        }
