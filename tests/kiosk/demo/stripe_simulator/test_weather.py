"""Faults by a seed: the same seed brings the same faults, and all of them come."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
import stripe

from kiosk.demo.stripe_simulator import (
    ControlRefusedError,
    Fault,
    FaultKind,
    SimulatorControl,
    SimulatorProcess,
    Weather,
)
from kiosk.demo.stripe_simulator.faults import TAP
from kiosk.demo.stripe_simulator.weather import MISFORTUNES

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from kiosk.demo.stripe_simulator import ReaderView

CAPTURE = "/v1/payment_intents/pi_1/capture"
PROCESS = "/v1/terminal/readers/tmr_1/process_payment_intent"
CANCEL_ACTION = "/v1/terminal/readers/tmr_1/cancel_action"
CALLS = [
    ("POST", CAPTURE),
    ("POST", PROCESS),
    ("POST", CANCEL_ACTION),
    ("GET", "/v1/terminal/readers/tmr_1"),
    (TAP, "/v1/terminal/readers/tmr_1"),
]


def forecast(weather: Weather, method: str, path: str, calls: int) -> list[str | None]:
    struck = [weather.strikes(method, path, count) for count in range(calls)]
    return [None if fault is None else fault.name for fault in struck]


def look_often(client: stripe.StripeClient, times: int) -> None:
    for _ in range(times):
        with suppress(stripe.StripeError):
            client.v1.payment_intents.list()


def test_the_same_seed_brings_the_same_faults_to_the_real_sdk(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    told = []
    for seed in (7, 7, 8):
        control.set_weather(Weather(seed=seed, rate=0.5))
        control.forget_requests()
        look_often(client, 20)
        told.append([call.fault for call in control.requests()])

    assert (
        told[0] == told[1] == forecast(Weather(seed=7, rate=0.5), "GET", "/v1/payment_intents", 20)
    )
    assert told[0] != told[2]
    assert sum(control.misfortunes().values()) == sum(fault is not None for fault in told[2])


@pytest.mark.parametrize("name", MISFORTUNES)
def test_every_misfortune_comes_some_time(name: str) -> None:
    weather = Weather(seed=1, rate=1.0)

    assert any(name in forecast(weather, method, path, 400) for method, path in CALLS)


def test_weights_and_the_rate_are_kept() -> None:
    weather = Weather(seed=1, rate=0.25, weights={"answer_lost": 3, "garbage": 1, "slow": 0})

    met = forecast(weather, "POST", CAPTURE, 4000)

    assert 850 < len(met) - met.count(None) < 1150
    assert 2.4 < met.count("answer_lost") / met.count("garbage") < 3.8
    assert met.count("slow") == 0


def test_what_somebody_polls_does_not_change_the_fate_of_other_calls(
    client: stripe.StripeClient,
    control: SimulatorControl,
    reader: ReaderView,
) -> None:
    fates = []
    for looks in (0, 5):
        control.set_weather(Weather(seed=3, rate=0.5, weights={"rate_limited": 1}))
        control.forget_requests()
        for _ in range(8):
            look_often(client, looks)
            with suppress(stripe.StripeError):
                client.v1.terminal.readers.cancel_action(reader.id)
        fates.append([call.fault for call in control.requests() if call.method == "POST"])

    assert fates[0] == fates[1]


def test_the_weather_goes_on_where_it_was_after_a_restart(
    tmp_path: Path, make_client: Callable[..., stripe.StripeClient]
) -> None:
    weather = Weather(seed=7, rate=0.5, weights={"unavailable": 1})
    with SimulatorProcess(tmp_path / "stripe.sqlite") as process:
        control, client = SimulatorControl(process.url), make_client(process.url)
        control.set_weather(weather)
        look_often(client, 6)

        process.kill()
        process.start()

        look_often(make_client(process.url), 6)
        met = [call.fault for call in control.requests()]
    assert met == forecast(weather, "GET", "/v1/payment_intents", 12)


def test_a_scripted_fault_goes_first_and_fine_weather_ends_it(
    client: stripe.StripeClient, control: SimulatorControl
) -> None:
    control.set_weather(Weather(seed=7, rate=1.0, weights={"unavailable": 1}))
    control.inject(Fault(kind=FaultKind.ERROR_BEFORE, error="rate_limited", name="mine"))

    look_often(client, 2)
    control.set_weather(None)
    look_often(client, 1)

    assert [call.fault for call in control.requests()] == ["mine", "unavailable", None]


def test_a_misfortune_that_nobody_knows_is_refused(control: SimulatorControl) -> None:
    with pytest.raises(ValueError, match="frogs"):
        Weather(seed=1, rate=1.0, weights={"frogs": 1})
    with pytest.raises(ControlRefusedError, match="unexpected keyword"):
        control._call("POST", "weather", {"wind": 1})
