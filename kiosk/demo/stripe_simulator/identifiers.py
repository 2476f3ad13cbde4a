"""Identifiers in Stripe's form: a prefix that names the kind, then random letters and digits."""

from __future__ import annotations

import secrets
import string

_ALPHABET = string.ascii_letters + string.digits
_LENGTH = 24


def new_id(prefix: str) -> str:
    """A fresh identifier such as ``pi_4f...`` (``prefix`` without the underscore)."""
    return f"{prefix}_{''.join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))}"
