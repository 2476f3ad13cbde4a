"""Where it is measured: the demo world on a server of its own, which writes to the disk in full."""

from __future__ import annotations

import shutil
import tempfile
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.demo.embedded_postgres import EmbeddedPostgres
from kiosk.demo.world import Plan, World

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


@contextmanager
def server(settings: Mapping[str, str] | None = None) -> Iterator[EmbeddedPostgres]:
    """A server in a folder that the system user which runs it for root can reach."""
    folder = Path(tempfile.gettempdir()) / f"garage-kiosk-bench-{uuid.uuid4().hex}"
    running = EmbeddedPostgres(folder, settings=settings)
    try:
        running.start()
        yield running
    finally:
        running.stop()
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def world(running: EmbeddedPostgres, name: str, *, occupied: float) -> Iterator[World]:
    """A quiet world, in which nothing happens but what is measured."""
    with tempfile.TemporaryDirectory(prefix="garage-kiosk-bench-") as folder:
        plan = Plan(Path(folder), database=name, traffic=False, occupied=occupied, seed=1)
        with World(plan, running) as started:
            yield started
