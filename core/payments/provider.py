"""What the payment protocol needs of a card processor, in its own words.

Another processor is another implementation of ``CardTerminal`` and ``CardAccount``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from core.ids import ReaderId
    from core.money import Money
    from core.outcomes import DeclineReason
    from core.tickets.model import CardReceipt


class IntentStatus(StrEnum):
    """How far the processor's own record of the payment is."""

    WAITING = "waiting"
    """No card has been accepted; a card may be presented, now or later."""
    BUSY = "busy"
    """The processor is working on it; look again."""
    AUTHORISED = "authorised"
    """The money is reserved on the card, and waits to be captured."""
    CAPTURED = "captured"
    CANCELLED = "cancelled"
    """Nothing was charged and nothing can be charged any more."""


@dataclass(frozen=True, slots=True)
class Intent:
    """The processor's record of one payment: the truth about the money."""

    id: str
    status: IntentStatus
    amount: Money
    capturable: Money
    card_only: bool
    """Only a card at the reader may pay it."""
    live: bool
    """Real money, as opposed to a test."""
    capture_before: datetime | None
    declined: DeclineReason | None
    """Why the last card was refused, if one was."""
    card: CardReceipt | None
    metadata: Mapping[str, str]


class ActionStatus(StrEnum):
    """What the reader last did for a payment."""

    NONE = "none"
    IN_PROGRESS = "in_progress"
    SUCCEEDED = "succeeded"
    DECLINED = "declined"
    CANCELLED_BY_DRIVER = "cancelled_by_driver"
    FAILED = "failed"
    """The reader lost its way; the card may have been authorised nevertheless."""


@dataclass(frozen=True, slots=True)
class ReaderState:
    """The reader as the processor sees it. It may lag: the intent is the truth."""

    online: bool
    action: ActionStatus
    intent_id: str | None
    """The payment that the action is for."""
    declined: DeclineReason | None


class RefundStatus(StrEnum):
    """How far the processor is with a refund."""

    PENDING = "pending"
    SUCCEEDED = "succeeded"
    """Sent. The bank may send it back later."""
    FAILED = "failed"
    """Nothing was given back, or it came back."""


@dataclass(frozen=True, slots=True)
class RefundRecord:
    """The processor's record of one refund: the truth about it."""

    id: str
    intent_id: str | None
    status: RefundStatus
    amount: Money
    problem: str | None
    """Why it failed, if it did."""
    metadata: Mapping[str, str]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class IntentLine:
    """One payment in the processor's books."""

    id: str
    status: IntentStatus
    amount: Money
    received: Money
    """What was captured."""
    live: bool
    metadata: Mapping[str, str]
    created_at: datetime


class ProviderError(Exception):
    """The processor did not do what was asked."""


class ProviderUnreachableError(ProviderError):
    """No answer, or none that says what happened: the outcome is unknown."""


class ProviderFailedError(ProviderUnreachableError):
    """The processor failed and says so whenever it is asked with this key: only a look can tell."""


class ReaderOfflineError(ProviderError):
    """The reader was not told anything."""


class ReaderBusyError(ProviderError):
    """The reader is at work on something that cannot be interrupted now."""


class ReaderTimedOutError(ProviderError):
    """The reader did not answer in time, but it may have begun."""


class IntentStateError(ProviderError):
    """The payment is in a state in which this is not possible: look at it."""


class ProviderRefusedError(ProviderError):
    """The processor refuses the request as such; asking again with the same key is pointless."""


class ChargeDisputedError(ProviderRefusedError):
    """The driver disputes the charge at the bank: nothing is given back until that is decided."""


class IntentMissingError(ProviderRefusedError):
    """The processor has no such payment: another account's key, or it forgot it."""


class RefundMissingError(ProviderRefusedError):
    """The processor has no such refund."""


class CardTerminal(Protocol):
    """A card processor with a reader at the kiosk. Every call may be repeated with its key.

    Every method raises ``ProviderUnreachableError`` when the outcome is unknown and
    ``ProviderRefusedError`` when the processor will not do it.
    """

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        """Record a payment to be captured later, payable only by a card at a reader."""
        ...

    def look(self, intent_id: str) -> Intent:
        """Return the payment as it is now.

        Raises:
            IntentMissingError
        """
        ...

    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:
        """Return the payment with this metadata whose id was lost, or None if there is none."""
        ...

    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:
        """Ask the reader to take a card for the payment; returns before anybody has tapped.

        Raises:
            ReaderOfflineError, ReaderBusyError, ReaderTimedOutError, IntentStateError
        """
        ...

    def reader(self, reader: ReaderId) -> ReaderState:
        """Return what the reader is doing."""
        ...

    def cancel_action(self, reader: ReaderId) -> None:
        """Clear the reader's screen.

        Raises:
            ReaderOfflineError, ReaderBusyError
        """
        ...

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        """Make sure that the payment is never charged, releasing what was authorised.

        Raises:
            IntentStateError: if it is captured, or being authorised at this moment.
            IntentMissingError
        """
        ...

    def capture(self, intent_id: str, *, key: str) -> Intent:
        """Take the authorised money.

        Raises:
            IntentStateError: if there is nothing to capture, for instance because it is captured.
            IntentMissingError
        """
        ...


class CardAccount(Protocol):
    """The processor's books: money that goes back, and what happened in a period.

    Every method raises ``ProviderUnreachableError`` when the outcome is unknown and
    ``ProviderRefusedError`` when the processor will not do it. An iterator raises them while it
    is read, for it asks page by page.
    """

    def refund(
        self, intent_id: str, amount: Money, *, key: str, metadata: Mapping[str, str]
    ) -> RefundRecord:
        """Give back so much of a captured payment.

        Raises:
            ProviderFailedError: if asking again with this key is pointless.
            IntentStateError: if nothing was captured.
            ChargeDisputedError
            IntentMissingError
        """
        ...

    def look(self, intent_id: str) -> Intent:
        """See ``CardTerminal``."""
        ...

    def look_at_refund(self, refund_id: str) -> RefundRecord:
        """Return the refund as it is now.

        Raises:
            RefundMissingError
        """
        ...

    def refunds_of(self, intent_id: str) -> Iterator[RefundRecord]:
        """Yield all refunds of a payment, whoever made them."""
        ...

    def refunds_between(self, since: datetime, until: datetime) -> Iterator[RefundRecord]:
        """Yield all refunds of the account that were made in ``[since, until)``."""
        ...

    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        """Yield all payments of the account that were recorded in ``[since, until)``."""
        ...
