"""The driver's journey in a test's words."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from kiosk.demo.hand import Hand
from kiosk.kiosk import Kiosk
from kiosk.memory import Memory
from kiosk.settings import load_settings
from ui.screen_files import ScreenFiles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.demo.world import World

SIZE = QSize(1080, 1920)


class Driver:
    """Somebody at the window who sees what is on it and touches what can be touched."""

    def __init__(self, kiosk: Kiosk, *, patience_ms: int = 15_000) -> None:
        self.kiosk = kiosk
        self.hand = Hand(kiosk.window.quick)
        self._patience_ms = patience_ms

    @property
    def screen(self) -> str:
        return self.kiosk.visit.view_model.props.screen

    @property
    def phase(self) -> str:
        return self.kiosk.visit.screens.pay.props.phase

    def sees(self, *screens: str) -> str:
        self.hand.wait(
            lambda: self.screen in screens, " or ".join(screens), patience_ms=self._patience_ms
        )
        return self.screen

    def sees_counts(self) -> None:
        self.hand.wait(
            lambda: self.kiosk.visit.scene.counts.live,
            "the live counts",
            patience_ms=self._patience_ms,
        )

    def is_asked_for_a_card(self) -> None:
        self.hand.wait(
            lambda: self.screen == "pay" and self.phase == "present_card",
            "the prompt for a card",
            patience_ms=self._patience_ms,
        )

    def goes_to_pay(self, tile: str = "tile-compact", preset: str = "preset-2h") -> None:
        self.sees_counts()
        self.sees("welcome")
        self.hand.touch(tile)
        self.sees("duration")
        self.hand.touch(preset)
        self.hand.touch("pay")


@contextmanager
def kiosk_of(settings: Path, app: QGuiApplication | None = None) -> Iterator[Kiosk]:
    """A kiosk in this process, shown off screen, that fails the test on any QML warning."""
    running = app or QGuiApplication.instance()
    assert isinstance(running, QGuiApplication)
    loaded = load_settings(settings, {})
    kiosk = Kiosk(running, ScreenFiles(), loaded, Memory(loaded.state))
    warnings: list[str] = []
    kiosk.window.warned.connect(warnings.append)
    kiosk.window.show(SIZE)
    try:
        Hand(kiosk.window.quick).wait(lambda: kiosk.is_open, "the first frame")
        yield kiosk
    finally:
        kiosk.close()
    assert warnings == []


def buys(world: World, driver: Driver, card: str = "good") -> None:
    """Three touches and a tap."""
    driver.goes_to_pay()
    driver.is_asked_for_a_card()
    world.simulator.tap(world.reader, card)
