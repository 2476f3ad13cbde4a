"""``kiosk attendant listen``: every call of a driver is a line at the attendants' desk."""

from __future__ import annotations

import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from core.attendants_desk import RECENT, Desk
from core.db.errors import DatabaseUnavailableError
from core.db.schema import check_schema
from core.garage_store import find_garage

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from core.attendants_desk import Call
    from core.db.database import Database

AGAIN_AFTER_S: Final = 2.0


def listen(
    database: Database,
    slugs: Collection[str],
    say: Callable[[str], object],
    *,
    ended: Callable[[], bool] = lambda: False,
) -> None:
    """Say a line for each call, until Ctrl-C. When the database is away, it is waited for.

    Args:
        database: the central one.
        slugs: of the garages whose calls are shown; none for all.
        say: shows a line; it is on the screen when this returns.
        ended: is asked now and then whether to stop.

    Raises:
        DatabaseUnavailableError, SchemaMismatchError, UnknownGarageError: if it cannot begin.
    """
    check_schema(database)
    for slug in slugs:
        find_garage(database, slug)
    desk = Desk(database, slugs)
    where = ", ".join(slugs) if slugs else "all garages"
    minutes = int(RECENT.total_seconds() // 60)
    say(f"Listening for calls from {where}; those of the last {minutes} minutes come first.")
    lost = False

    def ready() -> None:
        nonlocal lost
        if lost:
            say("Calls are heard again.")
        lost = False

    with suppress(KeyboardInterrupt):
        while not ended():
            try:
                for call in desk.calls(ended=ended, ready=ready):
                    say(line_of(call))
            except DatabaseUnavailableError as error:
                if not lost:
                    say(f"No call can be heard: {error}")
                lost = True
                threading.Event().wait(AGAIN_AFTER_S)


def line_of(call: Call) -> str:
    """Return the line for a call; a terminal rings for a fresh one."""
    bell = "\a" if call.fresh and sys.stdout.isatty() else ""
    earlier = "" if call.fresh else " (earlier)"
    return f"{bell}{call.at:%Y-%m-%d %H:%M:%S}  {call.garage}, {call.kiosk}{earlier}"
