"""Errors as Stripe answers them: an HTTP status and one ``error`` object.

Source: https://docs.stripe.com/api/errors and https://docs.stripe.com/error-codes. Stripe does not
publish the HTTP status of the terminal errors; 400 with ``invalid_request_error`` is assumed here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.json_types import JsonObject

ErrorType: TypeAlias = Literal[
    "api_error", "card_error", "idempotency_error", "invalid_request_error"
]


class ApiError(Exception):
    """A request that Stripe refuses.

    Attributes:
        status: HTTP status.
        body: The whole JSON answer, ``{"error": {...}}``.
        kept: Whether the answer is kept under the request's idempotency key. False for what is
            refused before execution begins (validation, 401, 409, 429).
    """

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        type: ErrorType = "invalid_request_error",  # noqa: A002 - Stripe's own field name
        code: str | None = None,
        param: str | None = None,
        kept: bool = True,
        payment_intent: JsonObject | None = None,
    ) -> None:
        super().__init__(message)
        error: JsonObject = {"message": message, "type": type}
        if code is not None:
            error["code"] = code
            error["doc_url"] = f"https://stripe.com/docs/error-codes/{code.replace('_', '-')}"
        if param is not None:
            error["param"] = param
        if payment_intent is not None:
            error["payment_intent"] = payment_intent
        self.status = status
        self.body: JsonObject = {"error": error}
        self.kept = kept


def invalid(message: str, *, param: str | None = None, code: str | None = None) -> ApiError:
    """A parameter is refused before anything is executed; not kept under the key."""
    return ApiError(message, param=param, code=code, kept=False)


def missing_object(what: str, object_id: str, *, param: str = "id", status: int = 404) -> ApiError:
    """The account has no such object (Stripe: ``resource_missing``)."""
    return ApiError(
        f"No such {what}: '{object_id}'", status=status, code="resource_missing", param=param
    )


def unexpected_state(message: str, payment_intent: JsonObject) -> ApiError:
    """The PaymentIntent's status does not allow the call; the error carries the PaymentIntent."""
    return ApiError(message, code="payment_intent_unexpected_state", payment_intent=payment_intent)


def reader_busy() -> ApiError:
    """The reader is in the middle of a payment or an update."""
    return ApiError(
        "Reader is currently busy processing another request. Wait for it to finish or cancel it.",
        code="terminal_reader_busy",
    )


def reader_offline() -> ApiError:
    """Stripe has not heard from the reader for two minutes."""
    return ApiError(
        "Reader is currently offline, please ensure the reader is powered on and connected.",
        code="terminal_reader_offline",
    )


def reader_timeout() -> ApiError:
    """The reader did not acknowledge in time; it may still have received the request."""
    return ApiError(
        "There was a timeout when sending this command to the reader.",
        code="terminal_reader_timeout",
    )
