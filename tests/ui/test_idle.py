"""Idleness with a clock that the test moves."""

from __future__ import annotations

import pytest

from core.outcomes import DeclineReason
from core.vehicles import VehicleType
from tests.shots.samples import HOLD, TICKET
from tests.shots.states import scene
from ui.idle import FORGET_AFTER, Gone, Idle, IdleWatch, Leaving, Quiet, look
from ui.journey import (
    ChooseDuration,
    Pay,
    PaymentCancelled,
    PaymentDeclined,
    Printing,
    Screen,
    ShowTicket,
    Welcome,
)
from ui.setup import Preferences

PRINTED = ShowTicket(TICKET, Printing.DONE)
UNPRINTED = ShowTicket(TICKET, Printing.FAILED)
CANCELLED = PaymentCancelled(may_be_reserved=True)
CHOOSE = ChooseDuration(VehicleType.REGULAR)


@pytest.mark.parametrize(
    ("screen", "untouched", "idle"),
    [
        pytest.param(CHOOSE, 29.9, Quiet(), id="still quiet"),
        pytest.param(CHOOSE, 30.0, Leaving(20), id="warns with 20 s left"),
        pytest.param(CHOOSE, 49.1, Leaving(1), id="the last second"),
        pytest.param(CHOOSE, 50.0, Gone(), id="gives up"),
        pytest.param(Pay(HOLD), 100_000.0, Quiet(), id="never during a payment"),
        pytest.param(PaymentDeclined(HOLD, DeclineReason.DECLINED), 60.0, Gone(), id="declined"),
        pytest.param(PRINTED, 0.0, Leaving(30), id="a ticket counts from the start"),
        pytest.param(PRINTED, 30.0, Gone(), id="a ticket goes home"),
        pytest.param(ShowTicket(TICKET), 60.0, Quiet(), id="a ticket waits for its paper"),
        pytest.param(UNPRINTED, 0.0, Leaving(120), id="a code to photograph has time"),
        pytest.param(UNPRINTED, 120.0, Gone(), id="a code to photograph goes home"),
        pytest.param(CANCELLED, 0.0, Leaving(20), id="cancelled counts, too"),
        pytest.param(Welcome(), 100_000.0, Quiet(), id="the welcome screen stays"),
    ],
)
def test_an_untouched_screen(screen: Screen, untouched: float, idle: Idle) -> None:
    assert look(scene(screen), untouched) == idle


def test_the_welcome_screen_forgets_the_last_drivers_look() -> None:
    german = scene(Welcome(), preferences=Preferences("de", contrast=True))

    assert look(german, FORGET_AFTER - 1) == Quiet()
    assert look(german, FORGET_AFTER) == Gone()


def test_an_open_help_does_not_stay_for_ever() -> None:
    assert look(scene(Welcome(), help_open=True), 50.0) == Gone()


def test_help_never_ends_a_payment() -> None:
    assert look(scene(Pay(HOLD), help_open=True), 100_000.0) == Quiet()


def test_one_touch_begins_anew() -> None:
    seconds = [100.0]
    watch = IdleWatch(lambda: seconds[0])
    seconds[0] = 145.0
    before = watch.look(scene(CHOOSE))

    watch.touched()

    assert (before, watch.look(scene(CHOOSE))) == (Leaving(5), Quiet())
