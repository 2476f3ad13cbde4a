"""Two kiosks and twenty other buyers want the last ten spots."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from core.clock import SystemClock
from core.garage_store import register_kiosk
from core.ids import ReaderId
from core.outcomes import Approved, Reserved
from core.payments.ledger import Ledger
from core.payments.paying import Payments
from core.payments.settlement import Settlement
from core.payments.settler import Settler
from core.payments.stripe_terminal import StripeTerminal
from core.payments.till import Till
from core.periods import stay
from core.vehicles import VehicleType
from kiosk.demo.occupancy import occupy
from kiosk.demo.world import STRIPE_KEY, Plan, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from kiosk.demo.embedded_postgres import EmbeddedPostgres

SPOTS = 10
BUYERS = 20


@pytest.fixture
def world(postgres_server: EmbeddedPostgres, tmp_path: Path) -> Iterator[World]:
    """A garage with ten spots left, and a card at every reader."""
    plan = Plan(
        folder=tmp_path, database=f"race_{uuid.uuid4().hex}", traffic=False, occupied=0, seed=1
    )
    with World(plan, postgres_server) as world:
        occupy(world.database, world.garage, share=1 - SPOTS / 2000, dice=random.Random(1))
        yield world
    postgres_server.drop_database(plan.database)


def another_kiosk(world: World, name: str) -> Path:
    """Settings of a second kiosk, with a reader of its own that answers by itself."""
    reader = world.simulator.ensure_reader(name)
    world.simulator.answer_by_itself(reader.id)
    settings = world.settings_file.with_name(f"{name}.toml")
    settings.touch(mode=0o600)
    settings.write_text(
        world.settings_file.read_text()
        .replace(f'reader = "{world.reader}"', f'reader = "{reader.id}"')
        .replace('name = "Entrance 1"', f'name = "{name}"')
        .replace(f'state = "{world.settings_file.parent}/state"', f'state = "{settings}.state"')
    )
    return settings


def buyer(world: World, number: int) -> Payments:
    """What a kiosk sells with, without its window."""
    name = f"Buyer {number}"
    reader = ReaderId(world.simulator.ensure_reader(name).id)
    world.simulator.answer_by_itself(reader)
    ledger = Ledger(world.database, world.bell)
    terminal = StripeTerminal(STRIPE_KEY, api_url=world.simulator_url)
    settlement, clock = Settlement(ledger, terminal), SystemClock()
    kiosk_id = register_kiosk(world.database, world.garage, name, reader)
    return Payments(
        ledger=ledger,
        terminal=terminal,
        reservations=world.reservations,
        settlement=settlement,
        settler=Settler(settlement, clock=clock),
        till=Till(kiosk_id, reader, live=False, window=timedelta(seconds=30)),
        clock=clock,
    )


def buy_until_full(world: World, payments: Payments, start: threading.Barrier) -> int:
    bought = 0
    start.wait()
    while True:
        period = stay(_now(world), timedelta(hours=1))
        outcome = world.reservations.reserve(world.garage, VehicleType.COMPACT, period)
        if not isinstance(outcome, Reserved):
            return bought
        assert isinstance(payments.pay(outcome.hold, lambda _: None), Approved)
        bought += 1


def _now(world: World) -> datetime:
    now: datetime = world.database.statement(
        lambda connection: connection.execute(text("SELECT now()")).scalar_one()
    )
    return now


def test_the_last_ten_spots_give_exactly_ten_tickets(world: World) -> None:
    first = another_kiosk(world, "First")
    second = another_kiosk(world, "Second")
    kiosks = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.journeys.kiosk_process", str(settings), "buy-until-full"],
            stdout=subprocess.PIPE,
            text=True,
        )
        for settings in (first, second)
    ]
    buyers = [buyer(world, number) for number in range(BUYERS)]
    start = threading.Barrier(BUYERS)
    for kiosk in kiosks:  # both windows are up and counting before anybody buys
        assert kiosk.stdout is not None
        assert json.loads(kiosk.stdout.readline())["screen"] == "welcome"
    with ThreadPoolExecutor(BUYERS) as pool:
        counts = list(pool.map(lambda one: buy_until_full(world, one, start), buyers))
    seen = []
    for kiosk in kiosks:
        assert kiosk.stdout is not None  # not by communicate(): it forgets what was read ahead
        with kiosk.stdout:
            seen.append([json.loads(line) for line in kiosk.stdout])
        assert kiosk.wait(timeout=60) == 0

    screens = [[fact["screen"] for fact in facts if "screen" in fact] for facts in seen]
    by_kiosks = sum(names.count("ticket") for names in screens)
    assert sum(counts) + by_kiosks == SPOTS
    assert [facts[-1] for facts in seen] == [{"ended": "full"}, {"ended": "full"}]
    assert not {"failed", "declined", "out_of_service"} & {name for s in screens for name in s}
    ledger = world.database.statement(
        lambda connection: connection.execute(
            text("""
                SELECT (SELECT count(*) FROM payments WHERE state = 'captured') AS captured,
                    (SELECT count(*) FROM payments) AS payments,
                    (SELECT count(*) FROM tickets t JOIN reservations r ON r.id = t.reservation_id
                        WHERE r.waiver IS NULL) AS tickets,
                    (SELECT count(*) FROM reservations a JOIN reservations b
                        ON a.id < b.id AND a.spot_id = b.spot_id AND a.period && b.period
                        WHERE a.status = 'paid' AND b.status = 'paid') AS overlaps
            """)
        ).one()
    )
    assert (ledger.captured, ledger.payments, ledger.tickets, ledger.overlaps) == (10, 10, 10, 0)
    intents = world.simulator.payment_intents()
    assert [intent.status for intent in intents] == ["succeeded"] * SPOTS
