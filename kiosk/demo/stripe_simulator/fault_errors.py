"""The errors that a scripted fault can answer, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.errors import (
    ApiError,
    reader_busy,
    reader_offline,
    reader_timeout,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def internal_error() -> ApiError:
    """HTTP 500 after execution began: kept under the key, as Stripe does."""
    return ApiError("An unknown error occurred", status=500, type="api_error")


def _rate_limited() -> ApiError:
    return ApiError("Too many requests hit the API.", status=429, code="rate_limit", kept=False)


def _lock_timeout() -> ApiError:
    return ApiError(
        "This object cannot be accessed right now because another API request is accessing it.",
        status=429,
        code="lock_timeout",
        kept=False,
    )


def _unavailable() -> ApiError:
    return ApiError("Service unavailable.", status=503, type="api_error", kept=False)


def _authorization_expired() -> ApiError:
    return ApiError("The authorization has expired.", code="charge_expired_for_capture")


def _charge_disputed() -> ApiError:
    return ApiError("This charge has been charged back.", code="charge_disputed")


FAULT_ERRORS: Mapping[str, Callable[[], ApiError]] = {
    "reader_busy": reader_busy,
    "reader_offline": reader_offline,
    "reader_timeout": reader_timeout,
    "rate_limited": _rate_limited,
    "lock_timeout": _lock_timeout,
    "unavailable": _unavailable,
    "authorization_expired": _authorization_expired,
    "charge_disputed": _charge_disputed,
}
