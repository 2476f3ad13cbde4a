"""What the protocol adds to a purchase, and what waiting for a driver asks of the processor."""

from __future__ import annotations

import statistics
import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from core.clock import SystemClock
from core.outcomes import Approved, Hold, PayPhase, Reserved, Stopped
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.services import Services, open_services
from kiosk.settings import load_settings
from tests.bench.figures import Figure, NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.world import World

PURCHASES: Final = 40
WARM_UP: Final = 3
WAIT_S: Final = 15.0


def measure(world: World) -> Iterator[Figure]:
    with _opened(world) as services:
        world.simulator.answer_by_itself(world.reader, "good")
        taken = [_overhead_s(world, services) for _ in range(WARM_UP + PURCHASES)][WARM_UP:]
        yield Figure(
            "pay_overhead_ms",
            statistics.median(taken) * 1000,
            "ms",
            60,
            "the processor's own answer times, as the simulator measured them; from the held spot "
            "to the ticket, the reader answering at once, every write on the disk",
        )
        world.simulator.answer_by_itself(world.reader, None)
        yield Figure(
            "polls_per_s",
            _polls_per_s(world, services),
            "1/s",
            1,
            f"one request a second; a driver who lets the reader wait for {WAIT_S:g} s",
        )


@contextmanager
def _opened(world: World) -> Iterator[Services]:
    services = open_services(load_settings(world.settings_file, {}))
    try:
        yield services
    finally:
        services.close()


def _overhead_s(world: World, services: Services) -> float:
    """Buy a ticket; return the seconds that were not the processor's."""
    hold = _hold(services)
    world.simulator.forget_requests()
    began = time.perf_counter()
    outcome = services.payments.pay(hold, lambda _: None)
    taken = time.perf_counter() - began
    if not isinstance(outcome, Approved):
        raise NotMeasuredError(f"Nothing was bought: {outcome}")
    services.reservations.complete(hold.reservation_id)
    return taken - sum(call.milliseconds for call in world.simulator.requests()) / 1000


def _polls_per_s(world: World, services: Services) -> float:
    """Let the reader wait for a card; return how often the processor was asked meanwhile."""
    hold = _hold(services)
    asked = threading.Event()
    counted: list[int] = []

    def leave() -> None:
        asked.wait()
        began = time.monotonic()
        world.simulator.forget_requests()
        time.sleep(WAIT_S - (time.monotonic() - began))
        counted.append(len(world.simulator.requests()))
        services.payments.stop(hold)

    def on_phase(phase: PayPhase) -> None:
        if phase is PayPhase.PRESENT_CARD:
            asked.set()

    driver = threading.Thread(target=leave)
    driver.start()
    outcome = services.payments.pay(hold, on_phase)
    asked.set()
    driver.join()
    if not isinstance(outcome, Stopped):
        raise NotMeasuredError(f"The driver was not waited for: {outcome}")
    return counted[0] / WAIT_S


def _hold(services: Services) -> Hold:
    period = stay(SystemClock().now(), services.garage.step)
    outcome = services.reservations.reserve(services.garage, VehicleType.COMPACT, period)
    if not isinstance(outcome, Reserved):
        raise NotMeasuredError(f"Nothing was reserved: {outcome}")
    return outcome.hold
