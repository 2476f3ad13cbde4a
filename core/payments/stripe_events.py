"""Stripe's events (webhooks): who sent one, and which payment it is about. Nothing else is read.

Source: https://docs.stripe.com/webhooks and https://docs.stripe.com/api/events/types.
"""

from __future__ import annotations

import json
from typing import Final

import stripe

TOLERANCE_S: Final = 300
"""How old a signature may be: what somebody recorded cannot be sent again later."""

_PROMPT: Final = ("action", "process_payment_intent", "payment_intent")
INTENT_IN: Final = {
    "payment_intent.amount_capturable_updated": ("id",),
    "payment_intent.payment_failed": ("id",),
    "payment_intent.canceled": ("id",),
    "terminal.reader.action_succeeded": _PROMPT,
    "terminal.reader.action_failed": _PROMPT,
    "refund.updated": ("payment_intent",),
    "refund.failed": ("payment_intent",),
}
"""The events that speed something up, and where in their object the PaymentIntent's id is."""


class UnverifiedError(Exception):
    """It cannot be shown that Stripe has sent this, now; the message says why."""


def intent_told_of(body: bytes, signature: str, secret: str) -> str | None:
    """Return the id of the PaymentIntent that something may have happened to.

    Args:
        body: exactly what was sent.
        signature: the header ``Stripe-Signature``.
        secret: of the webhook endpoint (``whsec_...``).

    Returns:
        None for events that speed nothing up.

    Raises:
        UnverifiedError: unless Stripe has signed it in the last minutes.
    """
    if not signature.isascii():
        raise UnverifiedError("the signature is none")
    try:
        stripe.WebhookSignature.verify_header(body, signature, secret, TOLERANCE_S)
        event = json.loads(body)
    except stripe.SignatureVerificationError as error:
        raise UnverifiedError(error.user_message or "the signature is wrong") from error
    except ValueError as error:  # no text, or no JSON
        raise UnverifiedError("the body is no event") from error
    return _intent_of(event)


def _intent_of(event: object) -> str | None:
    kind = _at(event, ("type",))
    path = INTENT_IN.get(kind) if isinstance(kind, str) else None
    found = None if path is None else _at(event, ("data", "object", *path))
    return found if isinstance(found, str) else None


def _at(value: object, path: tuple[str, ...]) -> object:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value
