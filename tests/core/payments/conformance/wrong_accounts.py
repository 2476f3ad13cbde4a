"""Books that each break a promise or two, to show that the conformance suite notices."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import count, islice
from typing import TYPE_CHECKING, Any

from core.payments.provider import (
    IntentLine,
    IntentMissingError,
    IntentStateError,
    ProviderRefusedError,
    ProviderUnreachableError,
    RefundMissingError,
    RefundRecord,
    RefundStatus,
)
from tests.core.payments.conformance.wrong_terminals import ToldAs

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from core.money import Money
    from core.payments.provider import CardAccount


class WrongAccount:
    """Right in everything that a subclass does not spoil."""

    def __init__(self, right: CardAccount) -> None:
        self.right = right
        self.numbers = count()

    def refund(
        self, intent_id: str, amount: Money, *, key: str, metadata: Mapping[str, str]
    ) -> RefundRecord:
        return self.right.refund(intent_id, amount, key=key, metadata=metadata)

    def look_at_refund(self, refund_id: str) -> RefundRecord:
        return self.right.look_at_refund(refund_id)

    def refunds_of(self, intent_id: str) -> Iterator[RefundRecord]:
        return self.right.refunds_of(intent_id)

    def refunds_between(self, since: datetime, until: datetime) -> Iterator[RefundRecord]:
        return self.right.refunds_between(since, until)

    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        return self.right.intents_between(since, until)


class RefundsEachTime(WrongAccount):
    def refund(
        self, intent_id: str, amount: Money, *, key: str, metadata: Mapping[str, str]
    ) -> RefundRecord:
        key = f"{key} {next(self.numbers)}"
        return self.right.refund(intent_id, amount, key=key, metadata=metadata)


class RefundsWithoutAName(WrongAccount):
    def refund(
        self,
        intent_id: str,
        amount: Money,
        *,
        key: str,
        metadata: Mapping[str, str],  # noqa: ARG002
    ) -> RefundRecord:
        return self.right.refund(intent_id, amount, key=key, metadata={})


class RefundsOnPaper(WrongAccount):
    def refund(
        self,
        intent_id: str,
        amount: Money,
        *,
        key: str,
        metadata: Mapping[str, str],
    ) -> RefundRecord:
        made = next(self.right.refunds_of(intent_id), None)
        if made is None:
            return self.right.refund(intent_id, amount, key=key, metadata=metadata)
        return replace(made, amount=amount, status=RefundStatus.SUCCEEDED)


class ListsNoRefund(WrongAccount):
    def refunds_of(self, intent_id: str) -> Iterator[RefundRecord]:  # noqa: ARG002
        return iter(())


class ListsEverybodysRefunds(WrongAccount):
    def refunds_of(self, intent_id: str) -> Iterator[RefundRecord]:
        (since,) = {one.created_at for one in islice(self.right.refunds_of(intent_id), 1)}
        return self.right.refunds_between(since - _A_DAY, since + _A_DAY)


class ListsAnyPeriod(WrongAccount):
    def refunds_between(self, since: datetime, until: datetime) -> Iterator[RefundRecord]:
        return self.right.refunds_between(since - _A_DAY, until + _A_DAY)

    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        return self.right.intents_between(since - _A_DAY, until + _A_DAY)


class ListsTheLastMomentToo(WrongAccount):
    def refunds_between(self, since: datetime, until: datetime) -> Iterator[RefundRecord]:
        return self.right.refunds_between(since, until + _A_SECOND)

    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        return self.right.intents_between(since, until + _A_SECOND)


class ListsOnePage(WrongAccount):
    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        return islice(self.right.intents_between(since, until), 100)


class MistranslatesTheBooks(ToldAs, WrongAccount):
    """Every error of one kind that a refund meets is told as another."""

    def refund(self, *args: Any, **more: Any) -> RefundRecord:
        with self._told():
            return super().refund(*args, **more)

    def look_at_refund(self, *args: Any) -> RefundRecord:
        with self._told():
            return super().look_at_refund(*args)

    def refunds_of(self, *args: Any) -> Iterator[RefundRecord]:
        with self._told():
            yield from super().refunds_of(*args)

    def refunds_between(self, *args: Any) -> Iterator[RefundRecord]:
        with self._told():
            yield from super().refunds_between(*args)

    def intents_between(self, *args: Any) -> Iterator[IntentLine]:
        with self._told():
            yield from super().intents_between(*args)


class CallsLostBooksRefused(MistranslatesTheBooks):
    wrongly = (ProviderUnreachableError, ProviderRefusedError)


class CallsRefusedBooksLost(MistranslatesTheBooks):
    wrongly = (ProviderRefusedError, ProviderUnreachableError)


class ShowsTheSecretOfTheBooks(MistranslatesTheBooks):
    wrongly = (ProviderRefusedError, lambda said: ProviderRefusedError(f"{said} verysecret"))


class CallsAMissingRefundAnother(MistranslatesTheBooks):
    wrongly = (RefundMissingError, IntentMissingError)


class CallsNothingTakenARefusal(MistranslatesTheBooks):
    wrongly = (IntentStateError, ProviderRefusedError)


_A_DAY = timedelta(days=1)
_A_SECOND = timedelta(seconds=1)
