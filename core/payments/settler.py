"""The thread that settles: what nobody works on is finished while the kiosk runs."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Final

from core.db.errors import DatabaseUnavailableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.clock import Timer
    from core.payments.settlement import Settlement

log = logging.getLogger(__name__)

EVERY_S: Final = 15.0


class Settler:
    """Settles at start, whenever it is woken, and every few seconds; in a thread of its own."""

    def __init__(
        self,
        settlement: Settlement,
        *,
        clock: Timer,
        every_s: float = EVERY_S,
        before: Callable[[], object] = lambda: None,
        after: Callable[[], object] = lambda: None,
    ) -> None:
        """``before`` and ``after`` are done in every round, too: work that anybody may do any time.

        Whatever of it breaks, the rest is done.
        """
        self._clock = clock
        self._every_s = every_s
        self._waits = False
        self._woken = threading.Event()
        self._closed = closed = threading.Event()
        self._chores = (before, lambda: settlement.settle_dead(ended=closed.is_set), after)
        self._thread = threading.Thread(target=self.run, name="settler", daemon=True)

    def start(self) -> None:
        """Begin with what a dead process left behind."""
        self._woken.set()
        self._thread.start()

    def wake(self) -> None:
        """Look now instead of later."""
        self._woken.set()

    @property
    def closing(self) -> bool:
        """Whether work that takes long should stop early."""
        return self._closed.is_set()

    def close(self) -> None:
        """End the thread after the payment it is at."""
        self._closed.set()
        self._woken.set()
        if self._thread.is_alive():
            self._thread.join(timeout=15)

    def run(self) -> None:
        """Settle until closed, in the calling thread."""
        while not self._closed.is_set():
            self._clock.wait(self._woken, self._every_s)
            self._woken.clear()
            outages = [error for chore in self._chores if (error := self._do(chore))]
            if outages and not self._waits:
                log.warning("settlement waits", extra={"error": str(outages[0])})
            self._waits = bool(outages)

    def _do(self, chore: Callable[[], object]) -> DatabaseUnavailableError | None:
        if self._closed.is_set():
            return None
        try:
            chore()
        except DatabaseUnavailableError as error:
            return error
        except Exception:  # the thread must live: it is what finishes other people's payments
            log.exception("settlement failed")
        return None
