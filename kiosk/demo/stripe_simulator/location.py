"""A Terminal location: the place that readers are registered to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject

_ADDRESS = ("city", "country", "line1", "line2", "postal_code", "state")


@dataclass(frozen=True, kw_only=True)
class Location:
    """A place with an address."""

    id: str
    created: int
    display_name: str
    address: dict[str, str]
    phone: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)

    @classmethod
    def from_record(cls, record: JsonObject) -> Location:
        """Reads back what the store wrote."""
        return cls(**record)

    def rendered(self) -> JsonObject:
        """The object as Stripe shows it (version 2026-10-28.endive)."""
        return {
            "id": self.id,
            "object": "terminal.location",
            "address": {name: self.address.get(name) for name in _ADDRESS},
            "configuration_overrides": None,
            "display_name": self.display_name,
            "livemode": False,
            "metadata": self.metadata,
            "phone": self.phone,
        }
