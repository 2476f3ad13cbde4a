"""The guided tour: the real screens, worked by touch in a real world, from welcome to the ticket.

Leaves a numbered picture of each step in a folder, and the ticket as ``ticket.pdf``. It ends with
exit code 0 only if every step was seen, and the money and the database agree.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize
from PySide6.QtGui import QGuiApplication

from core.outcomes import Reserved
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.demo.evidence import check_sale
from kiosk.demo.hand import Hand, NotSeenError
from kiosk.demo.stripe_simulator import Fault, FaultKind
from kiosk.kiosk import Kiosk
from kiosk.memory import Memory
from kiosk.settings import load_settings
from ui.screen_files import ScreenFiles

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtGui import QImage

    from core.outcomes import Hold
    from kiosk.demo.world import World
    from ui.view_models.app import AppProps

PORTRAIT: Final = QSize(1080, 1920)
LANDSCAPE: Final = QSize(1920, 1080)
SMALL: Final = QSize(1280, 800)


class Tour:
    """One tour through one world, into one folder."""

    def __init__(self, world: World, folder: Path) -> None:
        self._world = world
        self._folder = folder
        self._pictures = 0
        self._papers: set[Path] = set()
        self._problems: list[str] = []

    def run(self) -> int:
        """Take the tour; return the exit code."""
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in [*self._folder.glob("[0-9][0-9]-*.png"), self._folder / "ticket.pdf"]:
            old.unlink(missing_ok=True)
        app = QGuiApplication.instance() or QGuiApplication(sys.argv[:1])
        if not isinstance(app, QGuiApplication):
            raise TypeError(app)
        settings = load_settings(self._world.settings_file, {})
        kiosk = Kiosk(app, ScreenFiles(), settings, Memory(settings.state))
        kiosk.window.warned.connect(self._problems.append)
        try:
            kiosk.window.show(PORTRAIT)
            self._kiosk = kiosk
            self._hand = Hand(kiosk.window.quick)
            self._see(lambda: kiosk.is_open, "the first frame")
            for step in self._steps():
                step()
        except NotSeenError as error:
            self._problems.append(str(error))
            self._picture("where-it-stopped")
        finally:
            kiosk.close()
        for problem in self._problems:
            sys.stderr.write(f"kiosk: {problem}\n")
        sys.stdout.write(f"{self._pictures} pictures and the ticket are in {self._folder}\n")
        return 1 if self._problems else 0

    def _steps(self) -> tuple[Callable[[], None], ...]:
        return (
            self._welcome,
            self._buy_with_two_cards,
            self._german,
            self._unknown_outcome,
            self._high_contrast,
            self._reader_off_line,
            self._full,
            self._landscape,
        )

    # The steps

    def _welcome(self) -> None:
        self._see(lambda: self._screen == "welcome" and self._counts_known, "the live counts")
        self._picture("welcome")

    def _buy_with_two_cards(self) -> None:
        """Four hours for a regular vehicle: a declined card first, then a good one."""
        self._hand.touch("tile-regular")
        self._see(lambda: self._screen == "duration", "the duration screen")
        self._hand.touch("preset-4h")
        self._picture("duration")
        self._hand.touch("pay")
        self._see(lambda: self._asks_for_card, "the prompt for a card")
        self._picture("pay")
        self._world.simulator.tap(self._world.reader, "insufficient_funds")
        self._see(lambda: self._screen == "declined", "the declined card")
        self._picture("declined")
        self._hand.touch("tryAgain")
        self._see(lambda: self._asks_for_card, "the prompt for another card")
        self._world.simulator.tap(self._world.reader, "good")
        self._see(lambda: self._screen == "ticket", "the ticket")
        self._see(lambda: self._kiosk.visit.screens.ticket.props.printing == "done", "the paper")
        self._picture("ticket")
        ticket = self._check_paper()
        if ticket is not None:
            shutil.copyfile(ticket, self._folder / "ticket.pdf")
        self._hand.touch("done")
        self._see(lambda: self._screen == "welcome", "the welcome screen after the ticket")

    def _german(self) -> None:
        self._hand.touch("language-de")
        self._see(lambda: self._app.language == "de", "German")
        self._picture("welcome-german")
        self._hand.touch("tile-compact")
        self._see(lambda: self._screen == "duration", "the duration screen in German")
        self._picture("duration-german")

    def _unknown_outcome(self) -> None:
        """The card is read, and then no answer comes for a while: one charge, and one ticket."""
        self._hand.touch("pay")
        self._see(lambda: self._asks_for_card, "the prompt for a card in German")
        silence = Fault(kind=FaultKind.DROP_BEFORE, method="GET", path="/v1/*", times=1000)
        self._world.simulator.inject(silence)
        self._world.simulator.tap(self._world.reader, "good")
        self._see(lambda: self._phase == "checking", "the word that the payment is being checked")
        self._picture("checking-german")
        self._hand.touch("language-en")
        self._see(lambda: self._app.language == "en", "English")
        self._picture("checking")
        self._world.simulator.forget_faults()
        self._see(lambda: self._screen == "ticket", "the ticket of the payment that was checked")
        self._see(lambda: self._kiosk.visit.screens.ticket.props.printing == "done", "its paper")
        self._picture("checked-ticket")
        self._check_paper()
        self._hand.touch("done")

    def _high_contrast(self) -> None:
        self._see(lambda: self._screen == "welcome", "the welcome screen")
        self._hand.touch("contrast")
        self._see(lambda: self._app.theme == "contrast", "high contrast")
        self._picture("welcome-high-contrast")
        self._hand.touch("tile-large")
        self._see(lambda: self._screen == "duration", "the duration screen in high contrast")
        self._picture("duration-high-contrast")
        self._hand.touch("back")
        self._see(lambda: self._screen == "welcome", "the welcome screen")
        self._hand.touch("contrast")

    def _reader_off_line(self) -> None:
        """The reader fails between two drivers, and the kiosk comes back by itself."""
        self._world.simulator.set_connection(self._world.reader, "offline")
        self._see(lambda: self._screen == "out_of_service", "out of service", patience_s=15)
        self._picture("reader-off-line")
        self._world.simulator.set_connection(self._world.reader, "online")
        self._see(lambda: self._screen == "welcome", "the kiosk back in service", patience_s=15)

    def _full(self) -> None:
        """No spot for large vehicles is left; the other garage has some."""
        holds: list[Hold] = []
        tile = self._touch_full_tile(holds)
        while self._screen != "full":  # somebody may leave at any moment, also between two looks
            self._hand.touch("back")
            self._see(lambda: self._screen == "welcome", "the welcome screen")
            tile = self._touch_full_tile(holds)
        self._keep("welcome-large-full", tile)
        self._see(lambda: self._kiosk.visit.screens.full.props.elsewhere != (), "elsewhere")
        self._picture("full")
        self._hand.touch("back")
        for hold in holds:
            self._world.reservations.cancel(hold.reservation_id)
        self._see(lambda: self._large_free > 0, "free spots after the others have left")

    def _touch_full_tile(self, holds: list[Hold]) -> QImage:
        """Fill the garage, look at the full tile and touch it."""
        holds += self._fill(VehicleType.LARGE)
        self._see(lambda: self._large_free == 0, "a full tile")
        tile = self._look()
        self._hand.touch("tile-large")
        self._see(lambda: self._screen != "welcome", "the next screen")
        return tile

    def _landscape(self) -> None:
        self._kiosk.window.show(LANDSCAPE)
        self._see(lambda: self._kiosk.window.quick.size() == LANDSCAPE, "the wide window")
        self._picture("welcome-landscape")
        self._hand.touch("tile-compact")
        self._see(lambda: self._screen == "duration", "the duration screen")
        self._picture("duration-landscape")
        self._hand.touch("pay")
        self._see(lambda: self._asks_for_card, "the prompt for a card")
        self._picture("pay-landscape")
        self._hand.touch("cancel")
        self._see(lambda: self._screen == "cancelled", "the word that nothing was charged")
        self._picture("cancelled-landscape")
        self._hand.touch("done")
        self._see(lambda: self._screen == "welcome", "the welcome screen after cancelling")
        self._kiosk.window.show(SMALL)
        self._see(lambda: self._kiosk.window.quick.size() == SMALL, "the small window")
        self._picture("welcome-small")

    # What the steps use

    @property
    def _app(self) -> AppProps:
        return self._kiosk.visit.view_model.props

    @property
    def _screen(self) -> str:
        return self._app.screen

    @property
    def _counts_known(self) -> bool:
        return self._kiosk.visit.scene.counts.live

    @property
    def _phase(self) -> str:
        return self._kiosk.visit.screens.pay.props.phase

    @property
    def _asks_for_card(self) -> bool:
        return self._screen == "pay" and self._phase == "present_card"

    @property
    def _large_free(self) -> int:
        known = self._kiosk.visit.scene.counts.availability
        return -1 if known is None else known.free[VehicleType.LARGE]

    def _fill(self, kind: VehicleType) -> list[Hold]:
        """Hold every spot that is left for this type of vehicle."""
        holds: list[Hold] = []
        garage = self._world.garage
        period = stay(self._kiosk.visit.scene.now, garage.step)
        while True:
            outcome = self._world.reservations.reserve(garage, kind, period)
            if not isinstance(outcome, Reserved):
                return holds
            holds.append(outcome.hold)

    def _check_paper(self) -> Path | None:
        """Hold the one new ticket against the database and the provider; return it."""
        new = set(self._world.tickets.glob("ticket-*.pdf")) - self._papers
        self._papers |= new
        if len(new) != 1:
            self._problems.append(f"{len(new)} tickets were printed instead of 1.")
            return None
        (ticket,) = new
        self._problems += check_sale(self._world, ticket)
        return ticket

    def _see(self, seen: Callable[[], bool], what: str, *, patience_s: int = 10) -> None:
        self._hand.wait(seen, what, patience_ms=patience_s * 1000)

    def _picture(self, name: str) -> None:
        self._keep(name, self._look())

    def _look(self) -> QImage:
        self._hand.settle()
        return self._hand.look()

    def _keep(self, name: str, picture: QImage) -> None:
        self._pictures += 1
        picture.save(str(self._folder / f"{self._pictures:02}-{name}.png"))
