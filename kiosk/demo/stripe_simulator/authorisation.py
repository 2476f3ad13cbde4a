"""What happens by itself: an issuer answers, a reader is back, an authorisation lapses.

Nothing runs in the background. Whatever is due is settled at the start of the next request, so a
moved clock and a restart need no care.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from kiosk.demo.stripe_simulator.card import Decline
from kiosk.demo.stripe_simulator.cards import PIN_REQUIRED, find_card, issuer_answer
from kiosk.demo.stripe_simulator.charge import Charge
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.pauses import back_again

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.card import Card
    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.payment_intent import PaymentIntent
    from kiosk.demo.stripe_simulator.reader import Reader

AUTHORISATION_SECONDS = 2 * 24 * 3600
"""A card-present authorisation lasts two days."""


def settle(account: Account) -> None:
    """Does everything that is due by the account's ``now``."""
    for kind, object_id in account.store.due(account.now):
        match kind:
            case "terminal.reader":
                _reader_goes_on(account, account.reader(object_id))
            case "payment_intent":
                _authorisation_lapses(account, account.payment_intent(object_id))
            case "refund":
                _refund_moves(account, object_id)
            case _:
                raise ValueError(f"nothing ever falls due for a {kind}")


def _reader_goes_on(account: Account, reader: Reader) -> None:
    if reader.pause is not None and reader.pause.until <= account.now:
        account.write(back_again(reader))
    else:
        _issuer_answers(account, reader)


def _issuer_answers(account: Account, reader: Reader) -> None:
    tap, intent_id = reader.tap, reader.payment_intent
    card = None if tap is None else find_card(tap.card_number)
    if tap is None or card is None or intent_id is None:
        account.write(replace(reader, tap=None))
        return
    intent = account.payment_intent(intent_id)
    if intent.status != "requires_payment_method":
        message = f"The PaymentIntent is {intent.status} and cannot be processed."
        account.write(reader.failed("intent_invalid_state", message))
        return
    if card.tap_refused and card.pin is not None:
        _decline(account, intent, _attempt(account, intent, card, reader), PIN_REQUIRED[card.pin])
        intent = account.payment_intent(intent_id)
    answer = issuer_answer(card, intent.amount, amount_endings=account.amount_endings, pin=tap.pin)
    charge = _attempt(account, intent, card, reader)
    if isinstance(answer, Decline):
        error = _decline(account, intent, charge, answer)
        ended = reader.failed(answer.code, answer.message, api_error=error)
    else:
        _approve(account, intent, replace(charge, verification=answer))
        ended = reader.succeeded()
    account.write(_as_reported(reader, ended))


def _as_reported(before: Reader, ended: Reader) -> Reader:
    """The reader after it told Stripe, or failed to tell, how its action ended."""
    report = "truth" if before.tap is None else before.tap.report
    match report:
        case "truth":
            return ended
        case "connection_error":
            return before.failed(
                "connection_error", "The reader lost its connection during the payment."
            )
        case "nothing":
            return replace(before, tap=None)
        case _:
            assert_never(report)


def _attempt(account: Account, intent: PaymentIntent, card: Card, reader: Reader) -> Charge:
    return Charge(
        id=new_id("ch"),
        created=account.timestamp,
        payment_intent=intent.id,
        payment_method=new_id("pm"),
        amount=intent.amount,
        currency=intent.currency,
        card_number=card.number,
        reader=reader.id,
        location=reader.location,
        capture_before=account.timestamp + AUTHORISATION_SECONDS,
        description=intent.description,
        metadata=intent.metadata,
        statement_descriptor_suffix=intent.statement_descriptor_suffix,
    )


def _approve(account: Account, intent: PaymentIntent, charge: Charge) -> None:
    approved = intent.authorised(
        charge=charge.id,
        payment_method=charge.payment_method,
        capture_before=charge.capture_before,
    )
    if approved.status == "succeeded":
        charge = charge.with_capture(intent.amount)
    account.write(charge)
    account.write(approved)


def _decline(
    account: Account, intent: PaymentIntent, charge: Charge, decline: Decline
) -> JsonObject:
    error: JsonObject = {
        "charge": charge.id,
        "code": decline.code,
        "decline_code": decline.decline_code,
        "doc_url": f"https://stripe.com/docs/error-codes/{decline.code.replace('_', '-')}",
        "message": decline.message,
        "type": "card_error",
    }
    account.write(charge.declined(decline))
    account.write(intent.declined(charge=charge.id, error=error))
    return error


def _authorisation_lapses(account: Account, intent: PaymentIntent) -> None:
    account.write(intent.cancelled(at=intent.expires_at or account.timestamp, reason="expired"))
    if intent.latest_charge is not None:
        account.write(account.charge(intent.latest_charge).released())


def _refund_moves(account: Account, object_id: str) -> None:
    refund = account.refund(object_id)
    if refund.status == "pending":
        account.write(refund.succeeded())
        return
    account.write(refund.failed())
    account.write(account.charge(refund.charge).with_refund(-refund.amount))
