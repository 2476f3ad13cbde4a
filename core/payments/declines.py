"""What a decline means to a driver. Codes: Stripe, "Decline codes"."""

from __future__ import annotations

from typing import Final

from core.outcomes import DeclineReason

_REASONS: Final[dict[str, DeclineReason]] = {
    "insufficient_funds": DeclineReason.INSUFFICIENT_FUNDS,
    "card_velocity_exceeded": DeclineReason.INSUFFICIENT_FUNDS,
    "withdrawal_count_limit_exceeded": DeclineReason.INSUFFICIENT_FUNDS,
    "expired_card": DeclineReason.EXPIRED_CARD,
    "incorrect_pin": DeclineReason.WRONG_PIN,
    "invalid_pin": DeclineReason.WRONG_PIN,
    "offline_pin_required": DeclineReason.WRONG_PIN,
    "online_or_offline_pin_required": DeclineReason.WRONG_PIN,
    "pin_try_exceeded": DeclineReason.TOO_MANY_PIN_TRIES,
    "call_issuer": DeclineReason.CALL_ISSUER,
    "issuer_not_available": DeclineReason.TRY_AGAIN,
    "processing_error": DeclineReason.TRY_AGAIN,
    "reenter_transaction": DeclineReason.TRY_AGAIN,
    "try_again_later": DeclineReason.TRY_AGAIN,
    "card_read_error": DeclineReason.TRY_AGAIN,
    "card_not_supported": DeclineReason.NOT_SUPPORTED,
    "currency_not_supported": DeclineReason.NOT_SUPPORTED,
    "invalid_amount": DeclineReason.NOT_SUPPORTED,
    "service_not_allowed": DeclineReason.NOT_SUPPORTED,
    "transaction_not_allowed": DeclineReason.NOT_SUPPORTED,
    "not_permitted": DeclineReason.NOT_SUPPORTED,
}


def decline_reason(*codes: str | None) -> DeclineReason:
    """Return the reason of the first code that has one of its own, else a plain decline."""
    for code in codes:
        if code in _REASONS:
            return _REASONS[code]
    return DeclineReason.DECLINED
