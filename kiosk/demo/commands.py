"""``kiosk demo``: the kiosk in a world of its own, on a display or as a guided tour."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Final

import psycopg

from core.db.errors import DatabaseUnavailableError
from kiosk.demo.children import start_module, stop
from kiosk.demo.desk import arrange
from kiosk.demo.embedded_postgres import EmbeddedPostgresError
from kiosk.demo.world import Plan, World, world_folder
from kiosk.sizes import Size

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.demo.desk import Desk

_PROBE: Final = """
from PySide6.QtGui import QGuiApplication
size = QGuiApplication([]).primaryScreen().availableSize()
print(f"{size.width()}x{size.height()}")
"""


def run_demo(*, tour: Path | None, fresh: bool) -> int:
    """Run the demo until its window is closed, or the tour; return the exit code."""
    try:
        return _show(fresh=fresh) if tour is None else _tour(tour)
    except (EmbeddedPostgresError, DatabaseUnavailableError, psycopg.Error, OSError) as error:
        sys.stderr.write(f"kiosk: {error}\n")
        return 1
    except KeyboardInterrupt:
        return 0


def _show(*, fresh: bool) -> int:
    desk = _desk()
    plan = Plan(folder=world_folder(), fresh=fresh, window=desk.window_setting)
    with World(plan) as world:
        sys.stdout.write(
            f"The kiosk's settings: {world.settings_file}\n"
            f"Tickets are printed into: {world.tickets}\n"
            "Tap a card in the small window; close the kiosk to end the demo.\n"
        )
        sys.stdout.flush()
        reader = start_module(
            "kiosk.demo.reader_window",
            *("--simulator", world.simulator_url, "--reader", world.reader),
            environment=_scaled(desk.reader_scale),
        )
        kiosk = start_module(
            *("kiosk", "run", "--settings", str(world.settings_file)),
            environment=_scaled(desk.scale),
        )
        # Somebody has to hear the driver who calls an attendant: the calls are lines here.
        calls = start_module("kiosk", "attendant", "listen", "--settings", str(world.settings_file))
        try:
            return kiosk.wait()
        finally:
            stop(kiosk)
            stop(calls)
            stop(reader)


def _tour(folder: Path) -> int:
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from kiosk.demo.tour import Tour  # noqa: PLC0415 - after the platform is chosen

    plan = Plan(
        folder=world_folder().with_name("tour-world"),
        kiosk="Tour",
        database="tour",
        fresh=True,
        seed=7,
    )
    with World(plan) as world:
        return Tour(world, folder).run()


def _desk() -> Desk:
    """Return how the windows fit on this display."""
    import subprocess  # noqa: PLC0415 - a display is asked in a process of its own

    asked = subprocess.run(  # noqa: S603 - this program's own interpreter
        [sys.executable, "-c", _PROBE], capture_output=True, text=True, check=False
    )
    width, _, height = asked.stdout.strip().partition("x")
    return arrange(Size(int(width), int(height)) if height else Size(1920, 1080))


def _scaled(scale: float) -> dict[str, str]:
    """Return the environment in which Qt shows all of a window so much smaller, touches too."""
    scale *= float(os.environ.get("QT_SCALE_FACTOR") or 1)
    return {**os.environ, "QT_SCALE_FACTOR": f"{scale:.4f}"}
