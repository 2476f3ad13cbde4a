"""A kiosk that is killed at any step of a purchase: afterwards both ledgers and the paper agree."""

from __future__ import annotations

import signal
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import pytest
from sqlalchemy import text

from core.allocation import expire_holds
from core.tickets.codes import TicketCode
from core.tickets.records import find_issued
from core.tickets.texts import ENGLISH
from kiosk.devices.folder_printer import FolderPrinter
from kiosk.devices.printer import Printed
from kiosk.printing import print_ticket
from tests.core.ledgers import disagreements
from tests.core.processes import processes
from tests.core.shop import Shop, open_shop
from tests.core.small_garage import small_plan
from tests.crashes.purchase import Careless, in_a_process, purchase

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerProcess
    from pathlib import Path

    from core.db.database import Database
    from kiosk.demo.stripe_simulator import StripeSimulator

AT_ONCE: Final = 3
SPARE: Final = 8
"""So many steps one run may have more than another: looks at the reader, four at the most."""
_HELD: Final = text("SELECT count(*) FROM reservations WHERE status = 'held'")
_TICKETS: Final = text("SELECT code, prints FROM tickets")


@dataclass(frozen=True, slots=True)
class Site:
    """Where kiosks are killed: their database, their Stripe, and the folder of their tickets."""

    database: Database
    simulator: StripeSimulator
    paper: Path

    def live_through(self, name: str, journey: str) -> list[str]:
        """Let nobody die; return the steps."""
        return purchase(self.database.url, self.simulator.url, self.paper, name, journey)

    def kill_at_every_step(self, journey: str) -> list[str]:
        """Kill a kiosk at each step of the journey, a few at once; return the steps."""
        steps = self.live_through("dry", journey)
        dying: deque[ForkServerProcess] = deque()
        died: list[bool] = []
        for step in range(1, len(steps) + 1):
            dying.append(self._start(journey, step, _name(step)))
            if len(dying) == AT_ONCE:
                died.append(_dies(dying.popleft()))
        died += [_dies(process) for process in dying]
        assert all(died[: len(steps) - SPARE])
        return steps

    def kill(
        self,
        journey: str,
        step: int,
        *,
        name: str | None = None,
        careless: Careless | None = None,
    ) -> None:
        """Kill a kiosk at this step of the journey."""
        assert _dies(self._start(journey, step, name or _name(step), careless))

    def _start(
        self, journey: str, step: int, name: str, careless: Careless | None = None
    ) -> ForkServerProcess:
        process = processes().Process(
            target=in_a_process,
            args=(self.database.url, self.simulator.url, self.paper, name, journey),
            kwargs={"dies_at": step, "careless": careless},
            name=f"{journey}, to die at step {step}",
        )
        process.start()
        return process

    def leave_behind(self) -> None:
        """Leave one payment to be captured and one to be voided."""
        charged, uncharged = (self.kiosk(name) for name in ("one", "two"))
        charged.ledger.after["commit"] = _die
        uncharged.ledger.before["commit"] = _die
        for kiosk in (charged, uncharged):
            with pytest.raises(_DeadError):
                kiosk.pay(kiosk.hold(), kiosk.tap)

    def kiosk(self, name: str = "any") -> Shop:
        """Open a kiosk in this process."""
        return open_shop(self.database, self.simulator.url, name=name, plan=small_plan(compact=60))

    def untrue_papers(self) -> list[str]:
        """Return a sentence for each paper without a ticket, and each print that never was."""
        papers, prints = self.papers(), self.prints()
        found = [f"{name} came out and is no ticket" for name in papers - prints.keys()]
        found += [
            f"{code} is noted as printed {times} times"
            for code, times in prints.items()
            if times > (code in papers)
        ]
        return found

    def print_what_never_came_out(self) -> None:
        """Do what an operator does with the tickets that the report names."""
        printer = FolderPrinter(self.paper)
        for code, times in self.prints().items():
            if not times:
                found = self.database.statement(lambda one, code=code: find_issued(one, code))
                assert found is not None
                answer = print_ticket(self.database, printer, found.ticket, ENGLISH)
                assert answer == Printed()

    def papers(self) -> set[str]:
        """Return what came out whole: a code is a ticket, anything more a copy."""
        files = self.paper.glob("*.pdf")
        return {
            one.stem.removeprefix("ticket-")
            for one in files
            if one.read_bytes().endswith(b"%%EOF\n")
        }

    def prints(self) -> dict[TicketCode, int]:
        """Return how often each ticket is noted as printed, by its code."""
        rows = self.database.statement(lambda connection: connection.execute(_TICKETS).all())
        return {TicketCode(row.code): row.prints for row in rows}


@pytest.fixture
def site(database: Database, simulator: StripeSimulator, tmp_path: Path) -> Site:
    return Site(database, simulator, tmp_path / "paper")


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "journey", ["pays", "is declined and pays", "stops", "taps too late", "nobody pays"]
)
def test_a_kiosk_killed_at_any_step_leaves_no_charge_without_a_ticket(
    site: Site, journey: str
) -> None:
    steps = site.kill_at_every_step(journey)
    assert len(steps) >= 20
    sells = journey in {"pays", "is declined and pays"}
    calls = [call for call in ("state", "print_ticket") if f"before {call}" in steps]
    assert calls == (["state", "print_ticket"] if sells else ["state"])

    for step in range(1, len(steps) + 1):
        site.kiosk(_name(step)).restart()

    assert disagreements(site.database, site.kiosk().control) == []
    assert site.database.statement(lambda connection: connection.scalar(_HELD)) == 0
    assert site.untrue_papers() == []
    tickets = site.prints().keys()
    assert (site.papers() < tickets) == sells
    site.print_what_never_came_out()
    assert site.papers() == tickets


@pytest.mark.usefixtures("hurry")
def test_control_a_kiosk_that_notes_a_print_before_the_paper_is_there_is_caught(site: Site) -> None:
    steps = site.live_through("dry", "pays")
    assert site.untrue_papers() == []
    step = steps.index("before print_ticket") + 1
    site.kill("pays", step, careless=Careless.NOTES_FIRST)

    (found,) = site.untrue_papers()

    assert "is noted as printed 1 times" in found


@pytest.mark.usefixtures("hurry")
@pytest.mark.parametrize(
    "journey", ["is refunded", "is refunded in part", "is refunded and leaves"]
)
def test_a_refund_killed_at_any_step_is_made_once_or_never(site: Site, journey: str) -> None:
    steps = site.kill_at_every_step(journey)
    assert {"after RefundLedger.decide.<locals>.work", "before refund", "after refund"} <= set(
        steps
    )

    other = site.kiosk("south")
    other.settle_all()

    assert other.disagreements() == []
    # The first one lived, and so do all who had decided.
    decided = len(steps) - steps.index("after RefundLedger.decide.<locals>.work")
    assert len(other.control.refunds()) == 1 + decided


@pytest.mark.usefixtures("hurry")
def test_the_settlement_of_a_refund_killed_at_any_step_is_finished_by_the_next(site: Site) -> None:
    other = site.kiosk("south")
    _leave_a_refund_behind(other)
    steps = site.live_through("settler", "settles")
    assert "after refund" in steps

    for step in range(1, len(steps) + 1):
        _leave_a_refund_behind(other)
        site.kill("settles", step, name="settler")

    other.settle_all()
    assert other.disagreements() == []
    assert len(other.control.refunds()) == 1 + len(steps)


@pytest.mark.usefixtures("hurry")
def test_control_a_refund_that_is_never_settled_is_caught(site: Site) -> None:
    steps = site.live_through("dry", "is refunded")
    site.kill("is refunded", steps.index("before refund") + 1)

    found = disagreements(site.database, site.kiosk().control)

    assert "refund 2 is still pending" in found


@pytest.mark.usefixtures("hurry")
def test_another_kiosk_settles_for_one_that_never_comes_back(site: Site) -> None:
    site.kill_at_every_step("pays")

    other = site.kiosk("south")
    other.settle_all()
    other.run_out_of_time()
    expire_holds(site.database, other.garage.id)

    assert other.disagreements() == []
    assert site.database.statement(lambda connection: connection.scalar(_HELD)) == 0


@pytest.mark.usefixtures("hurry")
def test_a_settlement_killed_at_any_step_is_finished_by_the_next(site: Site) -> None:
    site.leave_behind()
    steps = site.live_through("settler", "settles")
    assert {"after capture", "after cancel"} <= set(steps)

    for step in range(1, len(steps) + 1):
        site.leave_behind()
        site.kill("settles", step, name="settler")

    other = site.kiosk("south")
    other.settle_all()
    assert other.disagreements() == []


@pytest.mark.usefixtures("hurry")
def test_control_a_kiosk_that_captures_before_it_commits_is_caught(site: Site) -> None:
    steps = site.live_through("dry", "pays")
    step = steps.index("before Ledger.commit.<locals>.work") + 2  # now "after capture"
    site.kill("pays", step, careless=Careless.CAPTURES_FIRST)

    kiosk = site.kiosk(_name(step))
    kiosk.restart()

    assert any("captured without a ticket" in found for found in kiosk.disagreements())


@pytest.mark.usefixtures("hurry")
def test_control_a_kiosk_that_is_never_settled_is_caught(site: Site) -> None:
    steps = site.live_through("dry", "pays")
    step = steps.index("after Ledger.commit.<locals>.work") + 1
    site.kill("pays", step)

    found = disagreements(site.database, site.kiosk().control)

    assert any("keeps 300 of somebody's money" in sentence for sentence in found)


def _dies(process: ForkServerProcess) -> bool:
    """Wait for the process's end; return whether it came to the step at which it dies."""
    process.join(timeout=30)
    assert process.exitcode in (0, -signal.SIGKILL), process
    died = process.exitcode != 0
    process.close()
    return died


def _leave_a_refund_behind(kiosk: Shop) -> None:
    """Leave a refund that was decided, and that nobody has asked for."""
    hold = kiosk.sell()
    kiosk.refund_ledger.after["decide"] = _die
    with pytest.raises(_DeadError):
        kiosk.refund(hold)


def _name(step: int) -> str:
    return f"killed at step {step}"


class _DeadError(Exception):
    pass


def _die() -> None:
    raise _DeadError
