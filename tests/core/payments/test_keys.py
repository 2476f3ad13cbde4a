"""Idempotency keys: the same for each repeat of a try, and never those of another row."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.money import Money, currency
from core.outcomes import Approved, NotCharged, NotChargedReason
from core.payments import moves, refund_moves
from core.payments.provider import IntentStatus
from core.payments.refunds import Decided, RefundState
from core.payments.stripe_terminal import StripeTerminal
from tests.core.shop import KEY, open_shop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import TextClause

    from core.db.database import Database
    from core.outcomes import PayOutcome
    from core.payments.provider import Intent
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.shop import Shop

FORGET = """
    TRUNCATE payments, tickets, reservations, refunds RESTART IDENTITY CASCADE;
    UPDATE free_intervals SET lo = '-infinity', hi = 'infinity'
"""
"""What a backup of the morning does to what was sold since."""


@pytest.fixture
def _before_nonces(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let rows be written as they were before they had nonces."""
    for module in (moves, refund_moves):
        insert: TextClause = module.INSERT
        old = text(insert.text.replace("gen_random_uuid()", "NULL"))
        monkeypatch.setattr(module, "INSERT", old)


def sell_again_after_a_restore(shop: Shop) -> PayOutcome:
    shop.control.answer_by_itself(shop.till.reader_id)
    assert isinstance(shop.pay(shop.hold()), Approved)
    shop.execute(FORGET)
    return shop.pay(shop.hold())


def test_a_sale_after_a_backup_was_restored_is_a_charge_of_its_own(shop: Shop) -> None:
    assert isinstance(sell_again_after_a_restore(shop), Approved)

    intents = shop.control.payment_intents()
    assert [intent.metadata["payment"] for intent in intents] == ["1", "1"]
    assert [intent.status for intent in intents] == ["succeeded", "succeeded"]


@pytest.mark.usefixtures("_before_nonces", "hurry")
def test_control_with_keys_of_numbers_stripe_answers_with_what_it_did_before(shop: Shop) -> None:
    assert sell_again_after_a_restore(shop) == NotCharged(NotChargedReason.REFUSED)
    assert len(shop.control.payment_intents()) == 1


def test_a_refund_after_a_backup_was_restored_is_made(shop: Shop) -> None:
    shop.refund(shop.sell(), 100)
    shop.execute(FORGET)

    decision = shop.refund(shop.sell(), 100)

    assert isinstance(decision, Decided)
    assert decision.refund.state is RefundState.SUCCEEDED
    assert len({refund.payment_intent for refund in shop.control.refunds()}) == 2


@pytest.mark.usefixtures("_before_nonces")
def test_what_was_open_when_the_database_was_upgraded_goes_on_with_its_own_keys(
    shop: Shop,
) -> None:
    hold = shop.sell()
    shop.refund(hold, 100)
    shop.execute("UPDATE payments SET state = 'committed'")
    shop.execute("""
        UPDATE refunds SET state = 'pending', stripe_refund_id = NULL, next_look_at = now()
    """)

    shop.settle_all()
    shop.settle_all()

    keys = [call.idempotency_key for call in shop.control.requests() if call.method == "POST"]
    assert [key for key in keys if key.startswith(("pay:", "refund:"))] == [
        "pay:1:create",
        "pay:1:process:1.0",
        "pay:1:capture:0",
        "refund:1:create:0",
        "pay:1:capture:0",
    ]
    assert shop.state_of(hold) == ("paid", "captured")
    assert shop.refunds() == [("succeeded", 100)]
    assert len(shop.control.refunds()) == 1


def test_a_refund_that_a_program_of_before_has_sent_is_not_sent_again(shop: Shop) -> None:
    hold = shop.sell()
    intent = shop.control.payment_intents()[0].id
    sent = {"refund": "1", "payment": "1"}
    euro = Money(100, currency("EUR"))
    shop.terminal.call("refund", intent, euro, key="refund:1:create:0", metadata=sent)

    shop.refund(hold, 100)

    assert shop.refunds() == [("succeeded", 100)]
    assert len(shop.control.refunds()) == 1


class _Remembering(StripeTerminal):
    """A processor that answers to "create" with what it did for somebody else."""

    def __init__(self, stripe_url: str, **others: object) -> None:
        super().__init__(KEY, api_url=stripe_url)
        self._others = others

    def create(self, amount: Money, *, key: str, metadata: Mapping[str, str]) -> Intent:
        return replace(super().create(amount, key=key, metadata=metadata), **self._others)


@pytest.mark.parametrize(
    "others",
    [{"metadata": {"payment": "1", "reservation": "1"}}, {"status": IntentStatus.BUSY}],
    ids=["another payment's", "one that is used"],
)
def test_only_a_fresh_intent_of_the_payment_is_shown_to_a_reader(
    database: Database, simulator: StripeSimulator, others: dict[str, object]
) -> None:
    terminal = _Remembering(simulator.url, **others)
    shop = open_shop(database, simulator.url, card_terminal=terminal)
    hold = shop.hold()

    assert shop.pay(hold, shop.tap) == NotCharged(NotChargedReason.REFUSED)
    assert shop.state_of(hold) == ("cancelled", "voided")
    assert shop.control.charges() == []
