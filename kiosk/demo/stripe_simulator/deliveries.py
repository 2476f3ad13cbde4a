"""What the postman has to take where: once and at once, or as badly as it was asked for.

Stripe promises at least once, in no order, some time. So a receiver must bear events that come
twice, late, out of order and never.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.event import Event
    from kiosk.demo.stripe_simulator.store import Store
    from kiosk.demo.stripe_simulator.webhook_endpoint import WebhookEndpoint

RETRY_AFTER_SECONDS = (300.0, 1800.0, 7200.0)
"""On the account's clock: in test mode Stripe tries three times more, over a few hours."""

_SETTING = "manners"


@dataclass(frozen=True, kw_only=True)
class Manner:
    """How events are delivered.

    Attributes:
        types: Glob over the types that it is for.
        copies: How often each comes; 0 is never.
        late_seconds: How long each takes, on the account's clock.
        newest_first: Of those that are due together, the latest comes first.
    """

    types: str = "*"
    copies: int = 1
    late_seconds: float = 0.0
    newest_first: bool = False


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """One copy of an event for one endpoint.

    ``state`` is ``given_up`` after the last try failed. ``due_at`` is in Unix seconds on the
    account's clock; ``rank`` orders what is due together.
    """

    id: int
    event: str
    endpoint: str
    due_at: float
    rank: int
    attempts: int = 0
    state: Literal["waiting", "delivered", "given_up"] = "waiting"


def post(store: Store, event: Event, endpoint: WebhookEndpoint, *, now: float) -> None:
    """Hands an event to the postman; call it in the transaction in which it happened."""
    manner = _manner_for(store, event.type)
    for _ in range(manner.copies):
        store.add_delivery(
            event.id,
            endpoint.id,
            due_at=now + manner.late_seconds,
            newest_first=manner.newest_first,
        )


def set_manner(store: Store, manner: Manner) -> None:
    """From now on; the manner that was set last counts where several are for a type."""
    manners = store.setting(_SETTING, {"manners": []})["manners"]
    store.set_setting(_SETTING, {"manners": [asdict(manner), *manners]})


def forget_manners(store: Store) -> None:
    """Once and at once again."""
    store.set_setting(_SETTING, {"manners": []})


def _manner_for(store: Store, event_type: str) -> Manner:
    for record in store.setting(_SETTING, {"manners": []})["manners"]:
        manner = Manner(**record)
        if fnmatchcase(event_type, manner.types):
            return manner
    return Manner()
