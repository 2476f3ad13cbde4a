"""A kiosk that is killed at any step of a purchase: afterwards both ledgers agree."""

from __future__ import annotations

import signal
from collections import deque
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import expire_holds
from tests.core.ledgers import disagreements
from tests.core.processes import processes
from tests.core.shop import Shop, open_shop
from tests.core.small_garage import small_plan
from tests.crashes.purchase import in_a_process, purchase

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess

    from core.db.database import Database
    from kiosk.demo.stripe_simulator import StripeSimulator

AT_ONCE: Final = 3
SPARE: Final = 8
"""So many steps one run may have more than another: looks at the reader, four at the most."""
_HELD: Final = text("SELECT count(*) FROM reservations WHERE status = 'held'")


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "journey", ["pays", "is declined and pays", "stops", "taps too late", "nobody pays"]
)
def test_a_kiosk_killed_at_any_step_leaves_no_charge_without_a_ticket(
    database: Database, simulator: StripeSimulator, journey: str
) -> None:
    steps = _kill_at_every_step(database, simulator, journey)
    assert len(steps) >= 20

    for step in range(1, len(steps) + 1):
        _kiosk(database, simulator, _name(step)).restart()

    assert disagreements(database, _kiosk(database, simulator).control) == []
    assert database.statement(lambda connection: connection.scalar(_HELD)) == 0


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "journey", ["is refunded", "is refunded in part", "is refunded and leaves"]
)
def test_a_refund_killed_at_any_step_is_made_once_or_never(
    database: Database, simulator: StripeSimulator, journey: str
) -> None:
    steps = _kill_at_every_step(database, simulator, journey)
    assert {"after RefundLedger.decide.<locals>.work", "before refund", "after refund"} <= set(
        steps
    )

    other = _kiosk(database, simulator, "south")
    other.settle_all()

    assert other.disagreements() == []
    # The first one lived, and so do all who had decided.
    decided = len(steps) - steps.index("after RefundLedger.decide.<locals>.work")
    assert len(other.control.refunds()) == 1 + decided


@pytest.mark.usefixtures("hurry")
def test_the_settlement_of_a_refund_killed_at_any_step_is_finished_by_the_next(
    database: Database, simulator: StripeSimulator
) -> None:
    other = _kiosk(database, simulator, "south")
    _leave_a_refund_behind(other)
    steps = purchase(database.url, simulator.url, "settler", "settles")
    assert "after refund" in steps

    for step in range(1, len(steps) + 1):
        _leave_a_refund_behind(other)
        _kill(database, simulator, "settles", step, name="settler")

    other.settle_all()
    assert other.disagreements() == []
    assert len(other.control.refunds()) == 1 + len(steps)


@pytest.mark.usefixtures("hurry")
def test_control_a_refund_that_is_never_settled_is_caught(
    database: Database, simulator: StripeSimulator
) -> None:
    steps = purchase(database.url, simulator.url, "dry", "is refunded")
    _kill(database, simulator, "is refunded", steps.index("before refund") + 1)

    found = disagreements(database, _kiosk(database, simulator).control)

    assert "refund 2 is still pending" in found


@pytest.mark.usefixtures("hurry")
def test_another_kiosk_settles_for_one_that_never_comes_back(
    database: Database, simulator: StripeSimulator
) -> None:
    _kill_at_every_step(database, simulator, "pays")

    other = _kiosk(database, simulator, "south")
    other.settle_all()
    other.run_out_of_time()
    expire_holds(database, other.garage.id)

    assert other.disagreements() == []
    assert database.statement(lambda connection: connection.scalar(_HELD)) == 0


@pytest.mark.usefixtures("hurry")
def test_a_settlement_killed_at_any_step_is_finished_by_the_next(
    database: Database, simulator: StripeSimulator
) -> None:
    _leave_behind(database, simulator)
    steps = purchase(database.url, simulator.url, "settler", "settles")
    assert {"after capture", "after cancel"} <= set(steps)

    for step in range(1, len(steps) + 1):
        _leave_behind(database, simulator)
        _kill(database, simulator, "settles", step, name="settler")

    other = _kiosk(database, simulator, "south")
    other.settle_all()
    assert other.disagreements() == []


@pytest.mark.usefixtures("hurry")
def test_control_a_kiosk_that_captures_before_it_commits_is_caught(
    database: Database, simulator: StripeSimulator
) -> None:
    steps = purchase(database.url, simulator.url, "dry", "pays")
    step = steps.index("before Ledger.commit.<locals>.work") + 2  # now "after capture"
    _kill(database, simulator, "pays", step, careless=True)

    kiosk = _kiosk(database, simulator, _name(step))
    kiosk.restart()

    assert any("captured without a ticket" in found for found in kiosk.disagreements())


@pytest.mark.usefixtures("hurry")
def test_control_a_kiosk_that_is_never_settled_is_caught(
    database: Database, simulator: StripeSimulator
) -> None:
    steps = purchase(database.url, simulator.url, "dry", "pays")
    step = steps.index("after Ledger.commit.<locals>.work") + 1
    _kill(database, simulator, "pays", step)

    found = disagreements(database, _kiosk(database, simulator).control)

    assert any("keeps 300 of somebody's money" in sentence for sentence in found)


def _kill_at_every_step(database: Database, simulator: StripeSimulator, journey: str) -> list[str]:
    """Kill a kiosk at each step of the journey, a few at once; return the steps."""
    steps = purchase(database.url, simulator.url, "dry", journey)
    dying: deque[ForkServerProcess] = deque()
    died: list[bool] = []
    for step in range(1, len(steps) + 1):
        dying.append(_start(database, simulator, journey, step, _name(step)))
        if len(dying) == AT_ONCE:
            died.append(_dies(dying.popleft()))
    died += [_dies(process) for process in dying]
    assert all(died[: len(steps) - SPARE])
    return steps


def _kill(
    database: Database,
    simulator: StripeSimulator,
    journey: str,
    step: int,
    *,
    name: str | None = None,
    careless: bool = False,
) -> None:
    name = name or _name(step)
    _see_it_die(_start(database, simulator, journey, step, name, careless=careless))


def _start(
    database: Database,
    simulator: StripeSimulator,
    journey: str,
    step: int,
    name: str,
    *,
    careless: bool = False,
) -> ForkServerProcess:
    process = processes().Process(
        target=in_a_process,
        args=(database.url, simulator.url, name, journey),
        kwargs={"dies_at": step, "careless": careless},
        name=f"{journey}, to die at step {step}",
    )
    process.start()
    return process


def _see_it_die(process: ForkServerProcess) -> None:
    assert _dies(process)


def _dies(process: ForkServerProcess) -> bool:
    """Wait for the process's end; return whether it came to the step at which it dies."""
    process.join(timeout=30)
    assert process.exitcode in (0, -signal.SIGKILL), process
    died = process.exitcode != 0
    process.close()
    return died


def _leave_behind(database: Database, simulator: StripeSimulator) -> None:
    """Leave one payment to be captured and one to be voided."""
    charged, uncharged = (_kiosk(database, simulator, name) for name in ("one", "two"))
    charged.ledger.after["commit"] = _die
    uncharged.ledger.before["commit"] = _die
    for kiosk in (charged, uncharged):
        with pytest.raises(_DeadError):
            kiosk.pay(kiosk.hold(), kiosk.tap)


def _leave_a_refund_behind(kiosk: Shop) -> None:
    """Leave a refund that was decided, and that nobody has asked for."""
    hold = kiosk.sell()
    kiosk.refund_ledger.after["decide"] = _die
    with pytest.raises(_DeadError):
        kiosk.refund(hold)


def _kiosk(database: Database, simulator: StripeSimulator, name: str = "any") -> Shop:
    return open_shop(database, simulator.url, name=name, plan=small_plan(compact=60))


def _name(step: int) -> str:
    return f"killed at step {step}"


class _DeadError(Exception):
    pass


def _die() -> None:
    raise _DeadError
