"""Where a decoded answer departs from what the installed SDK declares."""

from __future__ import annotations

import types
import typing
from typing import Any, Literal, Union

import stripe
import typing_extensions
from stripe._error_object import ErrorObject
from stripe._stripe_object import UntypedStripeObject

from tests.stripe_sdk.declared import fields_of

BEYOND_THE_SDK = frozenset(
    {
        # https://docs.stripe.com/changelog/endive/2026-09-30, not in the SDK's list of codes.
        "payment_method_types_no_longer_supported",
        # The simulator's own: what Stripe would do is not known here, so it must not be asked.
        "simulator_not_modelled",
    }
)
"""Error codes that are right although the SDK does not list them."""


def departures(value: Any, declared: Any, path: str) -> list[str]:  # noqa: ANN401, PLR0911 - one return per type
    """Sentences about missing, unknown and mistyped fields and about words that are not listed.

    Args:
        value: Decoded JSON.
        declared: The SDK's type for it.
        path: What to call the value in the sentences.
    """
    origin, arguments = typing_extensions.get_origin(declared), typing_extensions.get_args(declared)
    if declared is Any or isinstance(declared, typing.TypeVar):
        return []
    if origin in (Union, types.UnionType):
        return _of_union(value, arguments, path)
    if origin is Literal:
        return [] if value in arguments else [f"{path}: {value!r} is not one of {arguments}"]
    if origin is list:
        return _of_items(value, arguments[0], path)
    if isinstance(origin, type) and issubclass(origin, stripe.ListObject):
        return _of_list(value, arguments[0], path)
    if origin is dict or declared is UntypedStripeObject or origin is UntypedStripeObject:
        return [] if isinstance(value, dict) else [f"{path}: {value!r} is no hash"]
    if isinstance(declared, type) and issubclass(declared, stripe.StripeObject):
        return _of_object(value, declared, path)
    if declared is type(None):
        return [] if value is None else [f"{path}: {value!r} is not null"]
    exact = type(value) is declared
    return [] if exact else [f"{path}: {value!r} is no {getattr(declared, '__name__', declared)}"]


def departures_of_error(body: Any, path: str = "error") -> list[str]:  # noqa: ANN401 - decoded JSON
    """The same for an answer that is an error; its words are those of ``last_payment_error``."""
    if not isinstance(body, dict) or set(body) != {"error"} or not isinstance(body["error"], dict):
        return [f"{path}: {body!r} is not one error"]
    error = body["error"]
    words = fields_of(stripe.PaymentIntent.LastPaymentError)
    wrong = departures(error, ErrorObject, path)
    wrong += departures(error.get("type"), words["type"], f"{path}.type")
    if error.get("code") not in BEYOND_THE_SDK:
        wrong += departures(error.get("code"), words["code"], f"{path}.code")
    return wrong


def _of_union(value: Any, options: tuple[Any, ...], path: str) -> list[str]:  # noqa: ANN401 - decoded JSON
    # ``Literal[...] | str`` is how the SDK writes a list that may grow: today's words count here.
    flat = [
        inner
        for option in options
        for inner in (
            typing_extensions.get_args(option)
            if typing_extensions.get_origin(option) in (Union, types.UnionType)
            else (option,)
        )
    ]
    if any(typing_extensions.get_origin(option) is Literal for option in flat):
        flat = [option for option in flat if option is not str]
    tried = [departures(value, option, path) for option in flat]
    # A wrong object is described field by field, and not as "is no string".
    described = [
        wrong
        for wrong, option in zip(tried, flat, strict=True)
        if isinstance(value, dict)
        and isinstance(option, type)
        and issubclass(option, stripe.StripeObject)
    ]
    good = [wrong for wrong in tried if not wrong]
    return min(good or described or tried, key=len)


def _of_items(value: Any, declared: Any, path: str) -> list[str]:  # noqa: ANN401 - decoded JSON
    if not isinstance(value, list):
        return [f"{path}: {value!r} is no list"]
    return [
        wrong
        for index, item in enumerate(value)
        for wrong in departures(item, declared, f"{path}[{index}]")
    ]


def _of_list(value: Any, declared: Any, path: str) -> list[str]:  # noqa: ANN401 - decoded JSON
    if not isinstance(value, dict) or set(value) != {"object", "data", "has_more", "url"}:
        return [f"{path}: {value!r} is no list object"]
    wrong = departures(value["object"], Literal["list"], f"{path}.object")
    wrong += departures(value["has_more"], bool, f"{path}.has_more")
    wrong += departures(value["url"], str, f"{path}.url")
    return wrong + _of_items(value["data"], declared, f"{path}.data")


def _of_object(value: Any, declared: type, path: str) -> list[str]:  # noqa: ANN401 - decoded JSON
    if not isinstance(value, dict):
        return [f"{path}: {value!r} is no object"]
    fields = fields_of(declared)
    wrong = [f"{path}.{name}: not declared by the SDK" for name in value if name not in fields]
    for name, hint in fields.items():
        if name in value:
            wrong += departures(value[name], hint, f"{path}.{name}")
        elif type(None) not in typing_extensions.get_args(hint):
            wrong.append(f"{path}.{name}: missing")
    return wrong
