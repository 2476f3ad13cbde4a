"""Watching one payment from the moment the reader asks for a card until something is certain."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeAlias

from core.db.errors import DatabaseUnavailableError
from core.outcomes import DeclineReason, PayPhase
from core.payments.provider import (
    ActionStatus,
    IntentStatus,
    ProviderError,
    ProviderUnreachableError,
    ReaderBusyError,
)
from core.payments.settlement import LEASE
from core.payments.states import PaymentState

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.clock import Timer
    from core.payments.ledger import Ledger, Payment
    from core.payments.provider import CardTerminal, Intent, ReaderState
    from core.payments.running import Running

log = logging.getLogger(__name__)

POLL_S: Final = 1.0
LOOK_EVERY: Final = 5
"""Every so many polls the intent is asked instead: the reader may never say that it is done."""
RUNG_EVERY_S: Final = 0.4
"""After news the processor is asked at once, and however much news there is, no more often: a look
after news is two requests, so a storm of it costs five requests a second."""
HEARTBEAT_S: Final = 20.0
OVERTIME_S: Final = 30.0
"""How long after the deadline a card that is being read, or silence, is waited for."""


@dataclass(frozen=True, slots=True)
class Authorised:
    """The money is reserved on the card."""

    intent: Intent


@dataclass(frozen=True, slots=True)
class Refused:
    """The card was refused."""

    reason: DeclineReason


@dataclass(frozen=True, slots=True)
class CancelledByDriver:
    """Cancel was pressed on the reader."""


@dataclass(frozen=True, slots=True)
class ReaderLost:
    """The reader went off line, and no card was authorised."""


@dataclass(frozen=True, slots=True)
class ReaderReplaced:
    """Somebody else's work took the reader, and no card was authorised."""


@dataclass(frozen=True, slots=True)
class TimeUp:
    """Nobody presented a card in time."""


@dataclass(frozen=True, slots=True)
class Silence:
    """The processor did not answer until long after the deadline: the outcome is unknown."""


@dataclass(frozen=True, slots=True)
class Decided:
    """The payment was decided elsewhere: stopped on the screen, or settled by another kiosk."""


Sight: TypeAlias = (
    Authorised
    | Refused
    | CancelledByDriver
    | ReaderLost
    | ReaderReplaced
    | TimeUp
    | Silence
    | Decided
)


class Watch:
    """Asks the processor once a second: the reader, and the intent when the reader says something.

    News of the payment makes it look at once, and means nothing else: it may come twice or late, be
    untrue, or never come.
    A driver who takes time costs one request a second and no more. The intent is the truth: the
    reader may stay "in progress" for ever, report a failure after the card was authorised, or have
    been given other work.
    """

    def __init__(
        self,
        ledger: Ledger,
        terminal: CardTerminal,
        payment: Payment,
        *,
        window_s: float,
        running: Running,
        on_phase: Callable[[PayPhase], None],
        clock: Timer,
    ) -> None:
        if payment.intent_id is None:
            raise ValueError("Only a recorded payment can be watched.")
        self._ledger = ledger
        self._terminal = terminal
        self._payment = payment
        self._intent_id = payment.intent_id
        self._running = running
        self._on_phase = on_phase
        self._clock = clock
        self._deadline = clock.monotonic() + window_s
        self._heartbeat_due = clock.monotonic() + HEARTBEAT_S
        self._rung_due = clock.monotonic()
        self._strange_since: float | None = None

    def run(self, *, doubtful: bool = False) -> Sight:
        """Return what became certain first. ``doubtful``: it is unknown if the reader was told."""
        poll = 0
        rung = False
        phase = PayPhase.CHECKING if doubtful else PayPhase.PRESENT_CARD
        self._on_phase(phase)
        while True:
            if self._running.stopped.is_set() or self._decided():
                return Decided()
            try:
                sight = self._poll(look=doubtful or rung or poll % LOOK_EVERY == LOOK_EVERY - 1)
                if rung and sight is None:  # the reader may know what the intent does not say
                    sight = self._poll(look=False)
                now_in = PayPhase.PRESENT_CARD
            except ProviderError as error:  # silent, or refusing to say
                log.warning(
                    "processor silent", extra={"payment": self._payment.id, "error": str(error)}
                )
                sight, now_in = self._overtime(), PayPhase.CHECKING
            if sight is not None:
                return sight
            if now_in is not phase:
                phase = now_in
                self._on_phase(phase)
            doubtful = False
            poll += 1
            rung = self._rest()

    def _rest(self) -> bool:
        """Wait until it is time to look again; return whether news has come."""
        running = self._running
        if not self._clock.wait(running.woken, POLL_S) or running.stopped.is_set():
            return False
        self._clock.wait(running.stopped, max(self._rung_due - self._clock.monotonic(), 0.0))
        running.woken.clear()  # what came meanwhile is seen by the same look
        self._rung_due = self._clock.monotonic() + RUNG_EVERY_S
        return True

    def _poll(self, *, look: bool) -> Sight | None:
        if look and self._clock.monotonic() < self._deadline:
            return self._certain(self._terminal.look(self._intent_id))
        reader = self._terminal.reader(self._payment.reader_id)
        ours = reader.intent_id == self._intent_id
        working = ours and reader.action is ActionStatus.IN_PROGRESS
        if working and reader.online and self._clock.monotonic() < self._deadline:
            return None
        intent = self._terminal.look(self._intent_id)
        certain = self._certain(intent)
        if certain is not None:
            return certain
        if intent.status is IntentStatus.BUSY:
            return self._overtime()
        if self._clock.monotonic() >= self._deadline:
            return self._end_prompt()
        return self._meaning(reader, intent) if ours else self._stranger(reader)

    @staticmethod
    def _certain(intent: Intent) -> Sight | None:
        """Return what the intent says by itself, whatever the reader does."""
        if intent.status in {IntentStatus.AUTHORISED, IntentStatus.CAPTURED}:
            return Authorised(intent)
        return Decided() if intent.status is IntentStatus.CANCELLED else None

    def _meaning(self, reader: ReaderState, intent: Intent) -> Sight | None:
        """Return what the reader's word means for an intent that still waits for a card."""
        match reader.action:
            case ActionStatus.DECLINED:
                return Refused(reader.declined or intent.declined or DeclineReason.DECLINED)
            case ActionStatus.CANCELLED_BY_DRIVER:
                return CancelledByDriver()
            case ActionStatus.FAILED:
                return Refused(intent.declined or DeclineReason.TRY_AGAIN)
            case _:
                return None if reader.online else ReaderLost()

    def _stranger(self, reader: ReaderState) -> Sight | None:
        """The reader is not at this payment; time tells a late reader from a lost one."""
        if not reader.online:
            return ReaderLost()
        now = self._clock.monotonic()
        if self._strange_since is None:
            self._strange_since = now
        return ReaderReplaced() if now - self._strange_since >= POLL_S else None

    def _end_prompt(self) -> Sight | None:
        """Take the prompt away at the deadline, unless a card is being read at this moment."""
        try:
            self._terminal.cancel_action(self._payment.reader_id)
        except ReaderBusyError:
            return self._overtime()
        except ProviderUnreachableError:
            raise
        except ProviderError as error:
            log.info("prompt not cleared", extra={"payment": self._payment.id, "error": str(error)})
        intent = self._terminal.look(self._intent_id)
        return Authorised(intent) if intent.status is IntentStatus.AUTHORISED else TimeUp()

    def _overtime(self) -> Sight | None:
        return Silence() if self._clock.monotonic() > self._deadline + OVERTIME_S else None

    def _decided(self) -> bool:
        """Renew the lease now and then, and notice that somebody else has decided."""
        if self._clock.monotonic() < self._heartbeat_due:
            return False
        self._heartbeat_due = self._clock.monotonic() + HEARTBEAT_S
        try:
            state = self._ledger.heartbeat(self._payment, lease=LEASE)
        except DatabaseUnavailableError as error:
            log.warning("heartbeat lost", extra={"payment": self._payment.id, "error": str(error)})
            return False
        return state is not PaymentState.ARMED
