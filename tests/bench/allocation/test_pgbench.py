from __future__ import annotations

import pytest

from tests.bench.allocation.pgbench import Report, read_log, read_report
from tests.bench.allocation.sold import PARAMETER
from tests.bench.figures import Figure

SAID = """\
number of clients: 16
maximum number of tries: 5
number of transactions actually processed: 15021
number of failed transactions: 3 (0.020%)
number of transactions retried: 9 (0.060%)
total number of retries: 12
latency average = 2.129 ms
initial connection time = 87.403 ms
tps = 7515.310577 (without initial connection time)
"""


def test_a_report_is_read_with_its_failures_and_retries() -> None:
    assert read_report(SAID) == Report(7515.310577, processed=15021, failed=3, retries=12)


def test_a_report_that_leaves_retries_out_had_none() -> None:
    said = "number of transactions actually processed: 5\ntps = 2.5 (without ...)\n"
    assert read_report(said) == Report(2.5, processed=5, failed=0, retries=0)


def test_a_log_gives_seconds_and_leaves_out_what_was_given_up() -> None:
    log = "0 1 1500 2 1700000000 5\n3 1 deadlock 0 1700000000 9\n0 2 250 1 1700000000 9\n"
    assert read_log(log) == [0.0015, 0.00025]


def test_a_cast_is_no_parameter() -> None:
    statement = "SELECT now()::date, :starts_at, to_timestamp(:ends_at)::time"
    assert PARAMETER.findall(statement) == ["starts_at", "ends_at"]


@pytest.mark.parametrize(
    ("at_most", "at_least", "missed", "goal"),
    [
        pytest.param(None, None, False, "reported", id="no goal"),
        pytest.param(2, None, False, "<= 2", id="small enough"),
        pytest.param(1.9, None, True, "<= 1.9", id="too large"),
        pytest.param(None, 2, False, ">= 2", id="large enough"),
        pytest.param(None, 2.1, True, ">= 2.1", id="too small"),
    ],
)
def test_a_figure_knows_whether_it_missed_its_goal(
    *, at_most: float | None, at_least: float | None, missed: bool, goal: str
) -> None:
    figure = Figure("figure", 2, "ratio", at_most, "itself", at_least=at_least)
    assert (figure.missed, figure.goal) == (missed, goal)
