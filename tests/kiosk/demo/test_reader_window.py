"""The drawn card reader: what it shows, and what its buttons do, in the real window."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtQml import QQmlApplicationEngine
from PySide6.QtQuick import QQuickItem, QQuickWindow

from kiosk.demo.reader_model import ReaderModel
from kiosk.demo.reader_screen import screen_of
from kiosk.demo.reader_window import load_window

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import stripe
    from pytestqt.qtbot import QtBot

    from kiosk.demo.stripe_simulator import ReaderView, SimulatorControl, StripeSimulator


@pytest.fixture
def model(qapp: object, control: SimulatorControl, reader: ReaderView) -> Iterator[ReaderModel]:
    del qapp
    model = ReaderModel(control, reader.id, issuer_seconds=3600)
    yield model
    model.close()


@pytest.fixture
def window(model: ReaderModel, qtbot: QtBot) -> Iterator[QQuickWindow]:
    engine = QQmlApplicationEngine()
    assert load_window(engine, model)
    window = engine.rootObjects()[0]
    assert isinstance(window, QQuickWindow)
    model.start()
    qtbot.waitUntil(lambda: model.label == "Entrance north")
    yield window
    shiboken6.delete(engine)


@pytest.fixture
def start_payment(
    client: stripe.StripeClient,
    reader: ReaderView,
    make_intent: Callable[..., stripe.PaymentIntent],
) -> Callable[[], str]:
    def start() -> str:
        intent = make_intent()
        client.v1.terminal.readers.process_payment_intent(
            reader.id,
            {
                "payment_intent": intent.id,
                "process_config": {"enable_customer_cancellation": True},
            },
        )
        return intent.id

    return start


def button(item: QQuickItem, text: str) -> QQuickItem | None:
    if item.property("text") == text and item.metaObject().className().startswith("ReaderButton"):
        return item
    found = (button(child, text) for child in item.childItems())
    return next((child for child in found if child is not None), None)


def press(qtbot: QtBot, window: QQuickWindow, text: str) -> None:
    item = button(window.contentItem(), text)
    assert item is not None, text
    qtbot.waitUntil(item.isEnabled)
    middle = item.mapToScene(item.boundingRect().center())
    qtbot.mouseClick(
        window, Qt.MouseButton.LeftButton, pos=QPoint(int(middle.x()), int(middle.y()))
    )


def test_a_good_card_pays_and_the_screen_tells_each_step(
    qtbot: QtBot,
    window: QQuickWindow,
    model: ReaderModel,
    control: SimulatorControl,
    start_payment: Callable[[], str],
) -> None:
    assert (model.state, model.amount) == ("idle", "")
    start_payment()
    qtbot.waitUntil(lambda: model.state == "present")
    assert model.amount == "12.00 EUR"

    press(qtbot, window, "Hold a good card to it")
    qtbot.waitUntil(lambda: model.state == "wait")
    control.advance_clock(3600)

    qtbot.waitUntil(lambda: model.state == "approved")
    assert control.payment_intents()[0].status == "requires_capture"


@pytest.mark.parametrize(
    ("text", "decline_code"),
    [
        ("A card that is declined", "generic_decline"),
        ("A card without funds", "insufficient_funds"),
    ],
)
def test_a_bad_card_is_declined(
    qtbot: QtBot,
    window: QQuickWindow,
    model: ReaderModel,
    *,
    control: SimulatorControl,
    start_payment: Callable[[], str],
    text: str,
    decline_code: str,
) -> None:
    start_payment()
    press(qtbot, window, text)
    qtbot.waitUntil(lambda: model.state == "wait")
    control.advance_clock(3600)

    qtbot.waitUntil(lambda: model.state == "declined")
    assert [charge.decline_code for charge in control.charges()] == [decline_code]


def test_the_driver_can_cancel_on_the_reader(
    qtbot: QtBot,
    window: QQuickWindow,
    model: ReaderModel,
    *,
    control: SimulatorControl,
    reader: ReaderView,
    start_payment: Callable[[], str],
) -> None:
    start_payment()
    press(qtbot, window, "Cancel")

    qtbot.waitUntil(lambda: model.state == "cancelled")
    assert control.reader(reader.id).failure_code == "customer_canceled"


def test_the_reader_can_be_taken_off_line_and_back(
    qtbot: QtBot,
    window: QQuickWindow,
    model: ReaderModel,
    client: stripe.StripeClient,
    reader: ReaderView,
) -> None:
    press(qtbot, window, "Take off line")
    qtbot.waitUntil(lambda: model.state == "offline")
    assert client.v1.terminal.readers.retrieve(reader.id).status == "offline"

    press(qtbot, window, "Back on line")
    qtbot.waitUntil(lambda: model.state == "idle")


def test_cards_cannot_be_held_to_a_reader_that_does_not_ask(
    window: QQuickWindow, model: ReaderModel
) -> None:
    item = button(window.contentItem(), "Hold a good card to it")

    assert item is not None
    assert not item.isEnabled()
    assert not model.canTap


def test_a_simulator_that_goes_away_and_comes_back_is_shown(
    qtbot: QtBot, window: QQuickWindow, model: ReaderModel, simulator: StripeSimulator
) -> None:
    assert window.isVisible()
    simulator.refuse_connections()
    qtbot.waitUntil(lambda: model.state == "unreachable")

    simulator.accept_connections()
    qtbot.waitUntil(lambda: model.state == "idle")


def test_amounts_are_written_with_the_currencys_decimals(reader: ReaderView) -> None:
    waiting = replace(reader, phase="waiting")

    def shown(amount: int, currency: str) -> str:
        return screen_of(replace(waiting, amount=amount, currency=currency)).amount

    assert shown(1200, "jpy") == "1200 JPY"
    assert shown(1205, "eur") == "12.05 EUR"
    assert shown(12050, "kwd") == "12.050 KWD"


def test_a_missing_simulator_is_one_sentence_and_exit_code_1() -> None:
    command = [sys.executable, "-m", "kiosk.demo.reader_window"]
    command += ["--simulator", "http://127.0.0.1:9", "--reader", "tmr_x"]

    ended = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)

    assert ended.returncode == 1
    assert ended.stderr.startswith("no reader tmr_x at http://127.0.0.1:9")
    assert ended.stderr.count("\n") == 1
