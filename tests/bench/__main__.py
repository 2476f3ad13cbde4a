"""The bench: ``python -m tests.bench [PART ...]``, one JSON line for each figure.

A missed goal is marked on the standard error and is no failure: it may be the machine's. The exit
code is 1 only if a figure could not be measured.
"""

from __future__ import annotations

import os
import sys
import traceback
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from tests.bench import (
    journeys,
    live,
    payments,
    place,
    settlement,
    start,
    statements,
    tickets,
    touches,
)
from tests.bench.allocation import (
    acceptance,
    bells,
    comparison,
    growth,
    making_room,
    many_garages,
    operation,
    profile,
    ratios,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kiosk.demo.embedded_postgres import EmbeddedPostgres
    from kiosk.demo.world import World
    from tests.bench.figures import Figure


@dataclass(frozen=True, slots=True)
class InWorld:
    """What is measured in a world of its own, of whose spots this share is taken."""

    measure: Callable[[World], Iterator[Figure]]
    occupied: float = 0.7

    def figures(self, server: EmbeddedPostgres, name: str) -> Iterator[Figure]:
        """Measure in a world on this server."""
        with place.world(server, name, occupied=self.occupied) as world:
            yield from self.measure(world)


@dataclass(frozen=True, slots=True)
class OnServer:
    """What makes the databases that it measures by itself."""

    measure: Callable[[EmbeddedPostgres], Iterator[Figure]]

    def figures(self, server: EmbeddedPostgres, _name: str) -> Iterator[Figure]:
        """Measure on this server."""
        return self.measure(server)


PARTS: dict[str, InWorld | OnServer] = {
    "start": InWorld(start.measure),
    "touches": InWorld(touches.measure),
    "journeys": InWorld(journeys.measure),
    "tickets": InWorld(tickets.measure),
    "live": InWorld(live.measure, occupied=0),
    "statements": InWorld(statements.measure),
    "payments": InWorld(payments.measure),
    "settlement": InWorld(settlement.measure, occupied=0),
    "allocation": OnServer(ratios.measure),
    "profile": OnServer(profile.measure),
    "peers": OnServer(comparison.measure),
    "growth": OnServer(growth.measure),
    "garages": OnServer(many_garages.measure),
    "bells": OnServer(bells.measure),
    "operation": OnServer(operation.measure),
    "acceptance": OnServer(acceptance.measure),
    "making_room": OnServer(making_room.measure),
}

SETTINGS = {"shared_buffers": "512MB"}
"""As a central server has it: what is live fits into its memory, for a hundred garages too."""


def main() -> int:
    """Measure the named parts, or all."""
    asked = sys.argv[1:] or list(PARTS)
    if unknown := set(asked) - set(PARTS):
        sys.stderr.write(f"No such part: {', '.join(unknown)}; there are {', '.join(PARTS)}.\n")
        return 2
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QGuiApplication(sys.argv[:1])
    app.setApplicationName("garage-kiosk-bench")
    measured = [_measure(name) for name in asked]
    return 0 if all(measured) else 1


def _measure(name: str) -> bool:
    try:
        with place.server(SETTINGS) as server:  # without the traces of what was measured before
            for figure in PARTS[name].figures(server, name):
                sys.stdout.write(figure.line() + "\n")
                sys.stdout.flush()
                if figure.missed:
                    sys.stderr.write(f"missed: {figure.name} should be {figure.goal}\n")
    except Exception:  # noqa: BLE001 - the other parts are measured all the same
        traceback.print_exc()
        sys.stderr.write(f"not measured: {name}\n")
        return False
    return True


if __name__ == "__main__":
    sys.exit(main())
