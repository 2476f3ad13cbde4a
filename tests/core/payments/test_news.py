"""News makes a kiosk look sooner, but not more often than it may, and decides nothing."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final, cast

import pytest

from core.ids import KioskId, PaymentId, ReaderId, ReservationId
from core.money import Money, currency
from core.payments import watching
from core.payments.ledger import Payment
from core.payments.news import PaymentNews
from core.payments.provider import ActionStatus, Intent, IntentStatus, ReaderState
from core.payments.running import Running
from core.payments.states import PaymentState
from core.payments.watching import ReaderReplaced, TimeUp, Watch

if TYPE_CHECKING:
    from threading import Event

    from core.payments.ledger import Ledger
    from core.payments.paying import Payments
    from core.payments.provider import CardTerminal
    from core.payments.settler import Settler

WINDOW_S: Final = 20
MOST: Final = 5 * WINDOW_S + 10
"""Five requests a second, and the first look and the end besides."""
PRICE: Final = Money(1200, currency("EUR"))
OURS: Final = "pi_ours"


class _Time:
    """Passes only while somebody waits."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> datetime:
        return datetime.fromtimestamp(self.seconds, UTC)

    def monotonic(self) -> float:
        return self.seconds

    def wait(self, event: Event, seconds: float) -> bool:
        if not event.is_set():
            self.seconds += seconds
        return event.is_set()

    def pause(self, seconds: float) -> None:
        self.seconds += seconds


class _Storm:
    """A processor with which nothing happens, but which never stops telling news."""

    def __init__(self, time: _Time, intent_at_reader: str = OURS) -> None:
        self.asked = 0
        self.running = Running()
        self._time = time
        self._at_reader = intent_at_reader

    def reader(self, _reader: ReaderId) -> ReaderState:
        self._ask()
        return ReaderState(
            online=True, action=ActionStatus.IN_PROGRESS, intent_id=self._at_reader, declined=None
        )

    def look(self, intent_id: str) -> Intent:
        self._ask()
        return Intent(
            id=intent_id,
            status=IntentStatus.WAITING,
            amount=PRICE,
            capturable=Money(0, PRICE.currency),
            live=False,
            card_only=True,
            capture_before=None,
            declined=None,
            card=None,
            metadata={},
        )

    def cancel_action(self, _reader: ReaderId) -> None:
        self._ask()

    def heartbeat(self, _payment: Payment, **_: object) -> PaymentState:
        return PaymentState.ARMED

    def watch(self) -> Watch:
        return Watch(
            cast("Ledger", self),
            cast("CardTerminal", self),
            _payment(),
            window_s=WINDOW_S,
            running=self.running,
            on_phase=lambda _: None,
            clock=self._time,
        )

    def _ask(self) -> None:
        self.asked += 1
        self.running.hurry()


def _payment() -> Payment:
    return Payment(
        id=PaymentId(1),
        reservation_id=ReservationId(1),
        kiosk_id=KioskId(1),
        reader_id=ReaderId("tmr_1"),
        amount=PRICE,
        state=PaymentState.ARMED,
        intent_id=OURS,
        tries=1,
        capture_tries=0,
        void_tries=0,
        created_at=datetime.now(UTC),
        nonce=None,
    )


def test_a_storm_of_news_costs_five_requests_a_second() -> None:
    time = _Time()
    storm = _Storm(time)

    assert storm.watch().run() == TimeUp()

    assert time.seconds == pytest.approx(WINDOW_S, abs=1)
    assert storm.asked <= MOST


def test_control_without_the_limit_it_costs_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watching, "RUNG_EVERY_S", 0.1)
    storm = _Storm(_Time())

    storm.watch().run()

    assert storm.asked > 2 * MOST


def test_a_late_reader_is_given_its_time_however_often_it_is_looked_at() -> None:
    time = _Time()

    assert _Storm(time, intent_at_reader="pi_earlier").watch().run() == ReaderReplaced()

    assert watching.POLL_S <= time.seconds < WINDOW_S


class _Kiosk:
    """Whoever can be told news; notes who was."""

    def __init__(self, running: PaymentId) -> None:
        self.told: list[str] = []
        self._running = running

    def hurry(self, payment_id: PaymentId) -> bool:
        if payment_id != self._running:
            return False
        self.told.append("payment")
        return True

    def wake(self) -> None:
        self.told.append("settler")


def test_news_goes_to_the_running_payment_and_else_to_the_settler_once_a_second() -> None:
    time = _Time()
    kiosk = _Kiosk(running=PaymentId(7))
    news = PaymentNews(cast("Payments", kiosk), cast("Settler", kiosk), time)

    for message in ("7", "8", "9", "", "seven", "7; --", "7"):
        news.hear(message)
    assert kiosk.told == ["payment", "settler", "payment"]

    time.pause(1)
    news.hear("8")
    assert kiosk.told == ["payment", "settler", "payment", "settler"]
