"""Terminal readers: register, look up, and drive from the server.

Source: https://docs.stripe.com/terminal/payments/collect-card-payment?terminal-sdk-platform=server-driven.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.cards import CARDS, find_card
from kiosk.demo.stripe_simulator.endpoints.call import Call, merged_metadata
from kiosk.demo.stripe_simulator.endpoints.pages import page
from kiosk.demo.stripe_simulator.errors import (
    ApiError,
    invalid,
    reader_busy,
    reader_offline,
    reader_timeout,
)
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.reader import MODELS, Action, Reader, TapRefusedError
from kiosk.demo.stripe_simulator.standing_before import present_card, strike_taps

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject


def create(call: Call) -> JsonObject:
    """``POST /v1/terminal/readers`` with a simulated reader's registration code."""
    account, params = call.account, call.params
    code: str = params["registration_code"]
    if code not in MODELS:
        raise invalid(
            f"No such registration code: '{code}'. Simulated readers: {', '.join(MODELS)}.",
            param="registration_code",
        )
    if "location" in params:
        account.location(params["location"])
    reader_id = new_id("tmr")
    reader = Reader(
        id=reader_id,
        created=account.timestamp,
        label=params.get("label", code),
        device_type=MODELS[code],
        serial_number=f"SIMULATOR-{reader_id[-8:]}",
        location=params.get("location"),
        metadata=merged_metadata({}, params.get("metadata")),
    )
    account.write(reader)
    return reader.rendered(now=account.now)


def retrieve(call: Call) -> JsonObject:
    """``GET /v1/terminal/readers/{reader}``."""
    return call.account.reader(call.ids["reader"]).rendered(now=call.account.now)


def list_all(call: Call) -> JsonObject:
    """``GET /v1/terminal/readers``, filtered by location, serial number, type and status."""
    filters = ("location", "serial_number", "device_type", "status")
    rendered = (reader.rendered(now=call.account.now) for reader in call.account.readers())
    found = (
        reader
        for reader in rendered
        if all(call.params.get(name, reader[name]) == reader[name] for name in filters)
    )
    return page("/v1/terminal/readers", found, call.params)


def process_payment_intent(call: Call) -> JsonObject:
    """``POST .../process_payment_intent``: a payment that no card has begun is replaced."""
    account, params = call.account, call.params
    reader = _reachable(account, call.ids["reader"])
    intent = account.payment_intent(params["payment_intent"], param="payment_intent")
    if intent.status != "requires_payment_method":
        raise ApiError(
            f"The PaymentIntent must be in requires_payment_method, but is {intent.status}.",
            code="intent_invalid_state",
            param="payment_intent",
            payment_intent=intent.rendered(),
        )
    if "card_present" not in intent.payment_method_types:
        raise ApiError(
            "The PaymentIntent must allow the payment method type card_present.",
            code="payment_intent_incompatible_payment_method",
            param="payment_intent",
            payment_intent=intent.rendered(),
        )
    if reader.location is None:
        raise ApiError(
            "The reader must be registered to a location to take payments.",
            code="terminal_reader_invalid_location_for_payment",
        )
    details = {"payment_intent": intent.id, "process_config": params.get("process_config", {})}
    return _started(account, reader, Action(type="process_payment_intent", details=details))


def cancel_action(call: Call) -> JsonObject:
    """``POST .../cancel_action``: back to the idle screen, unless the issuer is being asked."""
    reader = _reachable(call.account, call.ids["reader"]).cleared()
    call.account.write(reader)
    return reader.rendered(now=call.account.now)


def set_reader_display(call: Call) -> JsonObject:
    """``POST .../set_reader_display``: shows a cart, unless a payment is on the screen."""
    account = call.account
    reader = _reachable(account, call.ids["reader"])
    if reader.payment_intent is not None:
        raise reader_busy()
    if "cart" not in call.params:
        raise invalid("Missing required param: cart.", param="cart", code="parameter_missing")
    cart = {"tax": None, **call.params["cart"]}
    details = {"cart": cart, "type": call.params["type"]}
    return _started(account, reader, Action(type="set_reader_display", details=details))


def present_payment_method(call: Call) -> JsonObject:
    """``POST /v1/test_helpers/...``: a card at a simulated reader; the issuer answers at once."""
    account, params = call.account, call.params
    kind = params.get("type", "card_present")
    if kind != "card_present":
        raise invalid("The simulator only presents card_present.", param="type")
    number = params.get("card_present", {}).get("number", CARDS[0].number)
    card = find_card(number)
    if card is None:
        raise invalid(
            f"Unknown test card: {number}", param="card_present[number]", code="invalid_number"
        )
    try:
        reader = present_card(account, account.reader(call.ids["reader"]), card)
    except TapRefusedError as refused:
        raise ApiError(str(refused)) from refused
    return reader.rendered(now=account.now)


def _reachable(account: Account, reader_id: str) -> Reader:
    """The reader, if it can take a command now."""
    reader = account.reader(reader_id)
    if reader.known_offline(account.now):
        raise reader_offline()
    if reader.connection != "online":
        raise reader_timeout()
    if reader.phase(account.now) in ("authorising", "updating"):
        raise reader_busy()
    return reader


def _started(account: Account, reader: Reader, action: Action) -> JsonObject:
    started = reader.started(action, now=account.now)
    account.write(started)
    strike_taps(account, started.id)
    return started.rendered(now=account.now)
