"""A kiosk's process that kills itself at a step of a purchase, as a power cut would."""

from __future__ import annotations

import os
import signal
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeVar, cast

from core.db.database import Database
from core.payments.paying import Payments
from core.payments.stripe_terminal import StripeTerminal
from tests.core.fixtures import HURRIED
from tests.core.shop import KEY, Shop, open_shop
from tests.core.small_garage import small_plan

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from core.outcomes import Hold, PayOutcome
    from core.payments.ledger import Payment
    from core.payments.paying import OnPhase
    from core.payments.provider import CardTerminal, Intent

T = TypeVar("T")


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


class SteppedTerminal:
    """Each call of the card processor is two steps: not asked yet, and done without an answer."""

    def __init__(self, terminal: CardTerminal, steps: Steps) -> None:
        self._terminal = terminal
        self._steps = steps

    def __getattr__(self, name: str) -> Callable[..., object]:
        """Return the call with its steps."""

        def call(*args: object, **more: object) -> object:
            self._steps.reached(f"before {name}")
            answer = getattr(self._terminal, name)(*args, **more)
            self._steps.reached(f"after {name}")
            return answer

        return call


def purchase(
    url: str, stripe_url: str, name: str, journey: str, *, dies_at: int = 0, careless: bool = False
) -> list[str]:
    """Open a kiosk of this name, go on this journey, and return its steps, unless it dies."""
    steps = Steps(dies_at)
    database = SteppedDatabase(url, steps)
    terminal = SteppedTerminal(StripeTerminal(KEY, api_url=stripe_url), steps)
    shop = open_shop(
        database,
        stripe_url,
        name=name,
        plan=small_plan(compact=60),
        window=timedelta() if journey == "nobody pays" else timedelta(seconds=30),
        card_terminal=cast("CardTerminal", terminal),
    )
    if careless:
        Payments._authorised = _capture_first  # type: ignore[method-assign]  # the control
    hold = shop.sell() if journey in AFTER_A_SALE else None
    steps.counting = True
    if hold is None:
        JOURNEYS[journey](shop)
    else:
        AFTER_A_SALE[journey](shop, hold)
    database.close()
    return steps.taken


def in_a_process(*args: Any, **more: Any) -> None:
    """Go on a purchase in a process of its own, in a hurry."""
    for where, name, seconds in HURRIED:
        setattr(where, name, seconds)
    purchase(*args, **more)


def _pays(shop: Shop) -> None:
    shop.pay(shop.hold(), shop.tap)


def _is_declined_and_pays(shop: Shop) -> None:
    hold = shop.hold()
    shop.pay(hold, lambda: shop.tap("declined"))
    shop.pay(hold, shop.tap)


def _stops(shop: Shop) -> None:
    hold = shop.hold()
    shop.pay(hold, lambda: shop.payments.stop(hold))


def _taps_too_late(shop: Shop) -> None:
    hold = shop.hold()

    def stop_and_tap() -> None:
        shop.payments.stop(hold)
        shop.tap()

    shop.pay(hold, stop_and_tap)


def _nobody_pays(shop: Shop) -> None:
    shop.pay(shop.hold())


def _settles(shop: Shop) -> None:
    shop.settle_all()


JOURNEYS: dict[str, Callable[[Shop], None]] = {
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
