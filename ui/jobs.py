"""The one place with threads: work goes out on a lane, its answer comes back on the GUI thread.

    jobs.run(Lane.DB, lambda: booking.reserve(...), timeout=10.0, then=self._reserved)

``then`` hears exactly one answer: ``Done``, ``Broke`` or ``TimedOut``. Work that ends after its
time is up is not lost: ``on_late`` hears how it ended, so that what it holds can be given back.
Importing this module starts nothing; a lane's threads start with its first work.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from enum import StrEnum
from queue import SimpleQueue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING, Any, Final, Generic, TypeAlias, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from ui.ports import DeviceFailedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

T = TypeVar("T")


class Lane(StrEnum):
    """Work of one lane never waits for another lane."""

    DB = "db"
    TERMINAL = "terminal"
    PRINTER = "printer"
    PROBE = "probe"


_WORKERS: Final = {Lane.DB: 3, Lane.TERMINAL: 1, Lane.PRINTER: 1, Lane.PROBE: 1}
"""The reader and the printer do one thing at a time."""


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """The work ended well."""

    value: T


@dataclass(frozen=True, slots=True)
class Broke:
    """The work raised an exception, which has been logged."""

    error: BaseException


@dataclass(frozen=True, slots=True)
class TimedOut:
    """The work is not done in time. If it had begun, ``on_late`` hears how it ends."""


Answer: TypeAlias = Done[T] | Broke | TimedOut
LateAnswer: TypeAlias = Done[T] | Broke


def _ignore(_late: object) -> None:
    """Nothing is held by this work, so a late end means nothing."""


class Jobs(QObject):
    """Runs work on lanes.

    Made and used on the GUI thread; only ``post`` may be called from any thread.
    """

    _called = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._calls: deque[Callable[[], None]] = deque()
        self._queues: dict[Lane, SimpleQueue[Callable[[], None] | None]] = {}
        self._threads: list[Thread] = []
        self._can_be_dropped: set[Future[Any]] = set()
        self._closed = False
        self._called.connect(self._make_calls, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        lane: Lane,
        work: Callable[[], T],
        *,
        timeout: float,
        then: Callable[[Answer[T]], None],
        on_late: Callable[[LateAnswer[T]], None] = _ignore,
        must_run: bool = False,
    ) -> None:
        """Do the work on a thread of the lane.

        Args:
            lane: where.
            work: what; blocks, and touches no Qt object.
            timeout: seconds from now, the wait for a free thread included.
            then: hears the one answer, on the GUI thread.
            on_late: hears the end of work that had begun when its time was up.
            must_run: also begin the work after its time is up, as when it gives something back.
        """
        if self._closed:
            return
        # Imported here: it brings the logging package, and the first frame waits for neither.
        from concurrent.futures import Future  # noqa: PLC0415

        future: Future[T] = Future()
        clock = QTimer(self)
        clock.setSingleShot(True)

        def deliver() -> None:
            self._can_be_dropped.discard(future)
            in_time = clock.isActive()
            clock.stop()
            clock.deleteLater()
            (then if in_time else on_late)(_answer_of(lane, future))

        def give_up() -> None:
            if self._closed:
                return
            _log("work takes too long", lane, seconds=timeout)
            if future in self._can_be_dropped and future.cancel():
                self._can_be_dropped.discard(future)
                clock.deleteLater()
            then(TimedOut())

        clock.timeout.connect(give_up)
        clock.start(round(timeout * 1000))
        if not must_run:
            self._can_be_dropped.add(future)
        self._queue(lane).put(lambda: self._work(future, work, deliver))

    def post(self, call: Callable[[], None]) -> None:
        """Make the call on the GUI thread, soon, in the order of posting. From any thread."""
        if not self._closed:
            self._calls.append(call)
            self._called.emit()

    def close(self, patience: float = 2.0) -> bool:
        """Let running work end for at most ``patience`` seconds; no answer is told any more.

        Work that waits for a thread is dropped, unless it must run.

        Returns:
            Whether all threads have ended. One that hangs dies with the process.
        """
        self._closed = True
        self._calls.clear()
        for future in self._can_be_dropped:
            future.cancel()
        for lane, queue in self._queues.items():
            for _ in range(_WORKERS[lane]):
                queue.put(None)
        until = monotonic() + patience
        for thread in self._threads:
            thread.join(max(0.0, until - monotonic()))
        return not any(thread.is_alive() for thread in self._threads)

    def _make_calls(self) -> None:
        while self._calls:
            self._calls.popleft()()

    def _work(self, future: Future[T], work: Callable[[], T], deliver: Callable[[], None]) -> None:
        """Run on a lane's thread."""
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - it travels in the future and is logged
            future.set_exception(error)
        self.post(deliver)

    def _queue(self, lane: Lane) -> SimpleQueue[Callable[[], None] | None]:
        if lane not in self._queues:
            queue = self._queues[lane] = SimpleQueue()
            for number in range(_WORKERS[lane]):
                # Daemons: a payment that hangs must not keep the process from ending, as the
                # threads of a ThreadPoolExecutor do.
                name = f"{lane}-{number}"
                thread = Thread(target=_serve, args=(queue,), name=name, daemon=True)
                thread.start()
                self._threads.append(thread)
        return self._queues[lane]


def _serve(queue: SimpleQueue[Callable[[], None] | None]) -> None:
    while (work := queue.get()) is not None:
        work()


def _answer_of(lane: Lane, future: Future[T]) -> LateAnswer[T]:
    error = future.exception()
    if error is None:
        return Done(future.result())
    if isinstance(error, DeviceFailedError):  # expected, and its sentence says all
        _log("device failed", lane, device=error.device, reason=str(error))
    else:
        _log("work broke", lane, error=error)
    return Broke(error)


def _log(event: str, lane: Lane, *, error: BaseException | None = None, **facts: object) -> None:
    # Imported here: the first frame needs no log.
    import logging  # noqa: PLC0415

    logging.getLogger(__name__).error(event, exc_info=error, extra={"lane": lane.value, **facts})
