"""The books of both sides, read while the garage sells on."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, cast

import pytest

from core.payments.books import compare_day, failed_since, time_of
from core.payments.differences import DifferenceKind
from core.periods import Period
from tests.core.shop import refund_request

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


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [(200, None, [1]), (200, 50, [1]), (200, 100, []), (0, 300, [])],
    ids=[
        "another was decided before it failed",
        "less was decided anew",
        "as much was decided anew",
        "all was decided anew",
    ],
)
def test_a_refund_that_failed_is_named_until_as_much_is_decided_after_it(
    shop: Shop, before: int, after: int | None, told: list[int]
) -> None:
    hold = shop.sell()

    def decide(minor: int) -> None:
        ledger = shop.refund_ledger.stand_in
        ledger.decide(hold.reservation_id, refund_request(minor), lease=timedelta(hours=1))

    decide(300 - before)
    if before:
        decide(before)
    since = time_of(shop.database) - timedelta(days=1)
    shop.execute("""
        UPDATE refunds SET state = 'failed', updated_at = now(), next_look_at = NULL WHERE id = 1
    """)
    if after is not None:
        decide(after)

    assert [one.id for one in failed_since(shop.database, since)] == told
