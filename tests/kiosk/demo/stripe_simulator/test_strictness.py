"""What Stripe refuses, the simulator refuses: parameters, credentials, versions, addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator.routes import ROUTES
from kiosk.demo.stripe_simulator.sdk_parameters import sdk_api_version, sdk_parameters

if TYPE_CHECKING:
    from collections.abc import Callable

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl, StripeSimulator
    from kiosk.demo.stripe_simulator.routes import Route

GOOD = {"amount": 1200, "currency": "eur"}


def refusal(call: Callable[[], object]) -> stripe.InvalidRequestError:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        call()
    return refused.value


@pytest.mark.parametrize(
    ("params", "code", "param"),
    [
        ({**GOOD, "amuont": 5}, "parameter_unknown", "amuont"),
        ({"currency": "eur"}, "parameter_missing", "amount"),
        ({"amount": 1200}, "parameter_missing", "currency"),
        ({**GOOD, "amount": "12.50"}, "parameter_invalid_integer", "amount"),
        ({**GOOD, "currency": ""}, "parameter_invalid_empty", "currency"),
        ({**GOOD, "capture_method": "later"}, None, "capture_method"),
        (
            {**GOOD, "allowed_payment_method_types": "card_present"},
            None,
            "allowed_payment_method_types",
        ),
        ({**GOOD, "metadata": "x"}, None, "metadata"),
        ({**GOOD, "metadata": {"k": "v" * 501}}, None, "metadata[k]"),
        ({**GOOD, "expand": ["amount"]}, None, "expand"),
        ({**GOOD, "confirm": True}, "simulator_not_modelled", "confirm"),
        (
            {**GOOD, "payment_method_types": ["card_present"]},
            "payment_method_types_no_longer_supported",
            "payment_method_types",
        ),
    ],
    ids=lambda value: str(value) if isinstance(value, str) else "",
)
def test_a_payment_with_a_wrong_parameter_is_refused_and_not_made(
    client: stripe.StripeClient,
    control: SimulatorControl,
    params: dict[str, object],
    code: str | None,
    param: str,
) -> None:
    error = refusal(lambda: client.v1.payment_intents.create(params))

    assert (error.http_status, error.code, error.param) == (400, code, param)
    assert control.payment_intents() == []


def test_nested_parameters_are_checked_by_their_path(
    client: stripe.StripeClient, reader: ReaderView
) -> None:
    readers = client.v1.terminal.readers
    item = {"amount": 1, "description": "x"}
    cart = {"currency": "eur", "total": 1, "line_items": [item]}

    error = refusal(lambda: readers.set_reader_display(reader.id, {"type": "cart", "cart": cart}))
    assert (error.code, error.param) == ("parameter_missing", "cart[line_items][0][quantity]")

    config = {"enable_customer_cancelation": True}
    error = refusal(
        lambda: readers.process_payment_intent(
            reader.id, {"payment_intent": "pi_x", "process_config": config}
        )
    )
    assert error.code == "parameter_unknown"
    assert error.param == "process_config[enable_customer_cancelation]"

    config = {"enable_customer_cancellation": "yes"}
    error = refusal(
        lambda: readers.process_payment_intent(
            reader.id, {"payment_intent": "pi_x", "process_config": config}
        )
    )
    assert error.param == "process_config[enable_customer_cancellation]"


def test_a_list_takes_its_filters_only(client: stripe.StripeClient) -> None:
    listed = client.v1.payment_intents.list
    assert refusal(lambda: listed({"created": {"since": 1}})).param == "created[since]"
    assert refusal(lambda: listed({"limit": 101})).param == "limit"
    assert refusal(lambda: listed({"starting_after": "pi_none"})).param == "starting_after"
    assert refusal(lambda: listed({"status": "canceled"})).code == "parameter_unknown"


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route.method} {route.template}")
def test_every_modelled_parameter_is_one_that_the_sdk_knows(route: Route) -> None:
    assert route.modelled <= sdk_parameters(route.parameters).fields.keys()


@pytest.mark.parametrize("key", ["pk_test_public", "sk_live_real", "garage"])
def test_only_test_mode_secret_keys_are_let_in(
    simulator: StripeSimulator, make_client: Callable[..., stripe.StripeClient], key: str
) -> None:
    with pytest.raises(stripe.AuthenticationError) as refused:
        make_client(simulator.url, key=key).v1.payment_intents.list()

    assert refused.value.http_status == 401


def test_a_key_may_come_as_basic_user_name(simulator: StripeSimulator) -> None:
    import requests  # noqa: PLC0415 - the SDK's own HTTP library, only needed here

    url = f"{simulator.url}/v1/payment_intents"
    assert requests.get(url, auth=("sk_test_x", ""), timeout=5).status_code == 200
    assert requests.get(url, timeout=5).status_code == 401


def test_another_api_version_is_refused(client: stripe.StripeClient) -> None:
    error = refusal(
        lambda: client.v1.payment_intents.list(options={"stripe_version": "2023-08-16"})
    )
    assert sdk_api_version() in str(error)


def test_an_address_that_is_not_modelled_is_a_404(client: stripe.StripeClient) -> None:
    assert refusal(client.v1.customers.list).http_status == 404


def test_every_answer_names_its_request(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    listed = client.v1.payment_intents.list()

    assert listed.last_response.request_id == control.requests()[-1].request_id
    error = refusal(lambda: client.v1.payment_intents.retrieve("pi_none"))
    assert error.request_id == control.requests()[-1].request_id
