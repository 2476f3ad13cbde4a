"""A kiosk in a process of its own, worked by a script: ``python -m tests.journeys.kiosk_process``.

Prints a JSON line for each screen it sees, so that a test can wait for one, or kill it there.

    SETTINGS show              only looks
    SETTINGS buy               buys once, to the ticket; somebody else presents the card
    SETTINGS buy-until-full    buys until the garage is full
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication

from tests.journeys.steps import Driver, kiosk_of

PATIENCE_MS = 60_000


def say(**facts: object) -> None:
    sys.stdout.write(json.dumps(facts) + "\n")
    sys.stdout.flush()


def pays(driver: Driver) -> bool:
    """Touch on "pay" until it is taken; go back if the last spot goes before that."""
    stay = driver.kiosk.visit.screens.duration

    def waits() -> bool:
        return driver.screen == "duration" and not stay.props.busy

    while waits():
        if stay.props.free == 0:
            driver.hand.touch("back")
            return False
        driver.hand.touch_if_there("pay")
        driver.hand.wait(
            lambda: not waits() or stay.props.free == 0 or driver.hand.sees("pay"),
            "an answer",
            patience_ms=PATIENCE_MS,
        )
    return True


def buy_until_full(driver: Driver) -> None:
    while True:
        driver.sees("welcome")
        driver.hand.touch("tile-compact")
        if driver.sees("duration", "full") == "duration" and not pays(driver):
            continue
        if driver.sees("ticket", "full", "failed", "out_of_service", "declined") != "ticket":
            return
        driver.hand.wait(
            lambda: driver.kiosk.visit.screens.ticket.props.printing == "done", "the paper"
        )
        driver.hand.touch("done")


def main() -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    settings, script = Path(sys.argv[1]), sys.argv[2]
    app = QGuiApplication(sys.argv[:1])
    with kiosk_of(settings, app) as kiosk:
        driver = Driver(kiosk, patience_ms=PATIENCE_MS)
        view_model = kiosk.visit.view_model
        view_model.screenChanged.connect(lambda: say(screen=driver.screen))  # type: ignore[attr-defined]
        kiosk.visit.screens.pay.phaseChanged.connect(lambda: say(phase=driver.phase))  # type: ignore[attr-defined]
        driver.sees_counts()
        say(screen=driver.screen, live=True)
        match script:
            case "buy":
                driver.goes_to_pay()
                driver.sees("ticket")
            case "buy-until-full":
                buy_until_full(driver)
                say(ended=driver.screen)
            case "show":
                sys.stdin.read()
            case _:
                raise SystemExit(script)
    return 0


if __name__ == "__main__":
    sys.exit(main())
