"""The thread that finishes what others left behind."""

from __future__ import annotations

from threading import Event
from typing import TYPE_CHECKING, cast

import pytest

from core.clock import SystemClock
from core.db.errors import DatabaseUnavailableError
from core.payments.settler import Settler

if TYPE_CHECKING:
    from collections.abc import Callable

    from core.payments.settlement import Settlement

SOON_S = 5


class _Scripted:
    """A settlement that does one thing after the other, and says when it is asked."""

    def __init__(self, *script: Callable[[], object]) -> None:
        self.asked = [Event() for _ in script]
        self._script = list(script)
        self._turn = 0

    def settle_dead(self, *, ended: Callable[[], bool]) -> None:
        assert not ended()
        turn = self._turn
        self._turn += 1
        self.asked[turn].set()
        self._script[turn]()


def _settler(settlement: _Scripted, every_s: float) -> Settler:
    return Settler(cast("Settlement", settlement), clock=SystemClock(), every_s=every_s)


def test_it_settles_at_its_start_and_when_it_is_woken() -> None:
    settlement = _Scripted(_nothing, _nothing)
    settler = _settler(settlement, every_s=3600)

    settler.start()
    assert settlement.asked[0].wait(SOON_S)
    settler.wake()
    assert settlement.asked[1].wait(SOON_S)
    settler.close()


def test_it_settles_every_so_often_by_itself() -> None:
    settlement = _Scripted(*[_nothing] * 100)
    settler = _settler(settlement, every_s=0.05)

    settler.start()
    assert settlement.asked[1].wait(SOON_S)
    settler.close()


@pytest.mark.parametrize(
    "error", [DatabaseUnavailableError("gone"), ValueError("a bug")], ids=["database", "bug"]
)
def test_it_outlives_what_goes_wrong(error: Exception) -> None:
    def fail() -> None:
        raise error

    settlement = _Scripted(fail, _nothing)
    settler = _settler(settlement, every_s=3600)

    settler.start()
    assert settlement.asked[0].wait(SOON_S)
    settler.wake()
    assert settlement.asked[1].wait(SOON_S)
    settler.close()


def test_what_breaks_before_or_after_it_stops_nothing_else() -> None:
    done = Event()

    def fail() -> None:
        raise ValueError("a bug")

    settlement = _Scripted(fail)
    settler = Settler(
        cast("Settlement", settlement), clock=SystemClock(), before=fail, after=done.set
    )

    settler.start()
    assert settlement.asked[0].wait(SOON_S)
    assert done.wait(SOON_S)
    settler.close()


def test_an_outage_is_told_once_and_the_next_one_again(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise DatabaseUnavailableError("gone")

    settlement = _Scripted(fail, fail, _nothing, fail, _nothing)
    settler = _settler(settlement, every_s=0.01)

    settler.start()
    assert all(asked.wait(SOON_S) for asked in settlement.asked)
    settler.close()
    waits = [record for record in caplog.records if record.message == "settlement waits"]
    assert len(waits) == 2


def test_it_may_be_closed_before_it_was_started() -> None:
    _settler(_Scripted(), every_s=1).close()


def _nothing() -> None:
    pass
