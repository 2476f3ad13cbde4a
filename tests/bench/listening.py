"""Kiosks that listen, in a process of their own: ``listening.py URL GARAGE HOW_MANY``.

Prints a JSON line for every count that one of them is told, until its input ends.
"""

from __future__ import annotations

import json
import sys
import time
from functools import partial
from threading import Lock
from typing import TYPE_CHECKING

from core.db.database import Database
from core.garage_store import find_garage
from core.live import LiveFeed
from core.vehicles import VehicleType

if TYPE_CHECKING:
    from core.outcomes import Availability

printing = Lock()


def told(kiosk: int, availability: Availability) -> None:
    at = time.monotonic()
    line = json.dumps({"kiosk": kiosk, "at": at, "free": availability.free[VehicleType.COMPACT]})
    with printing:
        sys.stdout.write(line + "\n")
        sys.stdout.flush()


def lost(reason: str) -> None:
    raise SystemExit(reason)


def main() -> None:
    url, slug, how_many = sys.argv[1:]
    databases = [Database(url) for _ in range(int(how_many))]
    feeds = [
        LiveFeed(
            database, find_garage(database, slug), on_change=partial(told, kiosk), on_lost=lost
        )
        for kiosk, database in enumerate(databases)
    ]
    for feed in feeds:
        feed.start()
    sys.stdin.read()
    for feed in feeds:
        feed.close()
    for database in databases:
        database.close()


if __name__ == "__main__":
    main()
