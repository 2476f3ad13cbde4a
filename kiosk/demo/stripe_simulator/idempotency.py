"""Idempotency keys: the first answer is the answer, for a day.

Kept are status and body once execution began, errors and 500s included. Not kept are refusals
before execution: validation, 401, 409 and 429. Source: https://docs.stripe.com/api/idempotent_requests.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.errors import ApiError
from kiosk.demo.stripe_simulator.messages import Answer, Request
from kiosk.demo.stripe_simulator.store import KeptAnswer, Store

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.request_parameters import RawParams

KEEP_SECONDS = 24 * 3600
_LONGEST_KEY = 255


def idempotency_key(request: Request) -> str | None:
    """The key that counts for this request: only POST has one.

    Raises:
        ApiError: Longer than 255 characters.
    """
    key = request.headers.get("idempotency-key")
    if request.method != "POST" or not key:
        return None
    if len(key) > _LONGEST_KEY:
        raise ApiError(
            f"Idempotency keys have at most {_LONGEST_KEY} characters.",
            type="idempotency_error",
            kept=False,
        )
    return key


def replayed(
    store: Store, key: str, request: Request, params: RawParams, now: float
) -> Answer | None:
    """The answer kept under the key, or None for a fresh one.

    Raises:
        ApiError: The key was used with another call or other parameters (``idempotency_error``).
    """
    kept = store.kept_answer(key)
    if kept is None or now - kept.kept_at > KEEP_SECONDS:
        return None
    if (kept.method, kept.path) != (request.method, request.path):
        raise ApiError(
            "Keys for idempotent requests can only be used for the same endpoint they were first"
            f" used for ('{kept.path}').",
            type="idempotency_error",
            kept=False,
        )
    if kept.params != _canonical(params):
        raise ApiError(
            "Keys for idempotent requests can only be used with the same parameters they were"
            f" first used with. Try using a key other than '{key}'.",
            type="idempotency_error",
            kept=False,
        )
    return Answer(
        status=kept.status,
        body=kept.body,
        headers={"Idempotent-Replayed": "true", "Original-Request": kept.request_id},
    )


def keep(
    store: Store,
    key: str,
    request: Request,
    params: RawParams,
    answer: Answer,
    *,
    request_id: str,
    now: float,
) -> None:
    """Keeps the first answer under its key."""
    store.keep_answer(
        KeptAnswer(
            key=key,
            kept_at=now,
            method=request.method,
            path=request.path,
            params=_canonical(params),
            status=answer.status,
            body=answer.body,
            request_id=request_id,
        )
    )


def key_in_use(key: str) -> ApiError:
    """409: another request with the same key is still being executed."""
    return ApiError(
        "There is currently another in-progress request using this Idempotent Key: "
        f"{key}. Please try again later.",
        status=409,
        code="idempotency_key_in_use",
        kept=False,
    )


def _canonical(params: RawParams) -> str:
    return json.dumps(params, sort_keys=True)
