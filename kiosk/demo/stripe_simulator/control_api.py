"""The control interface: ``/_simulator/...``, JSON, for people, tours and tests. No credentials."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qs

from kiosk.demo.stripe_simulator.account import MONEY_KINDS, PLACE_KINDS, Account
from kiosk.demo.stripe_simulator.authorisation import settle
from kiosk.demo.stripe_simulator.clock import Clock, advance, now_of
from kiosk.demo.stripe_simulator.control_readers import READER_COMMANDS, ensure_reader
from kiosk.demo.stripe_simulator.control_webhooks import WEBHOOK_COMMANDS
from kiosk.demo.stripe_simulator.errors import ApiError
from kiosk.demo.stripe_simulator.fault_errors import FAULT_ERRORS
from kiosk.demo.stripe_simulator.faults import Fault, FaultKind
from kiosk.demo.stripe_simulator.json_types import JsonObject
from kiosk.demo.stripe_simulator.messages import Answer, Request, json_answer
from kiosk.demo.stripe_simulator.reader import TapRefusedError
from kiosk.demo.stripe_simulator.reader_view import view_of
from kiosk.demo.stripe_simulator.weather import Weather, misfortunes_met, set_weather

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.store import Store

CONTROL_PREFIX = "/_simulator/"

_Command: TypeAlias = Callable[[Account, JsonObject], JsonObject]
_READER = re.compile(r"readers/([^/]+)(?:/(\w+))?")


def answer_control(store: Store, clock: Clock, request: Request) -> Answer:
    """Executes one control command in one transaction.

    Answers 200 with JSON; 400 for nonsense, 404 for what is not there, 409 for what the reader's
    screen does not offer now; errors are ``{"error": sentence}``.
    """
    try:
        arguments = _arguments(request)
        with store.transaction():
            account = Account(store, now_of(store, clock))
            settle(account)
            body = _executed(account, request, arguments)
    except LookupError as missing:
        return json_answer(404, {"error": f"no such thing: {missing.args[0]}"})
    except TapRefusedError as refused:
        return json_answer(409, {"error": str(refused)})
    except ApiError as refused:
        return json_answer(refused.status, {"error": str(refused)})
    except (ValueError, TypeError) as nonsense:
        return json_answer(400, {"error": str(nonsense)})
    return json_answer(200, body)


def _arguments(request: Request) -> JsonObject:
    if request.method == "GET":
        return {name: values[-1] for name, values in parse_qs(request.query).items()}
    arguments: Any = json.loads(request.body or "{}")
    if not isinstance(arguments, dict):
        raise TypeError("the body must be a JSON object")
    return arguments


def _executed(account: Account, request: Request, arguments: JsonObject) -> JsonObject:
    name = request.path.removeprefix(CONTROL_PREFIX)
    found = _READER.fullmatch(name)
    if found is None:
        return _COMMANDS[f"{request.method} {name}"](account, arguments)
    reader = account.reader(found[1])
    if request.method == "POST":
        reader = READER_COMMANDS[found[2]](account, reader, **arguments)
    return asdict(view_of(account, reader))


def _readers(account: Account, _: JsonObject) -> JsonObject:
    return {"data": [asdict(view_of(account, reader)) for reader in account.readers()]}


def _ensure_reader(account: Account, arguments: JsonObject) -> JsonObject:
    return asdict(view_of(account, ensure_reader(account, **arguments)))


def _payment_intents(account: Account, _: JsonObject) -> JsonObject:
    return {"data": [asdict(intent) for intent in account.payment_intents()]}


def _charges(account: Account, _: JsonObject) -> JsonObject:
    return {"data": [asdict(charge) for charge in account.charges()]}


def _refunds(account: Account, _: JsonObject) -> JsonObject:
    return {"data": [asdict(refund) for refund in account.refunds()]}


def _requests(account: Account, arguments: JsonObject) -> JsonObject:
    return {"data": account.store.requests(int(arguments.get("after", 0)))}


def _forget_requests(account: Account, _: JsonObject) -> JsonObject:
    account.store.forget_requests()
    return {}


def _faults(account: Account, _: JsonObject) -> JsonObject:
    return {"data": [record for _, record in account.store.faults()]}


def _add_fault(account: Account, arguments: JsonObject) -> JsonObject:
    fault = Fault.from_record(arguments)
    named = fault.kind in (FaultKind.ERROR_BEFORE, FaultKind.ERROR_AFTER)
    if named and fault.error not in FAULT_ERRORS:
        raise ValueError(f"unknown error {fault.error!r}; known: {', '.join(FAULT_ERRORS)}")
    return {"id": account.store.add_fault(asdict(fault))}


def _forget_faults(account: Account, _: JsonObject) -> JsonObject:
    account.store.forget_faults()
    return {}


def _misfortunes(account: Account, _: JsonObject) -> JsonObject:
    return {"met": misfortunes_met(account.store)}


def _set_weather(account: Account, arguments: JsonObject) -> JsonObject:
    set_weather(account.store, Weather(**arguments))
    return {}


def _clear_weather(account: Account, _: JsonObject) -> JsonObject:
    set_weather(account.store, None)
    return {}


def _clock(account: Account, _: JsonObject) -> JsonObject:
    return {"now": account.now}


def _advance(account: Account, arguments: JsonObject) -> JsonObject:
    seconds = float(arguments["seconds"])
    advance(account.store, seconds)
    moved = Account(account.store, account.now + seconds)
    settle(moved)
    return {"now": moved.now}


def _amount_endings(account: Account, arguments: JsonObject) -> JsonObject:
    account.amount_endings = bool(arguments["decline"])
    return {"decline": account.amount_endings}


def _forget_keys(account: Account, _: JsonObject) -> JsonObject:
    account.store.forget_answers()
    return {}


def _reset(account: Account, arguments: JsonObject) -> JsonObject:
    store = account.store
    store.delete_kinds(MONEY_KINDS)
    if arguments.get("readers", False):
        store.delete_kinds(PLACE_KINDS)
    for reader in list(account.readers()):
        READER_COMMANDS["renew"](account, reader)
    store.forget_answers()
    store.forget_faults()
    store.forget_requests()
    store.forget_deliveries()
    store.forget_settings()
    return {}


_COMMANDS: dict[str, _Command] = {
    "GET readers": _readers,
    "POST readers": _ensure_reader,
    "GET payment_intents": _payment_intents,
    "GET charges": _charges,
    "GET refunds": _refunds,
    "GET requests": _requests,
    "DELETE requests": _forget_requests,
    "GET faults": _faults,
    "POST faults": _add_fault,
    "DELETE faults": _forget_faults,
    "GET weather": _misfortunes,
    "POST weather": _set_weather,
    "DELETE weather": _clear_weather,
    "GET clock": _clock,
    "POST clock": _advance,
    "POST amount_endings": _amount_endings,
    "DELETE idempotency_keys": _forget_keys,
    "POST reset": _reset,
    **WEBHOOK_COMMANDS,
}
