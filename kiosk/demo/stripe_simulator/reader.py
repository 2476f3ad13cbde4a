"""A card reader: what it is doing, what it is doing it for, and how Stripe shows it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject

ReaderConnection: TypeAlias = Literal["online", "silent", "offline"]
"""``silent``: unplugged, but Stripe has not noticed yet (it takes two minutes)."""

ReaderReport: TypeAlias = Literal["truth", "connection_error", "nothing"]
"""What the reader tells Stripe after the issuer answered it."""

ReaderPhase: TypeAlias = Literal[
    "offline", "updating", "idle", "display", "waiting", "authorising", "approved", "failed"
]

OFFLINE_AFTER_SECONDS = 120
MODELS = {
    "simulated-wpe": "simulated_wisepos_e",
    "simulated-s700": "simulated_stripe_s700",
    "simulated-s710": "simulated_stripe_s710",
}
"""Registration code of a simulated reader -> its ``device_type``."""


class TapRefusedError(Exception):
    """The reader's screen does not offer this now; the message says what it shows."""


@dataclass(frozen=True, kw_only=True)
class Action:
    """What the reader was told to do last. ``details`` is in Stripe's shape for ``type``."""

    type: Literal["process_payment_intent", "set_reader_display"]
    details: JsonObject
    status: Literal["in_progress", "succeeded", "failed"] = "in_progress"
    failure_code: str | None = None
    failure_message: str | None = None
    api_error: JsonObject | None = None

    def rendered(self) -> JsonObject:
        """The action as Stripe shows it; a field that does not apply is null."""
        return {
            "api_error": self.api_error,
            "failure_code": self.failure_code,
            "failure_message": self.failure_message,
            "process_payment_intent": None,
            "set_reader_display": None,
            self.type: self.details,
            "status": self.status,
            "type": self.type,
        }


@dataclass(frozen=True, kw_only=True)
class Tap:
    """A card at the reader.

    Attributes:
        card_number: Which card.
        presents_at: Unix seconds; until then the driver is still looking for it.
        authorises_at: Unix seconds when the issuer answers; None while it is held back.
        report: What the reader will tell Stripe.
        pin: What the driver will enter if the issuer wants a PIN; None for a mere tap.
    """

    card_number: str
    presents_at: float
    authorises_at: float | None
    report: ReaderReport = "truth"
    pin: str | None = None


@dataclass(frozen=True, kw_only=True)
class Pause:
    """The reader is at work on itself until ``until`` (Unix seconds)."""

    kind: Literal["reboot", "update"]
    until: float


@dataclass(frozen=True, kw_only=True)
class AutoTap:
    """The reader answers each payment by itself, ``after_seconds`` after it was started."""

    card_number: str
    after_seconds: float = 0.0


@dataclass(frozen=True, kw_only=True)
class Reader:
    """A reader that is registered to the account."""

    id: str
    created: int
    label: str
    device_type: str
    serial_number: str
    location: str | None = None
    metadata: dict[str, str] = field(default_factory=dict)
    connection: ReaderConnection = "online"
    disconnected_at: float | None = None
    action: Action | None = None
    tap: Tap | None = None
    auto: AutoTap | None = None
    pause: Pause | None = None

    @classmethod
    def from_record(cls, record: JsonObject) -> Reader:
        """Reads back what the store wrote."""
        action, tap, auto = record["action"], record["tap"], record["auto"]
        pause = record.get("pause")
        return cls(
            **{
                **record,
                "action": None if action is None else Action(**action),
                "tap": None if tap is None else Tap(**tap),
                "auto": None if auto is None else AutoTap(**auto),
                "pause": None if pause is None else Pause(**pause),
            }
        )

    @property
    def due_at(self) -> float | None:
        """When the issuer answers, or the reader is back from its pause: the earlier, or None."""
        answer = None if self.tap is None else self.tap.authorises_at
        back = None if self.pause is None else self.pause.until
        return min((at for at in (answer, back) if at is not None), default=None)

    @property
    def payment_intent(self) -> str | None:
        """The payment in progress, or None."""
        action = self.action
        if action is None or action.type != "process_payment_intent":
            return None
        if action.status != "in_progress":
            return None
        return str(action.details["payment_intent"])

    @property
    def customer_may_cancel(self) -> bool:
        """Whether the reader shows its cancel button."""
        if self.action is None or self.payment_intent is None:
            return False
        return bool(self.action.details["process_config"].get("enable_customer_cancellation"))

    def known_offline(self, now: float) -> bool:
        """Whether Stripe already lists the reader as off line at ``now`` (Unix seconds)."""
        if self.connection == "offline":
            return True
        if self.connection == "online" or self.disconnected_at is None:
            return False
        return now - self.disconnected_at > OFFLINE_AFTER_SECONDS

    def phase(self, now: float) -> ReaderPhase:  # noqa: PLR0911 - one return per phase
        """What somebody standing before the reader sees at ``now`` (Unix seconds)."""
        if self.connection != "online":
            return "offline"
        if self.pause is not None:
            return "updating"
        if self.action is None:
            return "idle"
        if self.action.type == "set_reader_display":
            return "display"
        if self.action.status != "in_progress":
            return "approved" if self.action.status == "succeeded" else "failed"
        if self.tap is not None and self.tap.presents_at <= now:
            return "authorising"
        return "waiting"

    def started(self, action: Action, *, now: float) -> Reader:
        """A new action replaces whatever was there; an automatic card is on its way."""
        tap = None
        if self.auto is not None and action.type == "process_payment_intent":
            at = now + self.auto.after_seconds
            tap = Tap(card_number=self.auto.card_number, presents_at=at, authorises_at=at)
        return replace(self, action=action, tap=tap)

    def succeeded(self) -> Reader:
        """The action ended well."""
        return replace(self, action=self._ended("succeeded"), tap=None)

    def failed(self, code: str, message: str, *, api_error: JsonObject | None = None) -> Reader:
        """The action ended with a failure code."""
        action = replace(
            self._ended("failed"), failure_code=code, failure_message=message, api_error=api_error
        )
        return replace(self, action=action, tap=None)

    def cleared(self) -> Reader:
        """Back to the idle screen."""
        return replace(self, action=None, tap=None)

    def _ended(self, status: Literal["succeeded", "failed"]) -> Action:
        if self.action is None:
            raise ValueError(f"{self.id} has no action that could end")
        return replace(self.action, status=status)

    def rendered(self, *, now: float) -> JsonObject:
        """The object as Stripe shows it at ``now`` (version 2026-10-28.endive)."""
        seen = now if self.disconnected_at is None else self.disconnected_at
        return {
            "id": self.id,
            "object": "terminal.reader",
            "action": None if self.action is None else self.action.rendered(),
            "device_sw_version": "2.37.2.0",
            "device_type": self.device_type,
            "ip_address": "127.0.0.1",
            "label": self.label,
            "last_seen_at": int(seen * 1000),
            "livemode": False,
            "location": self.location,
            "metadata": self.metadata,
            "serial_number": self.serial_number,
            "status": "offline" if self.known_offline(now) else "online",
        }
