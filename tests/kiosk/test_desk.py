"""The lines at the attendants' desk."""

from __future__ import annotations

import threading
from queue import Queue
from typing import TYPE_CHECKING

from sqlalchemy import text

from core.attendants import call_attendant
from core.db.database import Database
from core.garage_store import register_kiosk
from kiosk import desk

if TYPE_CHECKING:
    import pytest

    from core.garages import Garage

PATIENCE_S = 20.0
CUT = text("""
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
""")


def test_calls_are_lines_and_a_cut_is_told_once_and_mended(
    database: Database, garage: Garage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "AGAIN_AFTER_S", 0.05)
    kiosk_id = register_kiosk(database, garage, "north", None)
    lines: Queue[str] = Queue()
    ended = threading.Event()
    own = Database(database.url)
    listens = threading.Thread(
        target=desk.listen,
        args=(own, [garage.slug], lines.put),
        kwargs={"ended": ended.is_set},
    )
    listens.start()
    try:
        assert lines.get(timeout=PATIENCE_S).startswith("Listening for calls from small;")
        call_attendant(database, kiosk_id, within_s=PATIENCE_S)
        assert "  The small garage, north" in lines.get(timeout=PATIENCE_S)
        database.statement(lambda connection: connection.execute(CUT))
        assert lines.get(timeout=PATIENCE_S).startswith("No call can be heard: The database")
        assert lines.get(timeout=PATIENCE_S) == "Calls are heard again."
        assert call_attendant(database, kiosk_id, within_s=PATIENCE_S)
        assert lines.get(timeout=PATIENCE_S).endswith("The small garage, north")
    finally:
        ended.set()
        listens.join(PATIENCE_S)
        own.close()
