"""The simulator without its socket: requests in, outcomes out, faults in between."""

from __future__ import annotations

import sys
import threading
import time
import traceback
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from kiosk.demo.stripe_simulator.account import Account
from kiosk.demo.stripe_simulator.clock import Clock, now_of
from kiosk.demo.stripe_simulator.control_api import CONTROL_PREFIX, answer_control
from kiosk.demo.stripe_simulator.errors import ApiError
from kiosk.demo.stripe_simulator.fault_errors import internal_error
from kiosk.demo.stripe_simulator.faults import Fault, FaultKind
from kiosk.demo.stripe_simulator.idempotency import key_in_use
from kiosk.demo.stripe_simulator.identifiers import new_id
from kiosk.demo.stripe_simulator.messages import Answer, HangUp, Outcome, Request, json_answer
from kiosk.demo.stripe_simulator.sdk_parameters import sdk_api_version
from kiosk.demo.stripe_simulator.stripe_api import answer_call
from kiosk.demo.stripe_simulator.weather import take_fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.store import Store

_GARBAGE = "<html><body><h1>Please sign in to this network</h1></body></html>"


class Simulator:
    """Answers requests, one transaction each.

    Args:
        store: The simulated account's memory.
        clock: The time; the control interface can move it on top of that.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._in_use: set[str] = set()
        self._in_use_lock = threading.Lock()
        self._closing = threading.Event()

    def close(self) -> None:
        """Ends every delay at once; the store may be closed when the last request is through."""
        self._closing.set()

    def handle(self, request: Request) -> Outcome:
        """What becomes of one request; takes as long as the scripted faults say."""
        if request.path.startswith(CONTROL_PREFIX):
            return answer_control(self._store, self._clock, request)
        started = time.perf_counter()
        request_id = new_id("req")
        with self._store.transaction():
            fault = take_fault(self._store, request.method, request.path)
        outcome = self._outcome(request, request_id, fault)
        if fault is not None and fault.kind is FaultKind.DELAY_AFTER:
            self._closing.wait(fault.seconds)
        self._log(request, request_id, outcome, fault, started)
        return outcome

    def _outcome(self, request: Request, request_id: str, fault: Fault | None) -> Outcome:
        if fault is not None and fault.kind is FaultKind.DROP_BEFORE:
            return HangUp()
        answer = self._answer(request, request_id, fault)
        headers = {
            "Request-Id": request_id,
            "Stripe-Version": sdk_api_version(),
            **answer.headers,
        }
        if "idempotency-key" in request.headers:
            headers["Idempotency-Key"] = request.headers["idempotency-key"]
        return _after(fault, replace(answer, headers=headers))

    def _answer(self, request: Request, request_id: str, fault: Fault | None) -> Answer:
        try:
            with self._key_reserved(request):
                if fault is not None and fault.kind is FaultKind.DELAY_BEFORE:
                    self._closing.wait(fault.seconds)
                with self._store.transaction():
                    account = Account(self._store, now_of(self._store, self._clock))
                    return answer_call(account, request, request_id=request_id, fault=fault)
        except ApiError as refused:
            return json_answer(refused.status, refused.body)
        except Exception:  # noqa: BLE001 - a bug in here must look like Stripe's own 500
            traceback.print_exc(file=sys.stderr)
            return json_answer(500, internal_error().body)

    @contextmanager
    def _key_reserved(self, request: Request) -> Iterator[None]:
        """Holds the request's idempotency key; 409 where another request holds it."""
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        if key is None:
            yield
            return
        with self._in_use_lock:
            if key in self._in_use:
                raise key_in_use(key)
            self._in_use.add(key)
        try:
            yield
        finally:
            with self._in_use_lock:
                self._in_use.discard(key)

    def _log(
        self,
        request: Request,
        request_id: str,
        outcome: Outcome,
        fault: Fault | None,
        started: float,
    ) -> None:
        entry: JsonObject = {
            "request_id": request_id,
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "body": request.body,
            "idempotency_key": request.headers.get("idempotency-key"),
            "status": outcome.status if isinstance(outcome, Answer) else None,
            "replayed": isinstance(outcome, Answer) and "Idempotent-Replayed" in outcome.headers,
            "fault": None if fault is None else fault.name or fault.kind.value,
            "milliseconds": round((time.perf_counter() - started) * 1000, 3),
        }
        self._store.log_request(entry)


def _after(fault: Fault | None, answer: Answer) -> Outcome:  # noqa: PLR0911 - one return per kind
    """What the answer becomes on its way back."""
    if fault is None:
        return answer
    match fault.kind:
        case FaultKind.DROP_AFTER:
            return HangUp()
        case FaultKind.GARBAGE_AFTER:
            return Answer(status=fault.status, body=_GARBAGE, content_type="text/html")
        case FaultKind.TRUNCATE_AFTER:
            return replace(answer, truncated=True)
        case FaultKind.DROP_BEFORE:
            return HangUp()
        case (
            FaultKind.DELAY_BEFORE
            | FaultKind.DELAY_AFTER
            | FaultKind.STATUS_500_BEFORE
            | FaultKind.STATUS_500_AFTER
            | FaultKind.ERROR_BEFORE
            | FaultKind.ERROR_AFTER
        ):
            return answer
        case FaultKind.READER_UPDATES | FaultKind.READER_REBOOTS:
            return answer
        case FaultKind.TAP_CONNECTION_ERROR | FaultKind.TAP_NEVER_REPORTED:
            return answer
        case _:
            assert_never(fault.kind)
