"""The control interface's commands about webhooks."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.deliveries import Manner, forget_manners, set_manner
from kiosk.demo.stripe_simulator.endpoints import webhook_endpoints
from kiosk.demo.stripe_simulator.endpoints.call import Call

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject


def _send_to(account: Account, arguments: JsonObject) -> JsonObject:
    params = {"url": arguments["url"], "enabled_events": arguments["types"]}
    return {"secret": webhook_endpoints.create(Call(account, {}, params))["secret"]}


def _forget(account: Account, _: JsonObject) -> JsonObject:
    account.store.delete_kinds(("webhook_endpoint",))
    account.store.forget_deliveries()
    return {}


def _deliveries(account: Account, _: JsonObject) -> JsonObject:
    return {"data": [asdict(delivery) for delivery in account.store.deliveries()]}


def _deliver(account: Account, arguments: JsonObject) -> JsonObject:
    set_manner(account.store, Manner(**arguments))
    return {}


def _deliver_well(account: Account, _: JsonObject) -> JsonObject:
    forget_manners(account.store)
    return {}


WEBHOOK_COMMANDS: dict[str, Callable[[Account, JsonObject], JsonObject]] = {
    "POST webhooks": _send_to,
    "DELETE webhooks": _forget,
    "GET deliveries": _deliveries,
    "POST manners": _deliver,
    "DELETE manners": _deliver_well,
}
