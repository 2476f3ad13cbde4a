"""One call of the Stripe API, from request to answer: who asks, what for, said it before, do it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.authorisation import settle
from kiosk.demo.stripe_simulator.credentials import check_credentials, check_version
from kiosk.demo.stripe_simulator.endpoints.call import Call
from kiosk.demo.stripe_simulator.errors import ApiError, invalid
from kiosk.demo.stripe_simulator.event import Cause
from kiosk.demo.stripe_simulator.expansion import expand
from kiosk.demo.stripe_simulator.fault_errors import FAULT_ERRORS, internal_error
from kiosk.demo.stripe_simulator.faults import Fault, FaultKind
from kiosk.demo.stripe_simulator.idempotency import idempotency_key, keep, replayed
from kiosk.demo.stripe_simulator.messages import Answer, Request, json_answer
from kiosk.demo.stripe_simulator.pauses import begin_update, reboot
from kiosk.demo.stripe_simulator.request_parameters import RawParams, decode
from kiosk.demo.stripe_simulator.routes import Route, find_route
from kiosk.demo.stripe_simulator.sdk_parameters import sdk_parameters
from kiosk.demo.stripe_simulator.strictness import checked

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject


def answer_call(
    account: Account, request: Request, *, request_id: str, fault: Fault | None = None
) -> Answer:
    """Executes one call; use it inside a transaction, which it leaves ready to commit.

    Args:
        account: The account at the moment of the request.
        request: The request.
        request_id: What Stripe calls it in its answer.
        fault: A scripted fault of the error kinds, or None.
    """
    settle(account)
    account.cause = Cause(
        request_id=request_id, idempotency_key=request.headers.get("idempotency-key")
    )
    try:
        return _answered(account, request, request_id, fault)
    except ApiError as refused:
        return json_answer(refused.status, refused.body)


def _answered(account: Account, request: Request, request_id: str, fault: Fault | None) -> Answer:
    check_credentials(request)
    check_version(request)
    found = find_route(request.method, request.path)
    if found is None:
        raise ApiError(
            f"Unrecognized request URL ({request.method}: {request.path}).", status=404, kept=False
        )
    route, ids = found
    raw = decode(request.body if request.method == "POST" else request.query)
    key = idempotency_key(request)
    kept = None if key is None else replayed(account.store, key, request, raw, account.now)
    if kept is not None:
        return kept
    executed = _executed(account, route, ids, raw, fault)
    if key is not None and executed.kept is not None:
        keep(
            account.store,
            key,
            request,
            raw,
            executed.kept,
            request_id=request_id,
            now=account.now,
        )
    return executed.sent


@dataclass(frozen=True)
class _Executed:
    """What the caller gets, and what is kept under its key."""

    sent: Answer
    kept: Answer | None


def _executed(
    account: Account, route: Route, ids: dict[str, str], raw: RawParams, fault: Fault | None
) -> _Executed:
    before, after = _scripted_errors(fault)
    try:
        params = _params(route, raw)
        if before is not None:
            raise before
        _reader_pauses(account, ids, fault, FaultKind.READER_UPDATES)
        with account.store.savepoint():
            body = route.endpoint(Call(account, ids, params))
            expand(account, body, params.get("expand", []))
        _reader_pauses(account, ids, fault, FaultKind.READER_REBOOTS)
    except ApiError as refused:
        answer = json_answer(refused.status, refused.body)
        return _Executed(answer, answer if refused.kept else None)
    answer = json_answer(200, body)
    if after is None:
        return _Executed(answer, answer)
    wrong = json_answer(after.status, after.body)
    # An error from the edge, such as 503, is not what Stripe itself remembers of the call.
    return _Executed(wrong, wrong if after.kept else answer)


def _params(route: Route, raw: RawParams) -> JsonObject:
    if "payment_method_types" in raw:
        raise invalid(
            "payment_method_types is no longer supported. Use allowed_payment_method_types.",
            param="payment_method_types",
            code="payment_method_types_no_longer_supported",
        )
    return checked(raw, sdk_parameters(route.parameters), modelled=route.modelled)


def _reader_pauses(
    account: Account, ids: dict[str, str], fault: Fault | None, kind: FaultKind
) -> None:
    """Lets the reader that is spoken to begin the scripted pause, if it is of this kind."""
    if fault is None or fault.kind is not kind or "reader" not in ids:
        return
    reader = account.reader(ids["reader"])
    if kind is FaultKind.READER_REBOOTS:
        reboot(account, reader, seconds=fault.seconds)
    elif reader.payment_intent is None:  # a reader updates between payments
        begin_update(account, reader, seconds=fault.seconds)


def _scripted_errors(fault: Fault | None) -> tuple[ApiError | None, ApiError | None]:
    """The errors to answer instead of executing, and after executing."""
    if fault is None:
        return None, None
    match fault.kind:
        case FaultKind.STATUS_500_BEFORE:
            return internal_error(), None
        case FaultKind.STATUS_500_AFTER:
            return None, internal_error()
        case FaultKind.ERROR_BEFORE:
            return FAULT_ERRORS[fault.error](), None
        case FaultKind.ERROR_AFTER:
            return None, FAULT_ERRORS[fault.error]()
        case _:
            return None, None
