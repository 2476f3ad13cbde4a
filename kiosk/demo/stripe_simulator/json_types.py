"""The one loose type: an object as it travels in JSON."""

from __future__ import annotations

from typing import Any, TypeAlias

JsonObject: TypeAlias = dict[str, Any]
"""A decoded JSON object; its shape is fixed where it is rendered, and checked against the SDK."""
