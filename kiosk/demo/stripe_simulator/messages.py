"""What goes over the wire, free of sockets: a request, and what becomes of it."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kiosk.demo.stripe_simulator.json_types import JsonObject


@dataclass(frozen=True, kw_only=True)
class Request:
    """One HTTP request; header names are in lower case."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One HTTP answer. ``truncated`` sends half of it and closes the connection."""

    status: int
    body: str
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = "application/json"
    truncated: bool = False


@dataclass(frozen=True)
class HangUp:
    """The connection closes without an answer."""


Outcome: TypeAlias = Answer | HangUp


def json_answer(status: int, body: JsonObject, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer whose body is ``body`` as JSON."""
    return Answer(status=status, body=json.dumps(body), headers=headers or {})
