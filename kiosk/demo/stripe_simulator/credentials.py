"""Who may call: any test-mode secret key, as bearer token or as basic user name.

Source: https://docs.stripe.com/api/authentication and https://docs.stripe.com/api/versioning.
"""

from __future__ import annotations

import base64
import binascii
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.errors import ApiError, invalid
from kiosk.demo.stripe_simulator.sdk_parameters import sdk_api_version

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.messages import Request

_PREFIXES = ("sk_test_", "rk_test_")


def check_credentials(request: Request) -> None:
    """Lets test-mode secret keys pass.

    Raises:
        ApiError: 401 without a key or with another kind of key.
    """
    key = _secret_key(request.headers.get("authorization", ""))
    if key is None:
        raise _unauthorised(
            "You did not provide an API key. You need to provide your API key in the Authorization"
            " header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
        )
    if not key.startswith(_PREFIXES):
        shown = f"{key[:8]}{'*' * 8}" if key else ""
        raise _unauthorised(f"Invalid API Key provided: {shown}. The simulator takes sk_test_...")


def check_version(request: Request) -> None:
    """Refuses an API version other than the one the installed SDK pins."""
    asked = request.headers.get("stripe-version")
    if asked is not None and asked != sdk_api_version():
        raise invalid(
            f"The simulator models Stripe-Version {sdk_api_version()} only, not {asked}.",
            code="simulator_not_modelled",
        )


def _secret_key(authorization: str) -> str | None:
    scheme, _, value = authorization.partition(" ")
    if scheme.lower() == "bearer":
        return value.strip()
    if scheme.lower() != "basic":
        return None
    try:
        user, _, _ = base64.b64decode(value, validate=True).decode().partition(":")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return user


def _unauthorised(message: str) -> ApiError:
    return ApiError(message, status=401, kept=False)
