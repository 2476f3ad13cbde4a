"""How a webhook proves that it comes from Stripe.

Source: https://docs.stripe.com/webhooks/signature: the header ``Stripe-Signature`` carries the
time and an HMAC with SHA-256, in hexadecimal, over time, full stop and body.
"""

from __future__ import annotations

import hashlib
import hmac


def signature_header(body: str, secret: str, *, timestamp: int) -> str:
    """The header's value.

    Args:
        body: Exactly what is sent.
        secret: The endpoint's.
        timestamp: Unix seconds, when it is sent.
    """
    signed = f"{timestamp}.{body}".encode()
    mac = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={mac}"
