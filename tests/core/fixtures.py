"""Fixtures of the business: a database to talk to, a Stripe, a shop that has both."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from stripe import HTTPClient

from core.db.database import Database
from core.payments import beginning, endings, paying, watching
from kiosk.demo.stripe_simulator import StripeSimulator
from tests.core.shop import Shop, open_shop
from tests.core.small_garage import open_garage, small_plan

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from core.garages import Garage
    from tests.stripe_sdk.answers import Answers


HURRIED: Final = (
    (watching, "POLL_S", 0.01),
    (watching, "HEARTBEAT_S", 0.05),
    (watching, "OVERTIME_S", 0.1),
    (beginning, "RETRY_S", 0.01),
    (endings, "RETRY_S", 0.01),
    (paying, "RETRY_S", 0.01),
    (paying, "COMMIT_WITHIN_S", 1.0),
    (endings, "CAPTURE_WITHIN_S", 0.1),
    (HTTPClient, "INITIAL_DELAY", 0.01),
)
"""Where, what, and how many seconds it takes in tests."""


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    """A fresh migrated database."""
    database = Database(database_url)
    yield database
    database.close()


@pytest.fixture
def garage(database: Database) -> Garage:
    """Two compact, two regular and one large spot on one floor."""
    return open_garage(database, small_plan())


@pytest.fixture
def simulator(tmp_path: Path, answers: Answers) -> Iterator[StripeSimulator]:  # noqa: ARG001
    """A Stripe account on loopback; each of its answers is what the SDK declares."""
    with StripeSimulator(tmp_path / "stripe.sqlite") as simulator:
        yield simulator


@pytest.fixture
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything that is waited for comes a hundred times sooner."""
    for where, name, seconds in HURRIED:
        monkeypatch.setattr(where, name, seconds)


@pytest.fixture
def shop(database: Database, simulator: StripeSimulator, hurry: None) -> Shop:  # noqa: ARG001
    """A kiosk that sells, in a hurry."""
    return open_shop(database, simulator.url)


@pytest.fixture
def settled(shop: Shop) -> Iterator[Shop]:
    """The shop; after the test everything is settled and both ledgers must agree."""
    yield shop
    for struck in (shop.terminal, shop.ledger):
        left = [*struck.before, *struck.after]
        assert not left, f"what should have happened at {left} never did"
    shop.settle_all()
    found = shop.disagreements()
    assert not found, "\n".join(found)
