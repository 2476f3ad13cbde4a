"""Every answer has the fields and types that the installed SDK declares."""

from __future__ import annotations

import builtins
import sys
import types
import typing
from typing import TYPE_CHECKING, Any, Literal, Union

import pytest
import stripe
import typing_extensions
from stripe._stripe_object import UntypedStripeObject
from stripe.terminal import Location, Reader

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl

_TERMINAL = {"Location": Location, "Reader": Reader}


class _Names(dict[str, Any]):
    """Finds the SDK's resources by name; one that the simulator never answers may be anything."""

    def __init__(self, declared: type) -> None:
        super().__init__({**_TERMINAL, **vars(declared)})
        self._elsewhere = {**vars(builtins), **vars(sys.modules[declared.__module__])}

    def __missing__(self, name: str) -> Any:  # noqa: ANN401 - whatever the SDK declares
        if name in self._elsewhere:
            raise KeyError(name)
        return getattr(stripe, name, Any)


def wrong_fields(value: Any, declared: Any, path: str) -> list[str]:  # noqa: ANN401, PLR0911 - one return per type
    """Where a decoded answer departs from what the SDK declares, as sentences."""
    origin, arguments = typing_extensions.get_origin(declared), typing_extensions.get_args(declared)
    if declared is Any or isinstance(declared, typing.TypeVar):
        return []
    if origin in (Union, types.UnionType):
        tried = [wrong_fields(value, option, path) for option in arguments]
        return min(tried, key=len)
    if origin is Literal:
        return [] if value in arguments else [f"{path}: {value!r} is not one of {arguments}"]
    if origin is list:
        return _wrong_items(value, arguments[0], path)
    if isinstance(origin, type) and issubclass(origin, stripe.ListObject):
        return _wrong_items(value["data"], arguments[0], f"{path}.data")
    if origin is dict or declared is UntypedStripeObject or origin is UntypedStripeObject:
        return [] if isinstance(value, dict) else [f"{path}: {value!r} is no hash"]
    if isinstance(declared, type) and issubclass(declared, stripe.StripeObject):
        return _wrong_object(value, declared, path)
    if declared is type(None):
        return [] if value is None else [f"{path}: {value!r} is not null"]
    exact = type(value) is declared
    return [] if exact else [f"{path}: {value!r} is no {getattr(declared, '__name__', declared)}"]


def _wrong_items(value: Any, declared: Any, path: str) -> list[str]:  # noqa: ANN401 - decoded JSON
    if not isinstance(value, list):
        return [f"{path}: {value!r} is no list"]
    return [
        wrong
        for index, item in enumerate(value)
        for wrong in wrong_fields(item, declared, f"{path}[{index}]")
    ]


def _wrong_object(value: Any, declared: type, path: str) -> list[str]:  # noqa: ANN401 - decoded JSON
    if not isinstance(value, dict):
        return [f"{path}: {value!r} is no object"]
    hints = {
        name: hint
        for name, hint in typing_extensions.get_type_hints(
            declared, localns=_Names(declared)
        ).items()
        if not name.startswith("_") and name in declared.__annotations__ and name != "OBJECT_NAME"
    }
    wrong = [f"{path}.{name}: not declared by the SDK" for name in value if name not in hints]
    for name, hint in hints.items():
        if name in value:
            wrong += wrong_fields(value[name], hint, f"{path}.{name}")
        elif type(None) not in typing_extensions.get_args(hint):
            wrong.append(f"{path}.{name}: missing")
    return wrong


def check(answer: stripe.StripeObject, declared: type) -> None:
    assert wrong_fields(answer.to_dict(), declared, declared.__name__) == []


def test_a_payments_objects_have_the_sdks_shape_at_every_step(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = make_intent(metadata={"a": "b"}, description="x")
    check(intent, stripe.PaymentIntent)
    process = {
        "payment_intent": intent.id,
        "process_config": {"enable_customer_cancellation": True},
    }
    check(client.v1.terminal.readers.process_payment_intent(reader.id, process), Reader)
    control.tap(reader.id, "declined")
    check(client.v1.terminal.readers.retrieve(reader.id), Reader)
    declined = client.v1.payment_intents.retrieve(intent.id)
    check(declined, stripe.PaymentIntent)
    check(client.v1.charges.retrieve(declined.latest_charge), stripe.Charge)

    client.v1.terminal.readers.process_payment_intent(reader.id, process)
    control.tap(reader.id)
    paid = client.v1.payment_intents.capture(intent.id, {"expand": ["latest_charge"]})
    check(paid, stripe.PaymentIntent)
    check(client.v1.charges.retrieve(paid.latest_charge.id), stripe.Charge)
    check(client.v1.refunds.create({"payment_intent": intent.id}), stripe.Refund)
    check(client.v1.terminal.readers.cancel_action(reader.id), Reader)


def test_a_failed_refund_and_a_location_have_the_sdks_shape(
    client: stripe.StripeClient,
    control: SimulatorControl,
    authorised: Callable[..., stripe.PaymentIntent],
) -> None:
    intent = authorised("refund_fails")
    client.v1.payment_intents.capture(intent.id)
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    control.advance_clock(3600)

    check(client.v1.refunds.retrieve(refund.id), stripe.Refund)
    check(client.v1.terminal.locations.list().data[0], Location)


def test_the_comparison_notices_a_missing_a_wrong_and_an_unknown_field(
    make_intent: Callable[..., stripe.PaymentIntent],
) -> None:
    answer = make_intent().to_dict()
    del answer["amount"]
    answer["currency"] = 5
    answer["price"] = 1

    wrong = wrong_fields(answer, stripe.PaymentIntent, "pi")

    assert len(wrong) == 3, wrong
    with pytest.raises(AssertionError):
        assert wrong == []
