"""Form-encoded parameters as Stripe's v1 API takes them: ``cart[line_items][0][amount]=300``."""

from __future__ import annotations

import re
from typing import TypeAlias, Union
from urllib.parse import parse_qsl

from kiosk.demo.stripe_simulator.errors import invalid

RawParams: TypeAlias = dict[str, Union[str, "RawParams"]]
"""Still text; a list is a dict whose keys count from "0"."""

_KEY = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)\Z")
_PART = re.compile(r"\[([^\[\]]*)\]")


def decode(encoded: str) -> RawParams:
    """Nested parameters from a query string or form body.

    Raises:
        ApiError: A key that is no well-formed path, or a name used both as value and as hash.
    """
    params: RawParams = {}
    for key, value in parse_qsl(encoded, keep_blank_values=True):
        match = _KEY.match(key)
        if match is None:
            raise invalid(f"Invalid parameter name: {key}", param=key)
        path = [match[1], *_PART.findall(match[2])]
        place = params
        for part in path[:-1]:
            inner = place.setdefault(part, {})
            if isinstance(inner, str):
                raise invalid(f"Invalid parameter name: {key}", param=key)
            place = inner
        last = path[-1] or str(len(place))
        place[last] = value
    return params
