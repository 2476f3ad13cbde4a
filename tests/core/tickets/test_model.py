from __future__ import annotations

import json
from dataclasses import fields, replace
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.tickets.model import BadCardReceiptError, CardReceipt
from core.tickets.texts import ENGLISH

if TYPE_CHECKING:
    from core.tickets.model import Ticket

receipts = st.builds(
    CardReceipt, **{field.name: st.none() | st.text() for field in fields(CardReceipt)}
)


@given(card=receipts)
def test_a_card_receipt_survives_its_json_column(card: CardReceipt) -> None:
    assert CardReceipt.from_json(json.loads(json.dumps(card.to_json()))) == card


def test_fields_of_a_newer_version_are_left_aside() -> None:
    assert CardReceipt.from_json({"brand": "visa", "new": {"a": 1}}) == CardReceipt(brand="visa")


@pytest.mark.parametrize("value", [4242, ["4242"], {"a": 1}, True])
def test_a_card_receipt_of_anything_but_text_is_refused(value: object) -> None:
    with pytest.raises(BadCardReceiptError, match="last4"):
        CardReceipt.from_json({"last4": value})


def test_a_ticket_is_charged_or_waived(ticket: Ticket) -> None:
    assert replace(ticket, card=None, waiver="Barrier fault").waiver == "Barrier fault"
    with pytest.raises(ValueError, match="charged to a card or waived"):
        replace(ticket, card=None)
    with pytest.raises(ValueError, match="charged to a card or waived"):
        replace(ticket, waiver="Barrier fault")


def test_a_ticket_is_issued_at_a_time_that_means_something(ticket: Ticket) -> None:
    with pytest.raises(ValueError, match="time zone"):
        replace(ticket, issued_at=datetime(2026, 11, 22, 12))  # noqa: DTZ001  # the mistake itself


def test_texts_name_every_day_and_month() -> None:
    with pytest.raises(ValueError, match="7 weekdays"):
        replace(ENGLISH, weekdays=ENGLISH.weekdays[:6])
