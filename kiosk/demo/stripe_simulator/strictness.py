"""Checks what a caller sent against what the SDK's types allow, and gives it its types back.

Source of the messages' codes: https://docs.stripe.com/error-codes.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, assert_never

from kiosk.demo.stripe_simulator.errors import ApiError, invalid
from kiosk.demo.stripe_simulator.sdk_parameters import (
    AnyOf,
    Flag,
    ListOf,
    MapOf,
    Number,
    OneOf,
    Record,
    Shape,
    Text,
    Whole,
)

if TYPE_CHECKING:
    from collections.abc import Collection

    from kiosk.demo.stripe_simulator.json_types import JsonObject
    from kiosk.demo.stripe_simulator.request_parameters import RawParams

_INTEGER = re.compile(r"-?\d+\Z")
_NUMBER = re.compile(r"-?\d+(\.\d+)?\Z")


def checked(raw: RawParams, record: Record, *, modelled: Collection[str]) -> JsonObject:
    """The parameters with their types, or the error Stripe would answer.

    Args:
        raw: As decoded from the request.
        record: What the SDK knows for this call.
        modelled: The top-level parameters whose effect is simulated. Others that Stripe knows are
            refused too: silently ignoring them would pretend an effect.

    Raises:
        ApiError: ``parameter_unknown``, ``parameter_missing``, a wrong type, or not modelled.
    """
    params = _record(raw, record, "")
    for name in params:
        if name not in modelled and name != "expand":
            raise invalid(
                f"The simulator does not model the parameter '{name}' of this call.",
                param=name,
                code="simulator_not_modelled",
            )
    return params


def _record(raw: RawParams, record: Record, path: str) -> JsonObject:
    for name in raw:
        if name not in record.fields:
            param = _join(path, name)
            raise invalid(
                f"Received unknown parameter: {param}", param=param, code="parameter_unknown"
            )
    for name in sorted(record.required):
        if name not in raw:
            param = _join(path, name)
            raise invalid(
                f"Missing required param: {param}.", param=param, code="parameter_missing"
            )
    return {name: _value(raw[name], record.fields[name], _join(path, name)) for name in raw}


def _value(raw: str | RawParams, shape: Shape, path: str) -> Any:  # noqa: ANN401, C901, PLR0911 - one case per shape
    match shape:
        case AnyOf():
            return _first_that_fits(raw, shape, path)
        case Record():
            return _record(_hash(raw, path), shape, path)
        case MapOf():
            return {
                key: _value(value, shape.value, _join(path, key))
                for key, value in _hash(raw, path).items()
            }
        case ListOf():
            return [
                _value(value, shape.item, _join(path, index))
                for index, value in _list(raw, path).items()
            ]
        case OneOf():
            text = _scalar(raw, path)
            if text not in shape.words:
                raise invalid(
                    f"Invalid {path}: must be one of {', '.join(shape.words)}", param=path
                )
            return text
        case Whole():
            return int(_matching(_scalar(raw, path), _INTEGER, "integer", path))
        case Number():
            return _matching(_scalar(raw, path), _NUMBER, "decimal", path)
        case Flag():
            text = _scalar(raw, path)
            if text not in ("true", "false"):
                raise invalid(f"Invalid boolean: {text}", param=path)
            return text == "true"
        case Text():
            return _text(_scalar(raw, path), path)
        case _:
            assert_never(shape)


def _first_that_fits(raw: str | RawParams, shape: AnyOf, path: str) -> Any:  # noqa: ANN401 - any shape
    error: ApiError | None = None
    for option in shape.options:
        try:
            return _value(raw, option, path)
        except ApiError as refused:
            nested = isinstance(option, Record | MapOf | ListOf)
            if error is None or nested is isinstance(raw, dict):
                error = refused
    raise error or invalid(f"Invalid {path}", param=path)


def _hash(raw: str | RawParams, path: str) -> RawParams:
    if isinstance(raw, str):
        raise invalid(f"Invalid hash: {path}", param=path)
    return raw


def _list(raw: str | RawParams, path: str) -> RawParams:
    if isinstance(raw, str) or not all(index.isdigit() for index in raw):
        raise invalid(f"Invalid array: {path}", param=path)
    return dict(sorted(raw.items(), key=lambda item: int(item[0])))


def _scalar(raw: str | RawParams, path: str) -> str:
    if not isinstance(raw, str):
        raise invalid(f"Invalid string: {path}", param=path)
    return raw


def _matching(text: str, pattern: re.Pattern[str], kind: str, path: str) -> str:
    if not pattern.match(text):
        code = "parameter_invalid_integer" if kind == "integer" else None
        raise invalid(f"Invalid {kind}: {text}", param=path, code=code)
    return text


def _text(text: str, path: str) -> str:
    if text == "" and not path.startswith("metadata["):
        raise invalid(
            f"You passed an empty string for '{path}'; it cannot be unset.",
            param=path,
            code="parameter_invalid_empty",
        )
    return text


def _join(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name
