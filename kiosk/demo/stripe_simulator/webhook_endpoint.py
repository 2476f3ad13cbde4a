"""A WebhookEndpoint: an address that wants to hear of events."""

from __future__ import annotations

from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject


@dataclass(frozen=True, kw_only=True)
class WebhookEndpoint:
    """One address. ``secret`` signs what is sent there; ``enabled_events`` may be ``*``."""

    id: str
    created: int
    url: str
    secret: str
    enabled_events: tuple[str, ...]
    description: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_record(cls, record: JsonObject) -> WebhookEndpoint:
        """Reads back what the store wrote."""
        return cls(**{**record, "enabled_events": tuple(record["enabled_events"])})

    def wants(self, event_type: str) -> bool:
        """Whether events of this type are sent there."""
        return any(fnmatchcase(event_type, pattern) for pattern in self.enabled_events)

    def rendered(self, *, with_secret: bool = False) -> JsonObject:
        """The object as Stripe shows it; the secret is shown once, when it is made."""
        rendered: JsonObject = {
            "id": self.id,
            "object": "webhook_endpoint",
            "api_version": None,
            "application": None,
            "created": self.created,
            "description": self.description,
            "enabled_events": list(self.enabled_events),
            "livemode": False,
            "metadata": self.metadata,
            "status": "enabled",
            "url": self.url,
        }
        return {**rendered, "secret": self.secret} if with_secret else rendered
