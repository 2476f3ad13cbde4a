"""Money that goes back: once, whatever is lost, and never more than was captured."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from core.allocation import repair
from core.db.errors import DatabaseUnavailableError
from core.money import Money
from core.payments.provider import ProviderRefusedError, ProviderUnreachableError
from core.payments.refunding import SILENT_AT_MOST, Refunding
from core.payments.refunds import Decided, Refund, RefundRefusal, RefundState, Refused
from core.tickets.records import find_ticket
from kiosk.demo.stripe_simulator import Fault, FaultKind
from tests.core.shop import refund_request
from tests.core.small_garage import HOUR, from_now

if TYPE_CHECKING:
    from core.payments.refunds import RefundDecision
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

REFUND = "/v1/refunds"
CAPTURE = "/v1/payment_intents/*/capture"
THE_SDK_TOO = 2
LATER_S = 61.0


def test_all_of_it_goes_back_and_the_ticket_stays_good(settled: Shop) -> None:
    hold = settled.sell()

    refund = _decided(settled.refund(hold))

    assert (refund.state, refund.amount.minor) == (RefundState.SUCCEEDED, 300)
    assert settled.state_of(hold) == ("paid", "captured")
    assert [one.amount for one in settled.control.refunds()] == [300]


def test_parts_go_back_until_nothing_is_left(settled: Shop) -> None:
    hold = settled.sell()

    assert _decided(settled.refund(hold, 100)).amount.minor == 100
    assert _why(settled.refund(hold, 201)) is RefundRefusal.TOO_MUCH
    assert _decided(settled.refund(hold)).amount.minor == 200
    assert _why(settled.refund(hold)) is RefundRefusal.NOTHING_LEFT
    assert sum(one.amount for one in settled.control.refunds()) == 300


def test_what_was_not_charged_or_has_no_reason_is_not_refunded(settled: Shop) -> None:
    free, paid = settled.hold(), settled.sell()
    settled.reservations.waive(free.reservation_id, reason="a test")

    assert _why(settled.refund(free)) is RefundRefusal.NOTHING_CHARGED
    unreasoned = replace(refund_request(), reason=" ")
    outcome = settled.refunding.refund(paid.reservation_id, unreasoned)
    assert _why(outcome) is RefundRefusal.NO_REASON
    assert settled.control.refunds() == []


def test_the_same_request_made_twice_is_made_once(settled: Shop) -> None:
    hold, request = settled.sell(), uuid4()

    first = _decided(settled.refund(hold, 100, request=request))
    second = _decided(settled.refund(hold, 100, request=request))

    assert first == second
    assert len(settled.control.refunds()) == 1


def test_a_decision_whose_answer_is_lost_is_made_once(settled: Shop) -> None:
    hold = settled.sell()

    def lost() -> None:
        raise DatabaseUnavailableError("cut off")

    settled.refund_ledger.after["decide"] = lost
    assert _decided(settled.refund(hold, 100)).state is RefundState.SUCCEEDED
    assert settled.refunds() == [("succeeded", 100)]


# Answers of Stripe that are lost

AFTERWARDS = [
    FaultKind.DROP_AFTER,
    FaultKind.STATUS_500_AFTER,
    FaultKind.GARBAGE_AFTER,
    FaultKind.TRUNCATE_AFTER,
]
BEFORE = [FaultKind.DROP_BEFORE, FaultKind.STATUS_500_BEFORE]


@pytest.mark.parametrize("times", [1, THE_SDK_TOO], ids=["once", "to the SDK too"])
@pytest.mark.parametrize("kind", [*AFTERWARDS, *BEFORE])
def test_a_lost_answer_is_one_refund_in_the_end(settled: Shop, kind: FaultKind, times: int) -> None:
    hold = settled.sell()
    settled.control.inject(Fault(kind=kind, method="POST", path=REFUND, times=times))

    _decided(settled.refund(hold, 100))
    for _ in range(3):
        settled.settle_all()

    assert settled.refunds() == [("succeeded", 100)]
    assert len(settled.control.refunds()) == 1


@pytest.mark.parametrize("status", [200, 403, 404, 408])
def test_a_page_of_somebody_between_is_no_refusal(settled: Shop, status: int) -> None:
    hold = settled.sell()
    settled.control.inject(
        Fault(kind=FaultKind.GARBAGE_AFTER, method="POST", path=REFUND, status=status)
    )

    refund = _decided(settled.refund(hold))

    assert refund.state is RefundState.PENDING
    assert refund.problem == f"the answer is not Stripe's (HTTP {status})"
    settled.settle_all()
    assert settled.refunds() == [("succeeded", 300)]
    assert len(settled.control.refunds()) == 1


def test_a_refusal_of_a_repeat_is_not_believed_before_the_list_is_read(settled: Shop) -> None:
    def refuse() -> None:
        raise ProviderRefusedError("PermissionError: not with this key")

    hold = settled.sell()
    settled.terminal.after["refund"] = refuse

    assert _decided(settled.refund(hold)).state is RefundState.SUCCEEDED
    assert len(settled.control.refunds()) == 1


@pytest.mark.parametrize("kind", [FaultKind.DROP_BEFORE, FaultKind.STATUS_500_BEFORE])
def test_nothing_is_asked_while_the_list_cannot_be_read(settled: Shop, kind: FaultKind) -> None:
    hold = settled.sell()
    settled.control.inject(Fault(kind=kind, method="GET", path=REFUND, times=THE_SDK_TOO))

    refund = _decided(settled.refund(hold))

    assert (refund.state, refund.processor_id) == (RefundState.PENDING, None)
    assert refund.problem is not None
    assert settled.control.refunds() == []


def test_the_same_key_is_used_until_stripe_says_that_it_is_spent(settled: Shop) -> None:
    hold = settled.sell()
    settled.control.inject(
        Fault(kind=FaultKind.DROP_BEFORE, method="POST", path=REFUND, times=2 * THE_SDK_TOO)
    )
    _decided(settled.refund(hold))
    settled.settle_all()
    settled.control.inject(
        Fault(kind=FaultKind.STATUS_500_BEFORE, method="POST", path=REFUND, times=1)
    )
    settled.settle_all()
    settled.settle_all()

    keys = [call.idempotency_key for call in settled.control.requests() if call.path == REFUND]
    assert [key.partition(":create:")[2] for key in dict.fromkeys(keys) if key] == ["0", "1"]


def test_control_a_fresh_key_for_each_try_without_a_look_is_caught(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Refund, "key", property(lambda _: str(uuid4())))
    monkeypatch.setattr(Refunding, "_listed", lambda *_: [])
    hold = shop.sell()
    shop.control.inject(
        Fault(kind=FaultKind.DROP_AFTER, method="POST", path=REFUND, times=THE_SDK_TOO)
    )

    _decided(shop.refund(hold, 100))
    shop.settle_all()

    assert "refund 1 was made 2 times" in shop.disagreements()


def test_stripe_away_leaves_the_refund_to_settlement(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    assert _decided(settled.refund(hold)).state is RefundState.PENDING
    simulator.accept_connections()

    settled.settle_all()

    assert settled.refunds() == [("succeeded", 300)]


def test_settlement_stops_where_nobody_answers_and_takes_up_the_rest_later(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    for _ in range(SILENT_AT_MOST + 1):
        settled.refund(hold, 50)
    settled.run_out_of_lease()

    assert settled.refunding.settle_due() == SILENT_AT_MOST
    simulator.accept_connections()


def test_one_refund_without_an_answer_holds_up_no_other(settled: Shop) -> None:
    def silent() -> None:
        raise ProviderUnreachableError("503, each time")

    hold = settled.sell()
    for _ in range(2):
        settled.terminal.before["refunds_of"] = silent
        settled.refund(hold, 100)
    settled.run_out_of_lease()
    settled.terminal.before["refunds_of"] = silent

    assert settled.refunding.settle_due() == 2
    assert sorted(settled.refunds()) == [("pending", 100), ("succeeded", 100)]


def test_settlement_ends_early_when_it_is_told_to(
    settled: Shop, simulator: StripeSimulator
) -> None:
    hold = settled.sell()
    simulator.refuse_connections()
    settled.refund(hold, 100)
    simulator.accept_connections()
    settled.run_out_of_lease()

    assert settled.refunding.settle_due(ended=lambda: True) == 0
    assert settled.refunds() == [("pending", 100)]


# Before the capture


def test_while_the_capture_waits_the_refund_waits_too(settled: Shop) -> None:
    settled.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, path=CAPTURE, error="authorization_expired", times=1000)
    )
    hold = settled.sell()
    refund = _decided(settled.refund(hold))
    settled.settle_all()

    assert (refund.state, refund.captured) == (RefundState.PENDING, False)
    assert refund.problem == "the payment is not captured yet"
    assert settled.control.refunds() == []
    settled.control.forget_faults()
    settled.settle_all()
    assert settled.state_of(hold) == ("paid", "captured")
    assert settled.refunds() == [("succeeded", 300)]


def test_a_refund_of_what_is_lost_is_refused_and_the_stay_ends_all_the_same(shop: Shop) -> None:
    hold = shop.sell_for_nothing()
    shop.settle_all()

    refused = shop.refund(hold, end_stay=True)

    assert refused == Refused(RefundRefusal.NOTHING_CHARGED, None, stay_ended=True)
    assert shop.state_of(hold) == ("completed", "lost")


def test_a_refund_that_was_decided_before_the_money_was_lost_fails_and_says_why(
    shop: Shop,
) -> None:
    hold = shop.sell_for_nothing()

    refund = _decided(shop.refund(hold))

    assert refund.state is RefundState.FAILED
    assert str(refund.problem).endswith("nothing was charged, and there is nothing to give back")
    shop.settle_all()
    assert shop.state_of(hold) == ("paid", "lost")


def test_before_the_commit_there_is_nothing_to_refund_for_it_is_voided(settled: Shop) -> None:
    hold = settled.hold()
    refused = []
    settled.pay(hold, lambda: (refused.append(settled.refund(hold)), settled.payments.stop(hold)))

    assert _why(refused[0]) is RefundRefusal.NOTHING_CHARGED
    assert settled.state_of(hold) == ("cancelled", "voided")


# What the bank says


def test_a_refund_that_fails_later_is_told_and_may_be_decided_anew(
    settled: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    hold = settled.sell("refund_fails")
    assert _decided(settled.refund(hold)).state is RefundState.SUCCEEDED
    assert _why(settled.refund(hold)) is RefundRefusal.NOTHING_LEFT
    settled.control.advance_clock(LATER_S)

    with caplog.at_level(logging.ERROR):
        settled.settle_all()

    assert settled.refunds() == [("failed", 300)]
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert "refund failed" in caplog.text
    assert _decided(settled.refund(hold)).amount.minor == 300
    settled.control.advance_clock(LATER_S)
    settled.settle_all()


def test_a_refund_that_the_bank_takes_its_time_for_is_looked_at_until_it_is_done(
    settled: Shop,
) -> None:
    hold = settled.sell("refund_waits")
    refund = _decided(settled.refund(hold))
    assert (refund.state, refund.processor_id is None) == (RefundState.PENDING, False)
    settled.settle_all()
    assert settled.refunds() == [("pending", 300)]

    settled.control.advance_clock(LATER_S)
    settled.settle_all()

    assert settled.refunds() == [("succeeded", 300)]
    assert len(settled.control.refunds()) == 1


def test_a_refund_that_stripe_refuses_has_failed_and_says_why(settled: Shop) -> None:
    def refuse() -> None:
        raise ProviderRefusedError("insufficient_funds: the account is empty")

    hold = settled.sell()
    settled.terminal.before["refund"] = refuse

    refund = _decided(settled.refund(hold))

    assert refund.state is RefundState.FAILED
    assert refund.problem == (
        "insufficient_funds: the account is empty; refund again, or give the money back in another "
        "way"
    )
    assert _decided(settled.refund(hold)).state is RefundState.SUCCEEDED


def test_what_somebody_gave_back_in_the_dashboard_is_not_given_back_again(shop: Shop) -> None:
    hold = shop.sell()
    intent = shop.control.payment_intents()[0]
    shop.terminal.call("refund", intent.id, hold.price, key="by hand", metadata={"by": "the owner"})

    refund = _decided(shop.refund(hold))

    assert refund.state is RefundState.FAILED
    assert str(refund.problem).endswith("in the processor's dashboard; nothing is left")
    assert len(shop.control.refunds()) == 1


@pytest.mark.parametrize("faster", ["before the list is read", "after it was read"])
def test_what_is_left_after_a_refund_in_the_dashboard_is_named_and_can_be_given_back(
    shop: Shop, faster: str
) -> None:
    hold = shop.sell()
    intent = shop.control.payment_intents()[0]

    def by_hand() -> None:
        euro = Money(100, hold.price.currency)
        shop.terminal.call("refund", intent.id, euro, key="by hand", metadata={})

    if faster == "before the list is read":
        by_hand()
    else:
        shop.terminal.before["refund"] = by_hand

    refund = _decided(shop.refund(hold))

    assert refund.state is RefundState.FAILED
    assert refund.problem == (
        "1.00 EUR of 3.00 EUR went back already, some of it in the processor's dashboard; refund "
        "at most 2.00 EUR"
    )
    assert _decided(shop.refund(hold, 200)).state is RefundState.SUCCEEDED
    assert sum(one.amount for one in shop.control.refunds()) == 300


def test_what_the_driver_disputes_is_not_to_be_given_back_by_hand(settled: Shop) -> None:
    hold = settled.sell()
    settled.control.inject(
        Fault(kind=FaultKind.ERROR_BEFORE, method="POST", path=REFUND, error="charge_disputed")
    )

    refund = _decided(settled.refund(hold))

    assert refund.state is RefundState.FAILED
    assert "give nothing back by hand" in str(refund.problem)
    assert "in another way" not in str(refund.problem)


def test_looks_get_rarer_and_end_after_some_weeks(settled: Shop) -> None:
    settled.refund(settled.sell())
    due = text("SELECT due_at - now() FROM refunds")

    def look(age: str) -> object:
        settled.execute(
            "UPDATE refunds SET created_at = now() - CAST(:age AS interval), due_at = now()",
            age=age,
        )
        settled.refunding.settle_due()
        return settled.database.statement(lambda connection: connection.scalar(due))

    waits = [look(age) for age in ("0 s", "10 min", "3 h", "20 days")]
    minutes = [round(wait.total_seconds() / 60) for wait in waits]  # type: ignore[attr-defined]  # an interval
    assert minutes == [1, 10, 180, 1440]
    assert look("36 days") is None


# A process that is behind


def test_who_is_a_try_behind_moves_nothing(settled: Shop) -> None:
    hold = settled.sell()

    def silent() -> None:
        raise ProviderUnreachableError("no answer")

    settled.terminal.before["refunds_of"] = silent
    behind = _decided(settled.refund(hold))
    ledger = settled.refund_ledger.stand_in
    assert ledger.again(behind, "spent")

    assert not ledger.again(behind, "spent")
    assert not ledger.refused(behind, "too late")
    ahead = ledger.find(behind.id)
    assert (ahead.tries, ahead.state) == (1, RefundState.PENDING)


def test_a_refund_takes_no_other_name_at_stripe(settled: Shop) -> None:
    refund = _decided(settled.refund(settled.sell()))
    ledger = settled.refund_ledger.stand_in

    assert not ledger.failed(refund, "re_other", "another one failed")
    assert ledger.find(refund.id).state is RefundState.SUCCEEDED


# The stay


def test_a_stay_that_has_begun_is_completed_with_its_refund_and_the_spot_is_free(
    settled: Shop,
) -> None:
    hold = settled.sell()
    _decided(settled.refund(hold, end_stay=True))

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

    _decided(settled.refund(hold, end_stay=True))

    assert settled.state_of(hold) == ("cancelled", "captured")
    ticket = settled.database.statement(
        lambda connection: find_ticket(connection, hold.reservation_id)
    )
    assert ticket is not None


def test_a_refund_that_is_refused_ends_no_stay(settled: Shop) -> None:
    hold = settled.sell()

    assert _why(settled.refund(hold, 301, end_stay=True)) is RefundRefusal.TOO_MUCH
    assert settled.state_of(hold) == ("paid", "captured")


@pytest.mark.parametrize("kind", ["given back before", "waived"])
def test_a_stay_ends_also_where_no_money_is_left_to_give_back(settled: Shop, kind: str) -> None:
    if kind == "waived":
        hold = settled.hold()
        settled.reservations.waive(hold.reservation_id, reason="a test")
    else:
        hold = settled.sell()
        _decided(settled.refund(hold))

    first = settled.refund(hold, end_stay=True)
    second = settled.refund(hold, end_stay=True)

    assert isinstance(first, Refused)
    assert isinstance(second, Refused)
    assert (first.stay_ended, second.stay_ended) == (True, False)
    assert settled.state_of(hold)[0] == "completed"
    assert settled.hold().spot == hold.spot


def test_ending_a_stay_twice_is_ending_it_once(settled: Shop) -> None:
    hold = settled.sell()
    _decided(settled.refund(hold, 100, end_stay=True))
    rung = len(settled.bell.rung)
    _decided(settled.refund(hold, 100, end_stay=True))

    assert settled.state_of(hold) == ("completed", "captured")
    assert len(settled.bell.rung) == rung


def test_who_did_it_is_written_down(settled: Shop) -> None:
    settled.refund(settled.sell(), 100, end_stay=True)

    rows = settled.database.statement(
        lambda connection: connection.execute(
            text("SELECT actor, action, before, after FROM audit_log ORDER BY id")
        ).all()
    )
    assert [(row.actor, row.action) for row in rows] == [
        ("tester", "refund"),
        ("tester", "end stay"),
    ]
    assert rows[0].after["amount_minor"] == 100
    assert (rows[1].before, rows[1].after) == ({"status": "paid"}, {"status": "completed"})


def _decided(decision: RefundDecision) -> Refund:
    assert isinstance(decision, Decided), decision
    return decision.refund


def _why(decision: RefundDecision) -> RefundRefusal:
    assert isinstance(decision, Refused), decision
    return decision.why
