"""Why a refund failed and what to do about it, in the words that its row keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from core.money import Money
from core.payments.provider import ChargeDisputedError, RefundStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from core.payments.provider import ProviderError, RefundRecord
    from core.payments.refunds import Refund

_NOBODY_HAS_IT: Final = "refund again, or give the money back in another way"
_DISPUTED: Final = (
    "the driver disputes the charge at the bank; answer that in the processor's dashboard, and "
    "give nothing back by hand: the bank may do it, too"
)


def refused_by(error: ProviderError) -> str:
    """Return why there is no refund where the processor refused it."""
    if isinstance(error, ChargeDisputedError):
        return _DISPUTED
    return f"{error}; {_NOBODY_HAS_IT}"


def sent_back(record: RefundRecord) -> str:
    """Return why there is no refund where the bank did not take it, or sent it back."""
    return f"the bank refused it ({record.problem or 'no reason given'}); {_NOBODY_HAS_IT}"


def beyond_the_charge(refund: Refund, records: Iterable[RefundRecord]) -> str | None:
    """Return why there can be no such refund beside those of ``records``, or None if there can.

    The database sees to its own refunds; others are made in the processor's dashboard.
    """
    gone = sum(one.amount.minor for one in records if one.status is not RefundStatus.FAILED)
    left = refund.charged.minor - gone
    if refund.amount.minor <= left:
        return None
    code = refund.charged.currency
    said = (
        f"{Money(gone, code)} of {refund.charged} went back already, some of it in the "
        "processor's dashboard; "
    )
    return said + (f"refund at most {Money(left, code)}" if left > 0 else "nothing is left")
