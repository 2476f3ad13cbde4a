"""``expand[]``: an id in the answer is replaced by the object it names.

Source: https://docs.stripe.com/expand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.errors import ApiError, invalid

if TYPE_CHECKING:
    from kiosk.demo.stripe_simulator.account import Account
    from kiosk.demo.stripe_simulator.json_types import JsonObject

_EXPANDABLE = frozenset({"latest_charge", "payment_intent", "charge", "location"})
_DEEPEST = 4


def expand(account: Account, rendered: JsonObject, paths: list[str]) -> None:
    """Expands each dotted path in place; ``data.`` reaches into a list's objects.

    Raises:
        ApiError: A property that cannot be expanded, or a path deeper than four levels.
    """
    for path in paths:
        parts = path.split(".")
        if len(parts) > _DEEPEST:
            raise invalid(f"You cannot expand more than {_DEEPEST} levels: {path}", param="expand")
        _expand(account, rendered, parts, path)


def _expand(account: Account, place: JsonObject, parts: list[str], path: str) -> None:
    name, rest = parts[0], parts[1:]
    value = place.get(name)
    if isinstance(value, str) and name in _EXPANDABLE:
        place[name] = value = account.rendered(value)
    if not rest:
        if name not in place or name not in _EXPANDABLE:
            raise _not_expandable(path)
        return
    inner = value if isinstance(value, list) else [value]
    for item in inner:
        if isinstance(item, dict):
            _expand(account, item, rest, path)
        elif item is not None or name not in _EXPANDABLE:
            raise _not_expandable(path)


def _not_expandable(path: str) -> ApiError:
    return invalid(f"This property cannot be expanded ({path}).", param="expand")
