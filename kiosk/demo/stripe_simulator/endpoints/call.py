"""What every endpoint is given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.errors import invalid

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject

_MOST_KEYS = 50
_LONGEST_KEY = 40
_LONGEST_VALUE = 500


@dataclass(frozen=True)
class Call:
    """One validated request.

    Attributes:
        account: The account at the moment of the request, inside a transaction.
        ids: The path's variables, such as ``{"intent": "pi_..."}``.
        params: The parameters with their types; only known and modelled ones.
    """

    account: Account
    ids: dict[str, str]
    params: JsonObject


def merged_metadata(old: dict[str, str], new: JsonObject | str | None) -> dict[str, str]:
    """Metadata after an update: an empty value removes its key, an empty string removes all.

    Raises:
        ApiError: More than 50 keys, a key over 40 characters, or a value over 500 (Stripe's limits:
            https://docs.stripe.com/metadata).
    """
    if new is None:
        return old
    if isinstance(new, str):
        return {}
    merged = {key: value for key, value in {**old, **new}.items() if value != ""}
    if len(merged) > _MOST_KEYS:
        raise invalid(f"Metadata can have at most {_MOST_KEYS} keys.", param="metadata")
    for key, value in merged.items():
        if len(key) > _LONGEST_KEY or len(value) > _LONGEST_VALUE:
            raise invalid(
                f"Metadata keys have at most {_LONGEST_KEY} characters, values {_LONGEST_VALUE}.",
                param=f"metadata[{key}]",
            )
    return merged
