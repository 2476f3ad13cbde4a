"""A world for journeys: real PostgreSQL, the real SDK against the simulator, real windows."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

import pytest

from kiosk.demo.world import Plan, World

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.demo.embedded_postgres import EmbeddedPostgres


@pytest.fixture
def world(postgres_server: EmbeddedPostgres, tmp_path: Path) -> Iterator[World]:
    """A quiet world of its own: nobody comes or goes but the test."""
    plan = Plan(
        folder=tmp_path,
        database=f"journey_{uuid.uuid4().hex}",
        traffic=False,
        occupied=0.01,
        card_seconds=30,
        seed=1,
    )
    with World(plan, postgres_server) as world:
        yield world
    postgres_server.drop_database(plan.database)
