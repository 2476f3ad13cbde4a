"""Stays that end with a refund, and who ended them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.allocation import repair
from core.payments.refunds import RefundRefusal, Refused
from core.tickets.records import find_ticket
from tests.core.shop import decided, why_refused
from tests.core.small_garage import HOUR, from_now

if TYPE_CHECKING:
    from tests.core.shop import Shop

REFUND = "/v1/refunds"
CAPTURE = "/v1/payment_intents/*/capture"
THE_SDK_TOO = 2
LATER_S = 61.0


def test_a_stay_that_has_begun_is_completed_with_its_refund_and_the_spot_is_free(
    settled: Shop,
) -> None:
    hold = settled.sell()
    decided(settled.refund(hold, end_stay=True))

    assert settled.state_of(hold) == ("completed", "captured")
    assert settled.garage.id in settled.bell.rung
    again = settled.hold()
    assert again.spot == hold.spot


def test_a_stay_that_has_not_begun_is_cancelled_with_its_refund(settled: Shop) -> None:
    hold = settled.sell()
    later = from_now(later=3 * HOUR)
    settled.execute(
        "UPDATE reservations SET period = tstzrange(:starts_at, :ends_at)",
        starts_at=later.starts_at,
        ends_at=later.ends_at,
    )
    repair(settled.database, [hold.spot.id])

    decided(settled.refund(hold, end_stay=True))

    assert settled.state_of(hold) == ("cancelled", "captured")
    ticket = settled.database.statement(
        lambda connection: find_ticket(connection, hold.reservation_id)
    )
    assert ticket is not None


def test_a_refund_that_is_refused_ends_no_stay(settled: Shop) -> None:
    hold = settled.sell()

    assert why_refused(settled.refund(hold, 301, end_stay=True)) is RefundRefusal.TOO_MUCH
    assert settled.state_of(hold) == ("paid", "captured")


@pytest.mark.parametrize("kind", ["given back before", "waived"])
def test_a_stay_ends_also_where_no_money_is_left_to_give_back(settled: Shop, kind: str) -> None:
    if kind == "waived":
        hold = settled.hold()
        settled.reservations.waive(hold.reservation_id, reason="a test")
    else:
        hold = settled.sell()
        decided(settled.refund(hold))

    first = settled.refund(hold, end_stay=True)
    second = settled.refund(hold, end_stay=True)

    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert (first.stay_ended, second.stay_ended) == (True, False)
    assert settled.state_of(hold)[0] == "completed"
    assert settled.hold().spot == hold.spot


def test_ending_a_stay_twice_is_ending_it_once(settled: Shop) -> None:
    hold = settled.sell()
    decided(settled.refund(hold, 100, end_stay=True))
    rung = len(settled.bell.rung)
    decided(settled.refund(hold, 100, end_stay=True))

    assert settled.state_of(hold) == ("completed", "captured")
    assert len(settled.bell.rung) == rung


def test_who_did_it_is_written_down(settled: Shop) -> None:
    settled.refund(settled.sell(), 100, end_stay=True)

    rows = settled.database.statement(
        lambda connection: connection.execute(
            text(
                "SELECT actor, action, before, after FROM audit_log WHERE action <> 'loaded' "
                "ORDER BY id"
            )
        ).all()
    )
    assert [(row.actor, row.action) for row in rows] == [
        ("tester", "refund"),
        ("tester", "end stay"),
    ]
    assert rows[0].after["amount_minor"] == 100
    assert (rows[1].before, rows[1].after) == ({"status": "paid"}, {"status": "completed"})
