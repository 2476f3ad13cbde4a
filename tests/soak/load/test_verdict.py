"""What the verdict says of minutes that went well, and of such that did not."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import pytest

from tests.soak.load.gauges import HISTORY, LIVE, Gauges
from tests.soak.load.tally import Counts
from tests.soak.load.verdict import Minute, weaknesses, wrongs

if TYPE_CHECKING:
    from collections.abc import Mapping

KIB: Final = 1024
MINUTES: Final = 10


def minute(
    *, operations: int = 6000, sizes: Mapping[str, int] | None = None, fault: str = ""
) -> Minute:
    usual = dict.fromkeys((*LIVE, *HISTORY), 1000 * KIB)
    gauges = Gauges(
        sizes={**usual, **(sizes or {})},
        dead={"reservations": 100},
        vacuums=1,
        moves=3,
        deadlocks=0,
        live=2000,
        taken=1900,
        overlaps=0,
        drift=0,
    )
    counts = Counts(Counter(reserve=operations), [0.004, 0.02], Counter([fault] if fault else []))
    return Minute(60.0, counts, gauges)


def test_equal_minutes_are_well() -> None:
    minutes = [minute() for _ in range(MINUTES)]

    assert list(wrongs(minutes)) == []
    assert list(weaknesses(minutes)) == []
    assert "100 operations/s" in minutes[0].line(1)


def test_history_may_grow() -> None:
    minutes = [
        minute(sizes=dict.fromkeys(HISTORY, number * 1000 * KIB)) for number in range(1, MINUTES)
    ]

    assert list(weaknesses(minutes)) == []


def test_control_a_slow_last_minute_is_told() -> None:
    minutes = [*(minute() for _ in range(MINUTES - 1)), minute(operations=5300)]

    assert list(weaknesses(minutes)) == ["the last minute had 0.88 of the second one's speed"]


@pytest.mark.parametrize("name", LIVE)
def test_control_what_grows_is_named(name: str) -> None:
    minutes = [minute(sizes={name: (1000 + 50 * number) * KIB}) for number in range(MINUTES)]

    assert [told.split()[0] for told in weaknesses(minutes)] == [name]


def test_too_few_minutes_are_no_proof() -> None:
    assert list(weaknesses([minute()] * 3))


@pytest.mark.parametrize("what", ["drift", "overlaps"])
def test_control_what_is_wrong_in_one_minute_is_told(what: str) -> None:
    bent = minute()
    bent = replace(bent, gauges=replace(bent.gauges, **{what: 2}))

    assert [told.split(":")[0] for told in wrongs([minute(), bent, minute()])] == [what]


def test_control_every_fault_is_told() -> None:
    assert list(wrongs([minute(), minute(fault="lost holds"), minute()])) == ["lost holds: 1"]
