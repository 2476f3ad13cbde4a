"""What is being paid at this kiosk at this moment, so that any thread can stop it or hurry it."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from core.ids import PaymentId, ReservationId


class Running:
    """One ``pay`` that has not returned yet.

    Attributes:
        payment_id: what it watches; None before a reader was told.
        stopped: set for good when nothing is to be charged any more.
        woken: set when there is a reason to look now: it was stopped, or there is news.
    """

    def __init__(self) -> None:
        self.payment_id: PaymentId | None = None
        self.stopped = threading.Event()
        self.woken = threading.Event()

    def stop(self) -> None:
        """Let it end, soon."""
        self.stopped.set()
        self.woken.set()

    def hurry(self) -> None:
        """Let it look at the payment now instead of later."""
        self.woken.set()


class RunningPayments:
    """Every ``pay`` of this kiosk that has not returned yet. Safe to share between threads."""

    def __init__(self) -> None:
        self._by_reservation: dict[ReservationId, Running] = {}
        self._beginning = threading.Lock()

    @contextmanager
    def running(self, reservation_id: ReservationId) -> Iterator[Running]:
        """Count the block as a running payment."""
        with self._beginning:
            running = self._by_reservation.setdefault(reservation_id, Running())
        try:
            yield running
        finally:
            self._by_reservation.pop(reservation_id, None)

    @contextmanager
    def none_begins(self) -> Iterator[bool]:
        """Let no payment begin during the block, which is told whether none runs."""
        with self._beginning:
            yield not self._by_reservation

    def of(self, reservation_id: ReservationId) -> Running | None:
        """Return the reservation's running payment, if there is one."""
        return self._by_reservation.get(reservation_id)

    def watching(self, payment_id: PaymentId) -> Running | None:
        """Return who watches the payment here, if somebody does."""
        runs = list(self._by_reservation.values())
        return next((running for running in runs if running.payment_id == payment_id), None)

    def stop(self) -> None:
        """Let all of them end, soon."""
        for running in list(self._by_reservation.values()):
            running.stop()
