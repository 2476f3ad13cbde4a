"""What the model of the payment protocol knows at one moment: one reservation and its money."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from core.payments.states import PaymentState


class Booking(StrEnum):
    """The reservation's row."""

    HELD = "held"
    PAID = "paid"
    GONE = "gone"
    """Cancelled or expired: the spot is somebody else's."""


class Intent(StrEnum):
    """The processor's record of the payment."""

    ABSENT = "absent"
    WAITING = "waiting"
    AUTHORISING = "authorising"
    """The issuer is being asked at this moment; nothing can be cancelled."""
    AUTHORISED = "authorised"
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"
    """Authorised once, and never captured in time: the processor has cancelled it."""


class Reader(StrEnum):
    """What the reader shows, or says of its last work."""

    IDLE = "idle"
    ASKING = "asking"
    FAILED = "failed"
    """It reports a decline, a cancellation or an error, which need not be true."""


class At(StrEnum):
    """Where a worker is: the thread that pays, or one that settles."""

    IDLE = "idle"
    CREATE = "create"
    RECORD = "record"
    ARM = "arm"
    PRESENT = "present"
    WATCH = "watch"
    DISARM = "disarm"
    COMMIT = "commit"
    LOOK = "look"
    """It will read the payment and follow what was decided."""
    GIVE_UP = "give up"
    CANCEL = "cancel"
    NOTE_VOIDED = "note voided"
    CAPTURE = "capture"
    NOTE_CAPTURED = "note captured"


@dataclass(frozen=True, slots=True)
class World:
    """PostgreSQL, the processor, the reader, and where every worker is."""

    payment: PaymentState | None = None
    booking: Booking = Booking.HELD
    recorded: bool = False
    """The payment's row names its intent."""
    ticket: bool = False
    waived: bool = False
    intent: Intent = Intent.ABSENT
    stray: Intent = Intent.ABSENT
    """An earlier intent of the same payment. There is none, unless keys are not kept."""
    reader: Reader = Reader.IDLE
    asks_for_stray: bool = False
    kiosk: At = At.IDLE
    settlers: tuple[At, At] = (At.IDLE, At.IDLE)


class Actor(StrEnum):
    """Who takes a step."""

    KIOSK = "kiosk"
    SETTLER = "settler"
    DRIVER = "driver"
    ISSUER = "issuer"
    TROUBLE = "trouble"
    """A crash, a lost answer, a refusal, a clock: what nobody may rely on, and nobody may fear."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can happen, and what the world is like then.

    ``writes`` is the name of the statement in ``core.payments.moves`` that it executes.
    """

    actor: Actor
    says: str
    then: World
    writes: str | None = None
