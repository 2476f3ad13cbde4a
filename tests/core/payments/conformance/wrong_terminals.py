"""Adapters that each break a promise or two, to show that the conformance suite notices."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from itertools import count
from typing import TYPE_CHECKING, Any, Final

from core.money import Money
from core.payments.provider import (
    ActionStatus,
    Intent,
    IntentMissingError,
    IntentStateError,
    IntentStatus,
    ProviderRefusedError,
    ProviderUnreachableError,
    ReaderBusyError,
    ReaderOfflineError,
    ReaderTimedOutError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from core.ids import ReaderId
    from core.payments.provider import CardTerminal, ProviderError, ReaderState

LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)


class Wrong:
    """Right in everything that a subclass does not spoil."""

    def __init__(self, right: CardTerminal) -> None:
        self.right = right

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        return self.seen(self.right.create(amount, key=key, metadata=metadata))

    def look(self, intent_id: str) -> Intent:
        return self.seen(self.right.look(intent_id))

    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:
        return self.right.find(metadata=metadata, created_after=created_after)

    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:
        self.right.present(reader, intent_id, key=key)

    def reader(self, reader: ReaderId) -> ReaderState:
        return self.read(self.right.reader(reader))

    def cancel_action(self, reader: ReaderId) -> None:
        self.right.cancel_action(reader)

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        return self.seen(self.right.cancel(intent_id, key=key))

    def capture(self, intent_id: str, *, key: str) -> Intent:
        return self.seen(self.right.capture(intent_id, key=key))

    def seen(self, intent: Intent) -> Intent:
        return intent

    def read(self, state: ReaderState) -> ReaderState:
        return state


class IgnoresKeys(Wrong):
    def __init__(self, right: CardTerminal) -> None:
        super().__init__(right)
        self._numbers = count()

    def _fresh(self, key: str) -> str:
        return f"{key} {next(self._numbers)}"

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        return self.right.create(amount, key=self._fresh(key), metadata=metadata)

    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:
        self.right.present(reader, intent_id, key=self._fresh(key))

    def cancel(self, intent_id: str, *, key: str) -> Intent:
        return self.right.cancel(intent_id, key=self._fresh(key))

    def capture(self, intent_id: str, *, key: str) -> Intent:
        return self.right.capture(intent_id, key=self._fresh(key))


class AsksWithOneKey(Wrong):
    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:  # noqa: ARG002
        self.right.present(reader, intent_id, key=f"ask {intent_id}")


class AsksForMore(Wrong):
    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        more = Money(amount.minor + 10, amount.currency)
        return self.right.create(more, key=key, metadata=metadata)


class WritesNothingDown(Wrong):
    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:  # noqa: ARG002
        return self.right.create(amount, key=key, metadata={})


class TakesAnythingForReal(Wrong):
    def seen(self, intent: Intent) -> Intent:
        return replace(intent, card_only=False, live=True)


class LooksElsewhere(Wrong):
    def look(self, intent_id: str) -> Intent:
        return replace(self.right.look(intent_id), metadata={})


class FindsAnything(Wrong):
    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:  # noqa: ARG002
        return self.right.find(metadata={}, created_after=created_after)


class FindsTheLatestOnly(Wrong):
    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:
        latest = self.right.find(metadata={}, created_after=created_after)
        return latest if latest and metadata.items() <= latest.metadata.items() else None


class FindsWhatIsOld(Wrong):
    def find(self, *, metadata: Mapping[str, str], created_after: datetime) -> Intent | None:  # noqa: ARG002
        return self.right.find(metadata=metadata, created_after=LONG_AGO)


class TellsTheReaderNothing(Wrong):
    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:
        pass


class SeesNoReader(Wrong):
    def read(self, state: ReaderState) -> ReaderState:
        return replace(state, online=not state.online)


class SeesOnlySuccess(Wrong):
    def read(self, state: ReaderState) -> ReaderState:
        over = state.action not in {ActionStatus.NONE, ActionStatus.IN_PROGRESS}
        return replace(state, action=ActionStatus.SUCCEEDED, declined=None) if over else state


class SeesOnlyFailure(Wrong):
    def read(self, state: ReaderState) -> ReaderState:
        over = state.action not in {ActionStatus.NONE, ActionStatus.IN_PROGRESS}
        return replace(state, action=ActionStatus.FAILED, declined=None) if over else state


class BelievesTheReader(Wrong):
    """It knows no more of a payment than its reader told."""

    def __init__(self, right: CardTerminal) -> None:
        super().__init__(right)
        self._reader: ReaderId | None = None

    def present(self, reader: ReaderId, intent_id: str, *, key: str) -> None:
        self._reader = reader
        self.right.present(reader, intent_id, key=key)

    def seen(self, intent: Intent) -> Intent:
        if self._reader is None or intent.status is not IntentStatus.AUTHORISED:
            return intent
        succeeded = self.right.reader(self._reader).action is ActionStatus.SUCCEEDED
        return intent if succeeded else replace(intent, status=IntentStatus.WAITING)


class LeavesTheScreen(Wrong):
    def cancel_action(self, reader: ReaderId) -> None:
        pass


class GivesUpTheScreenOnly(Wrong):
    def cancel(self, intent_id: str, *, key: str) -> Intent:  # noqa: ARG002
        return replace(self.right.look(intent_id), status=IntentStatus.CANCELLED)


class CapturesAtOnce(Wrong):
    def look(self, intent_id: str) -> Intent:
        intent = self.right.look(intent_id)
        if intent.status is IntentStatus.AUTHORISED:
            return self.right.capture(intent_id, key=f"at once {intent_id}")
        return intent


class CapturesOnPaper(Wrong):
    def capture(self, intent_id: str, *, key: str) -> Intent:  # noqa: ARG002
        return replace(self.right.look(intent_id), status=IntentStatus.CAPTURED)


class KnowsNoDeadlineAndNoCard(Wrong):
    def seen(self, intent: Intent) -> Intent:
        return replace(intent, capture_before=None, card=None)


class ToldAs:
    """Every error of one kind is told as another."""

    wrongly: tuple[type[ProviderError], Callable[[str], ProviderError]]

    @contextmanager
    def _told(self) -> Iterator[None]:
        really, wrongly = self.wrongly
        try:
            yield
        except really as error:
            raise wrongly(str(error)) from error


class Mistranslates(ToldAs, Wrong):
    """Every error of one kind that a payment meets is told as another."""

    def create(self, *args: Any, **more: Any) -> Intent:
        with self._told():
            return super().create(*args, **more)

    def look(self, *args: Any) -> Intent:
        with self._told():
            return super().look(*args)

    def find(self, **more: Any) -> Intent | None:
        with self._told():
            return super().find(**more)

    def present(self, *args: Any, **more: Any) -> None:
        with self._told():
            super().present(*args, **more)

    def reader(self, *args: Any) -> ReaderState:
        with self._told():
            return super().reader(*args)

    def cancel_action(self, *args: Any) -> None:
        with self._told():
            super().cancel_action(*args)

    def cancel(self, *args: Any, **more: Any) -> Intent:
        with self._told():
            return super().cancel(*args, **more)

    def capture(self, *args: Any, **more: Any) -> Intent:
        with self._told():
            return super().capture(*args, **more)


class CallsSilenceARefusal(Mistranslates):
    wrongly = (ProviderUnreachableError, ProviderRefusedError)


class CallsARefusalSilence(Mistranslates):
    wrongly = (ProviderRefusedError, ProviderUnreachableError)


class ShowsTheSecret(Mistranslates):
    wrongly = (ProviderRefusedError, lambda said: ProviderRefusedError(f"{said} verysecret"))


class CallsAMissingPaymentAnother(Mistranslates):
    wrongly = (IntentMissingError, IntentStateError)


class CallsAStateARefusal(Mistranslates):
    wrongly = (IntentStateError, ProviderRefusedError)


class CallsOffLineBusy(Mistranslates):
    wrongly = (ReaderOfflineError, ReaderBusyError)


class CallsBusyOffLine(Mistranslates):
    wrongly = (ReaderBusyError, ReaderOfflineError)


class CallsATimeOutOffLine(Mistranslates):
    wrongly = (ReaderTimedOutError, ReaderOfflineError)
