"""A Stripe account with card readers on loopback, for the demo, the tests and the benches.

The real Stripe SDK talks to it over HTTP. It keeps its state in one file, is as strict about
parameters as the SDK's own types, and misbehaves on demand::

    with StripeSimulator(folder / "stripe.sqlite") as simulator:
        client = stripe.StripeClient("sk_test_x", base_addresses={"api": simulator.url})
        control = SimulatorControl(simulator.url)
        reader = control.ensure_reader("Entrance")
        ...
        control.tap(reader.id, "good")
"""

from __future__ import annotations

from kiosk.demo.stripe_simulator.control import (
    ControlRefusedError,
    Fault,
    FaultKind,
    LoggedRequest,
    SimulatorControl,
    Weather,
)
from kiosk.demo.stripe_simulator.deliveries import Delivery, Manner
from kiosk.demo.stripe_simulator.process import SimulatorProcess
from kiosk.demo.stripe_simulator.reader_view import ReaderView
from kiosk.demo.stripe_simulator.server import StripeSimulator

__all__ = [
    "ControlRefusedError",
    "Delivery",
    "Fault",
    "FaultKind",
    "LoggedRequest",
    "Manner",
    "ReaderView",
    "SimulatorControl",
    "SimulatorProcess",
    "StripeSimulator",
    "Weather",
]
