"""Lists, page by page, the newest first.

Source: https://docs.stripe.com/api/pagination.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from kiosk.demo.stripe_simulator.errors import invalid, missing_object

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kiosk.demo.stripe_simulator.json_types import JsonObject

_DEFAULT_LIMIT = 10
_LARGEST_LIMIT = 100


def page(url: str, newest_first: Iterable[JsonObject], params: JsonObject) -> JsonObject:
    """One page of a list.

    Args:
        url: The list's path.
        newest_first: Rendered objects that passed the list's filters.
        params: ``limit`` (1 to 100, default 10), ``starting_after`` and ``ending_before``.

    Raises:
        ApiError: A limit out of range, or a cursor that is not in the list.
    """
    limit = int(params.get("limit", _DEFAULT_LIMIT))
    if not 1 <= limit <= _LARGEST_LIMIT:
        raise invalid(
            f"This value must be between 1 and {_LARGEST_LIMIT} (it currently is '{limit}').",
            param="limit",
            code="parameter_invalid_integer",
        )
    if "starting_after" not in params and "ending_before" not in params:
        first = list(islice(newest_first, limit + 1))
        return _listed(url, first[:limit], has_more=len(first) > limit)
    items = list(newest_first)
    if "starting_after" in params:
        items = items[_index(items, params["starting_after"], "starting_after") + 1 :]
    if "ending_before" in params:
        items = items[: _index(items, params["ending_before"], "ending_before")]
        return _listed(url, items[-limit:], has_more=len(items) > limit)
    return _listed(url, items[:limit], has_more=len(items) > limit)


def created_within(created: int, bounds: int | dict[str, int] | None) -> bool:
    """Whether a creation time passes the ``created`` filter (a time, or gt/gte/lt/lte)."""
    if bounds is None:
        return True
    if isinstance(bounds, int):
        return created == bounds
    return (
        created > bounds.get("gt", created - 1)
        and created >= bounds.get("gte", created)
        and created < bounds.get("lt", created + 1)
        and created <= bounds.get("lte", created)
    )


def _index(items: list[JsonObject], cursor: str, param: str) -> int:
    for index, item in enumerate(items):
        if item["id"] == cursor:
            return index
    raise missing_object("object", cursor, param=param, status=400)


def _listed(url: str, data: list[JsonObject], *, has_more: bool) -> JsonObject:
    return {"object": "list", "data": data, "has_more": has_more, "url": url}
