"""The lanes: every piece of work has one answer, on the GUI thread, whatever becomes of it."""

from __future__ import annotations

from threading import Event, get_ident
from typing import TYPE_CHECKING

import pytest

from ui.jobs import Broke, Done, Jobs, Lane, TimedOut
from ui.journey import Device
from ui.ports import DeviceFailedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QGuiApplication
    from pytestqt.qtbot import QtBot

SOON = 0.05
"""A time-out that a test waits for."""

LONG = 30.0
"""A time-out that no test reaches."""


@pytest.fixture
def jobs(qapp: object) -> Iterator[Jobs]:  # noqa: ARG001 - timers need an application
    made = Jobs()
    yield made
    assert made.close()


@pytest.fixture
def gate() -> Iterator[Event]:
    """Holds work back until the test opens it, at the latest at its end."""
    event = Event()
    yield event
    event.set()


class Heard(list[object]):
    """Collects answers, and the thread that they came on."""

    def __init__(self) -> None:
        super().__init__()
        self.threads: set[int] = set()

    def __call__(self, answer: object) -> None:
        self.append(answer)
        self.threads.add(get_ident())


def holds(heard: Heard, *expected: object) -> Callable[[], None]:
    def check() -> None:
        assert heard == list(expected)

    return check


def wait_at(gate: Event, value: str = "late") -> Callable[[], str]:
    def work() -> str:
        gate.wait(LONG)
        return value

    return work


def test_an_answer_comes_on_the_gui_thread(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Heard()

    jobs.run(Lane.DB, get_ident, timeout=LONG, then=heard)

    qtbot.waitUntil(lambda: len(heard) == 1)
    (answer,) = heard
    assert isinstance(answer, Done)
    assert answer.value != get_ident()
    assert heard.threads == {get_ident()}


def test_an_exception_is_an_answer_and_is_logged(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()
    error = ZeroDivisionError("the meter is broken")

    def work() -> None:
        raise error

    jobs.run(Lane.DB, work, timeout=LONG, then=heard)

    qtbot.waitUntil(holds(heard, Broke(error)))
    assert "the meter is broken" in caplog.text


def test_a_device_that_fails_is_one_line_without_a_trace(
    jobs: Jobs, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    heard = Heard()
    error = DeviceFailedError(Device.DATABASE, "The database cannot be reached.")

    def work() -> None:
        raise error from OSError("a long story")

    jobs.run(Lane.TERMINAL, work, timeout=LONG, then=heard)

    qtbot.waitUntil(holds(heard, Broke(error)))
    (line,) = caplog.records
    assert line.exc_info is None
    assert (vars(line)["device"], vars(line)["reason"]) == (Device.DATABASE, str(error))


def test_work_over_its_time_is_told_once_and_its_late_end_too(
    jobs: Jobs, qtbot: QtBot, gate: Event
) -> None:
    heard, late = Heard(), Heard()

    jobs.run(Lane.TERMINAL, wait_at(gate), timeout=SOON, then=heard, on_late=late)
    qtbot.waitUntil(holds(heard, TimedOut()))
    gate.set()

    qtbot.waitUntil(holds(late, Done("late")))
    assert heard == [TimedOut()]


def test_work_that_had_not_begun_in_time_never_begins(
    jobs: Jobs, qtbot: QtBot, gate: Event
) -> None:
    begun: list[str] = []
    first, second, third = Heard(), Heard(), Heard()
    jobs.run(Lane.PRINTER, wait_at(gate), timeout=LONG, then=first)

    jobs.run(Lane.PRINTER, lambda: begun.append("second"), timeout=SOON, then=second)
    qtbot.waitUntil(holds(second, TimedOut()))
    gate.set()
    jobs.run(Lane.PRINTER, lambda: begun.append("third"), timeout=LONG, then=third)

    qtbot.waitUntil(holds(third, Done(None)))
    assert begun == ["third"]


def test_work_that_gives_back_begins_even_after_its_time(
    jobs: Jobs, qtbot: QtBot, gate: Event
) -> None:
    heard, late = Heard(), Heard()
    jobs.run(Lane.PRINTER, wait_at(gate), timeout=LONG, then=Heard())

    jobs.run(Lane.PRINTER, lambda: "back", timeout=SOON, then=heard, on_late=late, must_run=True)
    qtbot.waitUntil(holds(heard, TimedOut()))
    gate.set()

    qtbot.waitUntil(holds(late, Done("back")))


def test_a_busy_lane_does_not_hold_up_another(jobs: Jobs, qtbot: QtBot, gate: Event) -> None:
    heard = Heard()

    jobs.run(Lane.TERMINAL, wait_at(gate), timeout=LONG, then=Heard())
    jobs.run(Lane.DB, lambda: "free", timeout=LONG, then=heard)

    qtbot.waitUntil(holds(heard, Done("free")))


def test_the_db_lane_does_three_things_at_once(jobs: Jobs, qtbot: QtBot, gate: Event) -> None:
    heard = Heard()

    jobs.run(Lane.DB, wait_at(gate), timeout=LONG, then=Heard())
    jobs.run(Lane.DB, wait_at(gate), timeout=LONG, then=Heard())
    jobs.run(Lane.DB, lambda: "third", timeout=LONG, then=heard)

    qtbot.waitUntil(holds(heard, Done("third")))


def test_posted_calls_keep_their_order(jobs: Jobs, qtbot: QtBot) -> None:
    heard = Heard()

    def work() -> None:
        for number in range(100):
            jobs.post(lambda number=number: heard(number))  # type: ignore[misc]

    jobs.run(Lane.DB, work, timeout=LONG, then=lambda _: heard("end"))

    qtbot.waitUntil(holds(heard, *range(100), "end"))
    assert heard.threads == {get_ident()}


def test_closing_waits_for_what_runs(qapp: object, gate: Event) -> None:  # noqa: ARG001
    jobs, begun, ended = Jobs(), Event(), Event()

    def work() -> None:
        begun.set()
        gate.wait(LONG)
        ended.set()

    jobs.run(Lane.DB, work, timeout=LONG, then=Heard())
    assert begun.wait(LONG)
    gate.set()

    assert jobs.close()
    assert ended.is_set()


def test_closing_does_not_wait_for_ever(qapp: object, gate: Event) -> None:  # noqa: ARG001
    jobs, begun = Jobs(), Event()

    def work() -> None:
        begun.set()
        gate.wait(LONG)

    jobs.run(Lane.TERMINAL, work, timeout=LONG, then=Heard())
    assert begun.wait(LONG)

    assert not jobs.close(patience=0.05)
    gate.set()
    assert jobs.close()


def test_closing_drops_what_waits_but_not_what_must_run(qapp: object, gate: Event) -> None:  # noqa: ARG001
    jobs, begun, ran = Jobs(), Event(), list[str]()

    def work() -> None:
        begun.set()
        gate.wait(LONG)

    jobs.run(Lane.TERMINAL, work, timeout=LONG, then=Heard())
    assert begun.wait(LONG)
    jobs.run(Lane.TERMINAL, lambda: ran.append("dropped"), timeout=LONG, then=Heard())
    jobs.run(Lane.TERMINAL, lambda: ran.append("must"), timeout=LONG, then=Heard(), must_run=True)
    jobs.close(patience=0)
    gate.set()

    assert jobs.close()
    assert ran == ["must"]


def test_nothing_is_told_after_closing(qapp: QGuiApplication, gate: Event) -> None:
    jobs, heard = Jobs(), Heard()
    jobs.run(Lane.DB, wait_at(gate), timeout=LONG, then=heard, on_late=heard)
    gate.set()

    jobs.close()
    qapp.processEvents()

    assert heard == []
