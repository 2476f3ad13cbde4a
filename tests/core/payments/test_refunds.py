"""How much may go back: the rules, without a database."""

from __future__ import annotations

import pytest

from core.money import BadAmountError, Money, currency, parse_money
from core.payments.refunds import (
    REFUND_MOVES,
    RefundRefusal,
    RefundState,
    Refused,
    amount_to_refund,
)

EUR, JPY, KWD = map(currency, ("EUR", "JPY", "KWD"))
CHARGED = Money(300, EUR)


def test_all_that_is_left_goes_back_where_nothing_is_said() -> None:
    assert amount_to_refund(None, charged=CHARGED, given_back=0) == CHARGED
    assert amount_to_refund(None, charged=CHARGED, given_back=100) == Money(200, EUR)


def test_a_part_goes_back_up_to_what_is_left() -> None:
    part = Money(200, EUR)
    assert amount_to_refund(part, charged=CHARGED, given_back=100) == part
    assert amount_to_refund(part, charged=CHARGED, given_back=101) == Refused(
        RefundRefusal.TOO_MUCH, Money(199, EUR)
    )


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (Money(0, EUR), RefundRefusal.NOT_POSITIVE),
        (Money(-1, EUR), RefundRefusal.NOT_POSITIVE),
        (Money(301, EUR), RefundRefusal.TOO_MUCH),
        (Money(100, JPY), RefundRefusal.OTHER_CURRENCY),
    ],
    ids=["zero", "negative", "too much", "another currency"],
)
def test_what_cannot_go_back_is_refused_with_what_can(asked: Money, why: RefundRefusal) -> None:
    assert amount_to_refund(asked, charged=CHARGED, given_back=0) == Refused(why, CHARGED)


def test_an_amount_that_is_too_fine_for_card_networks_is_refused() -> None:
    charged = Money(3000, KWD)
    refused = amount_to_refund(Money(1005, KWD), charged=charged, given_back=0)
    assert refused == Refused(RefundRefusal.NO_COIN, charged)


@pytest.mark.parametrize("asked", [None, Money(1, EUR)])
def test_nothing_goes_back_twice(asked: Money | None) -> None:
    refused = amount_to_refund(asked, charged=CHARGED, given_back=300)
    assert refused == Refused(RefundRefusal.NOTHING_LEFT, Money(0, EUR))


def test_what_failed_stays_failed_and_nothing_becomes_pending_again() -> None:
    assert REFUND_MOVES[RefundState.FAILED] == frozenset()
    assert all(RefundState.PENDING not in targets for targets in REFUND_MOVES.values())
    assert set(REFUND_MOVES) == set(RefundState)


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("3.00", Money(300, EUR)),
        (" 3 ", Money(300, EUR)),
        ("3.5 EUR", Money(350, EUR)),
        ("500 jpy", Money(500, JPY)),
        ("-1", Money(-100, EUR)),
    ],
)
def test_an_amount_is_read_as_people_write_it(written: str, amount: Money) -> None:
    assert parse_money(written, EUR) == amount


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("three", "is no amount of money; write it like 3.00 or 3.00 EUR."),
        ("3,00", "is no amount of money"),
        ("", "is no amount of money"),
        ("nan", "is no amount of money"),
        ("1e999999999", "is no amount of money"),
        ("3.00 XXX", "is no amount of money"),
        ("3.001", "EUR has no coin as small as '3.001' needs."),
    ],
)
def test_what_is_no_amount_is_told_in_a_sentence(written: str, sentence: str) -> None:
    with pytest.raises(BadAmountError, match=sentence):
        parse_money(written, EUR)
