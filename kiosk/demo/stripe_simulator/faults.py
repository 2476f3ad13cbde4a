"""Misbehaviour on demand: which call it strikes, and what goes wrong.

A fault is scripted, waits for the calls it matches and is used up after ``times`` of them. Taps on
the reader can be struck too; they are matched as method ``TAP`` on ``/v1/terminal/readers/ID``.
"""

from __future__ import annotations

import fnmatch
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.store import Store

TAP = "TAP"


class FaultKind(StrEnum):
    """What goes wrong.

    ``*_before``: the call is not executed. ``*_after``: it is executed; only the answer suffers.
    """

    DROP_BEFORE = "drop_before"
    """The connection closes; nothing happened."""
    DROP_AFTER = "drop_after"
    """The connection closes; it did happen (a lost answer)."""
    DELAY_BEFORE = "delay_before"
    """Waits ``seconds``, then executes and answers."""
    DELAY_AFTER = "delay_after"
    """Executes, then waits ``seconds`` before it answers (a client times out meanwhile)."""
    STATUS_500_BEFORE = "status_500_before"
    """Answers 500 and keeps it under the key: replayed for ever, although nothing happened."""
    STATUS_500_AFTER = "status_500_after"
    """Executes, but answers 500 and keeps that under the key."""
    ERROR_BEFORE = "error_before"
    """Answers the named ``error`` instead of executing."""
    ERROR_AFTER = "error_after"
    """Executes, then answers the named ``error`` (a false negative)."""
    GARBAGE_AFTER = "garbage_after"
    """Executes, then answers a page that is no JSON, with ``status``, as a broken proxy does."""
    TRUNCATE_AFTER = "truncate_after"
    """Executes, then sends half of the answer and closes."""
    READER_UPDATES = "reader_updates"
    """On a call to a reader: it has just begun an update that takes ``seconds``."""
    READER_REBOOTS = "reader_reboots"
    """On a call to a reader: executed; then it reboots for ``seconds`` and forgets the call."""
    TAP_CONNECTION_ERROR = "tap_connection_error"
    """TAP only: the issuer is asked, but the reader reports ``connection_error``."""
    TAP_NEVER_REPORTED = "tap_never_reported"
    """TAP only: the issuer is asked, but the action stays in_progress for ever."""


@dataclass(frozen=True, kw_only=True)
class Fault:
    """One scripted fault.

    Attributes:
        kind: What goes wrong.
        method: HTTP method, ``TAP``, or ``*`` for any HTTP method.
        path: Glob over the path without the query, such as ``/v1/payment_intents/*/capture``.
        times: How many matching calls it strikes.
        skip: How many matching calls it lets pass first.
        seconds: For the delays, in real time; for updates and reboots, on the account's clock.
        error: For the errors: ``reader_busy``, ``reader_offline``, ``reader_timeout``,
            ``rate_limited``, ``lock_timeout``, ``unavailable``, ``authorization_expired``,
            ``charge_disputed``.
        status: For the page that is no JSON: its HTTP status.
        name: What the request log calls it; empty for the kind.
    """

    kind: FaultKind
    method: str = "*"
    path: str = "*"
    times: int = 1
    skip: int = 0
    seconds: float = 0.0
    error: str = ""
    status: int = 502
    name: str = ""

    @classmethod
    def from_record(cls, record: JsonObject) -> Fault:
        """Reads back what ``asdict`` wrote.

        Raises:
            ValueError: Unknown kind.
            TypeError: Unknown field.
        """
        return cls(**{**record, "kind": FaultKind(record["kind"])})

    def matches(self, method: str, path: str) -> bool:
        """Whether the fault strikes this call."""
        same_method = method == self.method or (self.method == "*" and method != TAP)
        return same_method and fnmatch.fnmatchcase(path, self.path)


def take_scripted(store: Store, method: str, path: str) -> Fault | None:
    """The first scripted fault that strikes this call, used up by one; call in a transaction."""
    for fault_id, record in store.faults():
        fault = Fault.from_record(record)
        if not fault.matches(method, path):
            continue
        if fault.skip:
            store.change_fault(fault_id, asdict(replace(fault, skip=fault.skip - 1)))
            continue
        left = replace(fault, times=fault.times - 1)
        store.change_fault(fault_id, asdict(left) if left.times > 0 else None)
        return fault
    return None
