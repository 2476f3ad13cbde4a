"""A kiosk's process that kills itself at a step of a purchase, as a power cut would."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from enum import StrEnum
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar, cast

from core.clock import SystemClock
from core.db.database import Database
from core.outcomes import Approved
from core.payments.paying import Payments
from core.payments.stripe_terminal import StripeTerminal
from core.tickets.records import note_print, times_printed
from core.tickets.texts import ENGLISH
from kiosk import printing
from kiosk.devices.folder_printer import FolderPrinter
from kiosk.ports import PaymentsPort, TicketsPort
from tests.core.fixtures import HURRIED
from tests.core.shop import KEY, Shop, open_shop
from tests.core.small_garage import small_plan

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy import Connection

    from core.outcomes import Hold, PayOutcome
    from core.payments.ledger import Payment
    from core.payments.paying import OnPhase
    from core.payments.provider import CardTerminal, Intent
    from core.tickets.codes import TicketCode
    from kiosk.devices.printer import Printer
    from kiosk.opening import Opening

T = TypeVar("T")


class Careless(StrEnum):
    """What a kiosk does wrong, for the controls."""

    CAPTURES_FIRST = "takes the money before the decision is written"
    NOTES_FIRST = "notes a print before the paper is there"


class Steps:
    """Counts what a purchase asks of the world, and dies at one of them; 0 is never."""

    def __init__(self, dies_at: int = 0) -> None:
        self.taken: list[str] = []
        self.counting = False
        self._dies_at = dies_at

    def reached(self, step: str) -> None:
        """Go on, or die."""
        if not self.counting:
            return
        self.taken.append(step)
        if len(self.taken) == self._dies_at:
            os.kill(os.getpid(), signal.SIGKILL)


class SteppedDatabase(Database):
    """Each transaction is two steps: not begun yet, and committed without anybody knowing."""

    def __init__(self, url: str, steps: Steps) -> None:
        super().__init__(url)
        self._steps = steps

    def transaction(self, work: Callable[[Connection], T]) -> T:
        """Step, run, step."""
        return self._stepped(super().transaction, work)

    def statement(self, work: Callable[[Connection], T]) -> T:
        """Step, run, step."""
        return self._stepped(super().statement, work)

    def _stepped(
        self, run: Callable[[Callable[[Connection], T]], T], work: Callable[[Connection], T]
    ) -> T:
        self._steps.reached(f"before {work.__qualname__}")
        answer = run(work)
        self._steps.reached(f"after {work.__qualname__}")
        return answer


class Stepped:
    """A device, each call of which is two steps: not asked yet, and done without an answer."""

    def __init__(self, device: CardTerminal | Printer, steps: Steps) -> None:
        self._device = device
        self._steps = steps

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Return the call with its steps."""

        def call(*args: object, **more: object) -> object:
            self._steps.reached(f"before {name}")
            answer = getattr(self._device, name)(*args, **more)
            self._steps.reached(f"after {name}")
            return answer

        return call


def purchase(
    url: str,
    stripe_url: str,
    paper: Path,
    name: str,
    journey: str,
    *,
    dies_at: int = 0,
) -> list[str]:
    """Open a kiosk of this name, go on this journey, and return its steps, unless it dies.

    Args:
        paper: the folder in which its tickets come out.
        journey: one of `JOURNEYS` or `AFTER_A_SALE`.
        dies_at: the number of the step, from 1.
    """
    steps = Steps(dies_at)
    database = SteppedDatabase(url, steps)
    terminal = Stepped(StripeTerminal(KEY, api_url=stripe_url), steps)
    shop = open_shop(
        database,
        stripe_url,
        name=name,
        plan=small_plan(compact=60),
        window=timedelta() if journey == "nobody pays" else timedelta(seconds=30),
        card_terminal=cast("CardTerminal", terminal),
    )
    tickets = _give_ports(shop, cast("Printer", Stepped(FolderPrinter(paper), steps)))
    hold = shop.sell() if journey in AFTER_A_SALE else None
    steps.counting = True
    if hold is None:
        JOURNEYS[journey](shop, tickets)
    else:
        AFTER_A_SALE[journey](shop, hold)
    database.close()
    return steps.taken


def in_a_process(*args: Any, careless: Careless | None = None, **more: Any) -> None:
    """Go on a purchase in a process of its own, in a hurry, and careless if that is asked for."""
    for where, name, seconds in HURRIED:
        setattr(where, name, seconds)
    if careless is not None:
        setattr(*CARELESS[careless])
    purchase(*args, **more)


def _give_ports(shop: Shop, printer: Printer) -> TicketsPort:
    """Let the shop sell through the screens' ports, which ask the printer; return its tickets'."""
    services = SimpleNamespace(database=shop.database, payments=shop.payments)
    opening = cast("Opening", SimpleNamespace(services=lambda: services))
    port = PaymentsPort(opening, lambda: printer, SystemClock())
    shop.payments = cast("Payments", port)
    return TicketsPort(opening, lambda: printer)


def _pays(shop: Shop, tickets: TicketsPort) -> None:
    _pay_and_print(shop, tickets, shop.hold())


def _is_declined_and_pays(shop: Shop, tickets: TicketsPort) -> None:
    hold = shop.hold()
    shop.pay(hold, lambda: shop.tap("declined"))
    _pay_and_print(shop, tickets, hold)


def _pay_and_print(shop: Shop, tickets: TicketsPort, hold: Hold) -> None:
    outcome = shop.pay(hold, shop.tap)
    assert isinstance(outcome, Approved)
    assert tickets.print(outcome.ticket, ENGLISH)


def _stops(shop: Shop, _tickets: TicketsPort) -> None:
    hold = shop.hold()
    shop.pay(hold, lambda: shop.payments.stop(hold))


def _taps_too_late(shop: Shop, _tickets: TicketsPort) -> None:
    hold = shop.hold()

    def stop_and_tap() -> None:
        shop.payments.stop(hold)
        shop.tap()

    shop.pay(hold, stop_and_tap)


def _nobody_pays(shop: Shop, _tickets: TicketsPort) -> None:
    shop.pay(shop.hold())


def _settles(shop: Shop, _tickets: TicketsPort) -> None:
    shop.settle_all()


JOURNEYS: dict[str, Callable[[Shop, TicketsPort], None]] = {
    "pays": _pays,
    "is declined and pays": _is_declined_and_pays,
    "stops": _stops,
    "taps too late": _taps_too_late,
    "nobody pays": _nobody_pays,
    "settles": _settles,
}


AFTER_A_SALE: dict[str, Callable[[Shop, Hold], object]] = {
    "is refunded": lambda shop, hold: shop.refund(hold),
    "is refunded in part": lambda shop, hold: shop.refund(hold, 100),
    "is refunded and leaves": lambda shop, hold: shop.refund(hold, end_stay=True),
}
"""What is done with a ticket that was sold before the steps are counted."""


def _capture_first(
    self: Payments, payment: Payment, intent: Intent, on_phase: OnPhase
) -> PayOutcome:
    """Take the money before the decision is written, as most programs do."""
    self._terminal.capture(intent.id, key=payment.key("capture:0"))
    return _careful(self, payment, intent, on_phase)


_careful = Payments._authorised


def _note_first(connection: Connection, code: TicketCode) -> int:
    """Count a ticket as printed before the printer has it."""
    printed = times_printed(connection, code)
    note_print(connection, code)
    return printed


CARELESS: dict[Careless, tuple[object, str, object]] = {
    Careless.CAPTURES_FIRST: (Payments, "_authorised", _capture_first),
    Careless.NOTES_FIRST: (printing, "times_printed", _note_first),
}
"""What is put in whose place."""
