"""The Stripe adapter's test world: the simulator."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Final

from core.ids import ReaderId
from core.money import currency
from core.payments.stripe_terminal import StripeTerminal
from kiosk.demo.stripe_simulator import Fault, FaultKind, SimulatorControl
from tests.core.payments.conformance.lab import Books

if TYPE_CHECKING:
    from core.money import Currency
    from core.payments.provider import CardAccount, CardTerminal
    from kiosk.demo.stripe_simulator import StripeSimulator
    from tests.core.payments.conformance.lab import Card

KEY: Final = "sk_test_garage"
_CARDS: Final[dict[Card, str]] = {"good": "good", "short of funds": "insufficient_funds"}
_WITH_THE_REPEAT: Final = 2
"""The SDK repeats a call once by itself."""


class StripeLab:
    """A ``Lab``."""

    def __init__(self, simulator: StripeSimulator) -> None:
        self._simulator = simulator
        self._control = SimulatorControl(simulator.url)
        stripe = StripeTerminal(KEY, api_url=simulator.url)
        self.terminal: CardTerminal = stripe
        self.account: CardAccount = stripe
        self.reader = ReaderId(self._control.ensure_reader("lab").id)
        self.currencies: tuple[Currency, ...] = tuple(map(currency, ("EUR", "JPY", "KWD")))

    def books(self) -> Books:
        intents = self._control.payment_intents()
        return Books(
            payments=len(intents),
            held=sum(intent.amount_capturable for intent in intents),
            taken=sum(intent.amount_received for intent in intents),
            given_back=sum(refund.amount for refund in self._control.refunds()),
        )

    def tap(self, card: Card = "good") -> None:
        self._control.tap(self.reader, _CARDS[card])

    def begin_to_read(self) -> None:
        self._control.tap(self.reader, issuer_seconds=None)

    def let_issuer_answer(self) -> None:
        self._control.let_issuer_answer(self.reader)

    def press_cancel(self) -> None:
        self._control.press_cancel(self.reader)

    def unplug(self) -> None:
        self._control.set_connection(self.reader, "offline")

    def confuse_the_reader(self) -> None:
        self._control.inject(Fault(kind=FaultKind.TAP_CONNECTION_ERROR, method="TAP"))

    def time_out_the_reader(self) -> None:
        self._control.inject(
            Fault(kind=FaultKind.ERROR_AFTER, method="POST", error="reader_timeout")
        )

    def lose_the_answer(self) -> None:
        self._control.inject(Fault(kind=FaultKind.DROP_AFTER, times=_WITH_THE_REPEAT))

    def lose_the_request(self) -> None:
        self._control.inject(Fault(kind=FaultKind.DROP_BEFORE, times=_WITH_THE_REPEAT))

    def overload(self) -> None:
        self._strike("rate_limited")

    def break_down(self) -> None:
        self._strike("unavailable")

    def answer_between(self, status: int) -> None:
        times = _WITH_THE_REPEAT if status >= HTTPStatus.INTERNAL_SERVER_ERROR else 1
        self._control.inject(Fault(kind=FaultKind.GARBAGE_AFTER, status=status, times=times))

    def _strike(self, error: str) -> None:
        # What the SDK does not repeat by itself must not meet the call after it.
        self._control.forget_faults()
        self._control.inject(
            Fault(kind=FaultKind.ERROR_BEFORE, error=error, times=_WITH_THE_REPEAT)
        )

    def go_away(self) -> None:
        self._simulator.refuse_connections()

    def stranger(self, secret: str) -> CardTerminal:
        return StripeTerminal(secret, api_url=self._simulator.url)

    def strange_account(self, secret: str) -> CardAccount:
        return StripeTerminal(secret, api_url=self._simulator.url)
