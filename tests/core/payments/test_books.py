"""The books of both sides, read while the garage sells on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

from core.payments.books import compare_day, time_of
from core.payments.differences import DifferenceKind
from core.periods import Period

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from core.payments.differences import Difference
    from core.payments.provider import CardAccount, IntentLine
    from tests.core.shop import Shop


class Meanwhile:
    """An account; something happens after the lines were read and before its intents are."""

    def __init__(self, account: CardAccount, happens: Callable[[], object]) -> None:
        self._account = account
        self._happens = happens

    def __getattr__(self, name: str) -> object:
        return getattr(self._account, name)

    def intents_between(self, since: datetime, until: datetime) -> Iterator[IntentLine]:
        """Let it happen first."""
        self._happens()
        return self._account.intents_between(since, until)


def found(shop: Shop, happens: Callable[[], object] = lambda: None) -> list[Difference]:
    """Return what differs today, where something happens in the middle of the reading."""
    account = cast("CardAccount", shop.terminal.stand_in)
    now = time_of(shop.database)
    day = Period(now - timedelta(hours=12), now + timedelta(hours=12))
    compared = compare_day(
        shop.database, cast("CardAccount", Meanwhile(account, happens)), day, now=now, live=False
    )
    return list(compared.differences)


def test_a_payment_that_is_captured_while_the_books_are_read_is_no_difference(shop: Shop) -> None:
    """A driver may take ten minutes to tap, so its line is at rest for longer than others."""
    shop.sell()
    shop.execute("UPDATE payments SET state = 'armed', updated_at = now() - interval '10 min'")

    def driver_taps() -> None:
        shop.execute("UPDATE payments SET state = 'captured', updated_at = now()")

    untouched = found(shop)

    assert found(shop, driver_taps) == []
    assert untouched[0].kind is DifferenceKind.CAPTURED_WITHOUT_TICKET
