"""Bad weather: faults by a seed, for every call, until it is fine again.

Whether the n-th call of a kind is struck, and by what, follows from the seed alone. Kinds count for
themselves: however often somebody polls, the second capture meets the same fate. Taps have their
own kinds. The count is kept in the store, so that a restart does not change what comes.
"""

from __future__ import annotations

import random
import re
from dataclasses import asdict, dataclass, field, replace
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.faults import TAP, Fault, FaultKind, take_scripted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.store import Store

_READER = "/v1/terminal/readers/*/*"
_PROCESS = "/v1/terminal/readers/*/process_payment_intent"
_CANCEL_ACTION = "/v1/terminal/readers/*/cancel_action"
_PAUSE_SECONDS = 90.0

MISFORTUNES: Mapping[str, Fault] = {
    "request_lost": Fault(kind=FaultKind.DROP_BEFORE),
    "answer_lost": Fault(kind=FaultKind.DROP_AFTER),
    "slow": Fault(kind=FaultKind.DELAY_AFTER),
    "rate_limited": Fault(kind=FaultKind.ERROR_BEFORE, error="rate_limited"),
    "lock_timeout": Fault(kind=FaultKind.ERROR_BEFORE, method="POST", error="lock_timeout"),
    "unavailable": Fault(kind=FaultKind.ERROR_BEFORE, error="unavailable"),
    "unavailable_but_done": Fault(kind=FaultKind.ERROR_AFTER, method="POST", error="unavailable"),
    "stored_500": Fault(kind=FaultKind.STATUS_500_BEFORE, method="POST"),
    "stored_500_but_done": Fault(kind=FaultKind.STATUS_500_AFTER, method="POST"),
    "garbage": Fault(kind=FaultKind.GARBAGE_AFTER),
    "cut_short": Fault(kind=FaultKind.TRUNCATE_AFTER),
    "reader_offline": Fault(
        kind=FaultKind.ERROR_BEFORE, method="POST", path=_READER, error="reader_offline"
    ),
    "busy_on_cancel": Fault(
        kind=FaultKind.ERROR_BEFORE, method="POST", path=_CANCEL_ACTION, error="reader_busy"
    ),
    "reader_busy": Fault(
        kind=FaultKind.ERROR_BEFORE, method="POST", path=_PROCESS, error="reader_busy"
    ),
    "reader_timeout": Fault(
        kind=FaultKind.ERROR_BEFORE, method="POST", path=_PROCESS, error="reader_timeout"
    ),
    "reader_timeout_but_begun": Fault(
        kind=FaultKind.ERROR_AFTER, method="POST", path=_PROCESS, error="reader_timeout"
    ),
    "reader_updates": Fault(
        kind=FaultKind.READER_UPDATES, method="POST", path=_PROCESS, seconds=_PAUSE_SECONDS
    ),
    "reader_reboots": Fault(
        kind=FaultKind.READER_REBOOTS, method="POST", path=_PROCESS, seconds=_PAUSE_SECONDS
    ),
    "connection_error": Fault(kind=FaultKind.TAP_CONNECTION_ERROR, method=TAP),
    "never_reported": Fault(kind=FaultKind.TAP_NEVER_REPORTED, method=TAP),
}
"""Everything that may go wrong by itself, by name. ``*_but_done`` was executed all the same."""

_SETTING = "weather"
_ID = re.compile(r"(?<=/)[a-z]+_[0-9A-Za-z]+(?=/|$)")


@dataclass(frozen=True, kw_only=True)
class Weather:
    """How bad it is.

    Attributes:
        seed: The same seed, the same weather.
        rate: How likely a call is struck, from 0 to 1.
        weights: Misfortune -> how likely, relative to the others; empty for all alike.
        slow_seconds: How long a slow answer takes, in real time.
    """

    seed: int
    rate: float
    weights: Mapping[str, float] = field(default_factory=dict)
    slow_seconds: float = 0.05

    def __post_init__(self) -> None:
        unknown = self.weights.keys() - MISFORTUNES.keys()
        if unknown:
            raise ValueError(
                f"unknown misfortunes {sorted(unknown)}; known: {', '.join(MISFORTUNES)}"
            )

    def strikes(self, method: str, path: str, count: int) -> Fault | None:
        """What strikes the call that is the ``count``-th of its kind, if anything does."""
        dice = random.Random(f"{self.seed} {_kind_of_call(method, path)} {count}")
        if dice.random() >= self.rate:
            return None
        weights = self.weights or dict.fromkeys(MISFORTUNES, 1.0)
        possible = {
            name: weight
            for name, weight in weights.items()
            if weight > 0 and MISFORTUNES[name].matches(method, path)
        }
        if not possible:
            return None
        (name,) = dice.choices(list(possible), list(possible.values()))
        fault = replace(MISFORTUNES[name], name=name)
        return replace(fault, seconds=self.slow_seconds) if name == "slow" else fault


def take_fault(store: Store, method: str, path: str) -> Fault | None:
    """What strikes this call: a scripted fault, else the weather; call in a transaction."""
    scripted = take_scripted(store, method, path)
    state = store.setting(_SETTING, {})
    if not state:
        return scripted
    kind = _kind_of_call(method, path)
    count = state["calls"].get(kind, 0)
    state["calls"][kind] = count + 1
    fault = scripted or Weather(**state["weather"]).strikes(method, path, count)
    if fault is not None and scripted is None:
        state["met"][fault.name] = state["met"].get(fault.name, 0) + 1
    store.set_setting(_SETTING, state)
    return fault


def set_weather(store: Store, weather: Weather | None) -> None:
    """Begins a weather at its first call, or ends it with None."""
    state: JsonObject = {}
    if weather is not None:
        state = {"weather": asdict(weather), "calls": {}, "met": {}}
    store.set_setting(_SETTING, state)


def misfortunes_met(store: Store) -> dict[str, int]:
    """How often each misfortune struck since the weather began."""
    return dict(store.setting(_SETTING, {}).get("met", {}))


def _kind_of_call(method: str, path: str) -> str:
    """The call without its objects' ids."""
    return f"{method} {_ID.sub('*', path)}"
