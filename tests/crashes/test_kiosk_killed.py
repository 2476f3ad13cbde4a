"""The plug is pulled at any moment: the kiosk comes back by itself, and the money is right."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import uuid
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from kiosk.demo.world import Plan, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.demo.embedded_postgres import EmbeddedPostgres


@pytest.fixture
def world(postgres_server: EmbeddedPostgres, tmp_path: Path) -> Iterator[World]:
    plan = Plan(
        folder=tmp_path, database=f"crash_{uuid.uuid4().hex}", traffic=False, occupied=0.01, seed=1
    )
    with World(plan, postgres_server) as world:
        yield world
    postgres_server.drop_database(plan.database)


class KioskProcess:
    """A real kiosk that a test can watch and kill."""

    def __init__(self, world: World, script: str) -> None:
        self._process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "tests.journeys.kiosk_process",
                str(world.settings_file),
                script,
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def waits_until_it_says(self, **wanted: object) -> None:
        """Read on until a line holds these facts; its end without them fails the test."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if wanted.items() <= json.loads(line).items():
                return
        raise AssertionError(f"The kiosk ended and never said {wanted}.")

    def kill(self) -> None:
        self._process.send_signal(signal.SIGKILL)
        self._process.communicate()

    def end(self) -> int:
        self._process.communicate(timeout=30)
        return self._process.returncode


def one(world: World, query: str) -> object:
    return world.database.statement(lambda connection: connection.execute(text(query)).scalar_one())


def settled(world: World) -> bool:
    """Whether no hold is left, no payment is open, and Stripe agrees with the database."""
    statuses = sorted(intent.status for intent in world.simulator.payment_intents())
    paid = one(world, "SELECT count(*) FROM payments WHERE state = 'captured'")
    return (
        one(world, "SELECT count(*) FROM reservations WHERE status = 'held'") == 0
        and one(world, "SELECT count(*) FROM payments WHERE state NOT IN ('captured','voided')")
        == 0
        and statuses.count("succeeded") == paid
        and set(statuses) <= {"succeeded", "canceled"}
        and one(
            world,
            "SELECT count(*) FROM reservations r JOIN tickets t ON t.reservation_id = r.id "
            "WHERE r.status = 'paid' AND r.waiver IS NULL",
        )
        == paid
    )


def wait_until_settled(world: World) -> None:
    """The restarted kiosk settles by itself: listen for that instead of sleeping."""
    import threading  # noqa: PLC0415

    tick = threading.Event()
    for _ in range(300):
        if settled(world):
            return
        tick.wait(0.1)
    raise AssertionError("The restarted kiosk did not settle.")


def start_again(world: World) -> None:
    """The kiosk comes back to the welcome screen by itself and leaves everything settled."""
    again = KioskProcess(world, "show")
    again.waits_until_it_says(screen="welcome", live=True)
    wait_until_settled(world)
    assert again.end() == 0


def test_killed_while_the_reader_asks_for_a_card(world: World) -> None:
    kiosk = KioskProcess(world, "buy")
    kiosk.waits_until_it_says(phase="present_card")
    kiosk.kill()
    assert one(world, "SELECT count(*) FROM reservations WHERE status = 'held'") == 1
    start_again(world)
    assert (
        one(
            world,
            "SELECT count(*) FROM tickets t JOIN reservations r "
            "ON r.id = t.reservation_id WHERE r.waiver IS NULL",
        )
        == 0
    )


def test_killed_after_the_card_was_approved_and_before_anything_was_decided(world: World) -> None:
    kiosk = KioskProcess(world, "buy")
    kiosk.waits_until_it_says(phase="present_card")
    kiosk.kill()
    world.simulator.tap(world.reader, "good")
    assert [intent.status for intent in world.simulator.payment_intents()] == ["requires_capture"]
    start_again(world)
    assert [intent.status for intent in world.simulator.payment_intents()] == ["canceled"]


def test_killed_with_the_ticket_on_the_screen(world: World) -> None:
    world.simulator.answer_by_itself(world.reader)
    kiosk = KioskProcess(world, "buy")
    kiosk.waits_until_it_says(screen="ticket")
    kiosk.kill()
    start_again(world)
    assert [intent.status for intent in world.simulator.payment_intents()] == ["succeeded"]


def test_control_a_hold_stays_when_nobody_comes_back(world: World) -> None:
    """Without the restart nothing is settled at once: it is the restart that does it."""
    kiosk = KioskProcess(world, "buy")
    kiosk.waits_until_it_says(phase="present_card")
    kiosk.kill()
    assert not settled(world)
