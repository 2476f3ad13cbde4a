"""The simulator's memory: one SQLite file that survives a killed process.

One request is one transaction. SQLite's write-ahead log keeps committed transactions when the
process is killed; only a power cut may lose the last ones, which a simulated world can bear.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from kiosk.demo.stripe_simulator.deliveries import Delivery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from kiosk.demo.stripe_simulator.json_types import JsonObject

Kind: TypeAlias = str
"""Stripe's object name, such as ``payment_intent``."""

_SCHEMA = """
CREATE TABLE IF NOT EXISTS objects (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL UNIQUE,
    parent TEXT, due_at REAL, record TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS objects_by_kind ON objects (kind, seq);
CREATE INDEX IF NOT EXISTS objects_by_parent ON objects (parent) WHERE parent IS NOT NULL;
CREATE INDEX IF NOT EXISTS objects_due ON objects (due_at) WHERE due_at IS NOT NULL;
CREATE TABLE IF NOT EXISTS answers (
    key TEXT PRIMARY KEY, kept_at REAL NOT NULL, method TEXT NOT NULL, path TEXT NOT NULL,
    params TEXT NOT NULL, status INTEGER NOT NULL, body TEXT NOT NULL, request_id TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS faults (id INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS requests (
    seq INTEGER PRIMARY KEY AUTOINCREMENT, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL, endpoint TEXT NOT NULL,
    due_at REAL NOT NULL, rank INTEGER NOT NULL DEFAULT 0, attempts INTEGER NOT NULL DEFAULT 0,
    state TEXT NOT NULL DEFAULT 'waiting');
CREATE INDEX IF NOT EXISTS deliveries_due ON deliveries (due_at) WHERE state = 'waiting';
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
"""


@dataclass(frozen=True, kw_only=True)
class KeptAnswer:
    """The first answer given under an idempotency key (times in Unix seconds)."""

    key: str
    kept_at: float
    method: str
    path: str
    params: str
    status: int
    body: str
    request_id: str


class Store:
    """Reads and writes records; knows nothing of what they mean.

    Attributes:
        mail: Set when a delivery was added, or when time has moved.

    Args:
        path: The SQLite file; made when absent, together with its folder.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.mail = threading.Event()
        self._lock = threading.RLock()
        self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")
        self._db.executescript(_SCHEMA)

    def close(self) -> None:
        """Closes the file; the store cannot be used afterwards."""
        with self._lock:
            self._db.close()

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside is committed together, or not at all when it raises."""
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """Inside a transaction: what is inside is undone when it raises, the rest is not."""
        self._db.execute("SAVEPOINT inner")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO inner")
            raise
        finally:
            self._db.execute("RELEASE inner")

    def put(
        self,
        kind: Kind,
        object_id: str,
        record: JsonObject,
        *,
        parent: str | None = None,
        due_at: float | None = None,
    ) -> None:
        """Writes an object, new or changed.

        Args:
            kind: Stripe's object name.
            object_id: Its id, unique over all kinds.
            record: What ``get`` will give back.
            parent: The object it belongs to, for ``children``.
            due_at: Unix seconds when something happens to it by itself, for ``due``.
        """
        self._db.execute(
            "INSERT INTO objects (kind, id, parent, due_at, record) VALUES (?, ?, ?, ?, ?) "
            "ON CONFLICT (id) DO UPDATE SET due_at = excluded.due_at, record = excluded.record",
            (kind, object_id, parent, due_at, json.dumps(record)),
        )

    def get(self, kind: Kind, object_id: str) -> JsonObject | None:
        """The object's record, or None."""
        row = self._db.execute(
            "SELECT record FROM objects WHERE id = ? AND kind = ?", (object_id, kind)
        ).fetchone()
        return None if row is None else json.loads(row[0])

    def newest_first(self, kind: Kind) -> Iterator[JsonObject]:
        """All records of a kind, the latest made first."""
        rows = self._db.execute(
            "SELECT record FROM objects WHERE kind = ? ORDER BY seq DESC", (kind,)
        )
        return (json.loads(row[0]) for row in rows)

    def children(self, kind: Kind, parent: str) -> Iterator[JsonObject]:
        """The records of a kind that belong to ``parent``, the latest made first."""
        rows = self._db.execute(
            "SELECT record FROM objects WHERE parent = ? AND kind = ? ORDER BY seq DESC",
            (parent, kind),
        )
        return (json.loads(row[0]) for row in rows)

    def due(self, now: float) -> list[tuple[Kind, str]]:
        """What should have happened by ``now``: kinds and ids, the earliest first."""
        rows = self._db.execute(
            "SELECT kind, id FROM objects WHERE due_at <= ? ORDER BY due_at, seq", (now,)
        )
        return [(kind, object_id) for kind, object_id in rows]

    def delete_kinds(self, kinds: tuple[Kind, ...]) -> None:
        """Forgets all objects of these kinds."""
        self._db.executemany("DELETE FROM objects WHERE kind = ?", [(kind,) for kind in kinds])

    def kept_answer(self, key: str) -> KeptAnswer | None:
        """The answer kept under an idempotency key, or None."""
        row = self._db.execute(
            "SELECT key, kept_at, method, path, params, status, body, request_id "
            "FROM answers WHERE key = ?",
            (key,),
        ).fetchone()
        if row is None:
            return None
        names = ("key", "kept_at", "method", "path", "params", "status", "body", "request_id")
        return KeptAnswer(**dict(zip(names, row, strict=True)))

    def keep_answer(self, answer: KeptAnswer) -> None:
        """Keeps an answer under its key, in place of an older one."""
        self._db.execute(
            "INSERT OR REPLACE INTO answers VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (
                answer.key,
                answer.kept_at,
                answer.method,
                answer.path,
                answer.params,
                answer.status,
                answer.body,
                answer.request_id,
            ),
        )

    def forget_answers(self) -> None:
        """Forgets everything kept under idempotency keys."""
        self._db.execute("DELETE FROM answers")

    def faults(self) -> list[tuple[int, JsonObject]]:
        """The scripted faults, in the order they were added."""
        rows = self._db.execute("SELECT id, record FROM faults ORDER BY id")
        return [(fault_id, json.loads(record)) for fault_id, record in rows]

    def add_fault(self, record: JsonObject) -> int:
        """Adds a scripted fault; answers its number."""
        cursor = self._db.execute("INSERT INTO faults (record) VALUES (?)", (json.dumps(record),))
        return int(cursor.lastrowid or 0)

    def change_fault(self, fault_id: int, record: JsonObject | None) -> None:
        """Replaces a scripted fault, or removes it with None."""
        if record is None:
            self._db.execute("DELETE FROM faults WHERE id = ?", (fault_id,))
        else:
            self._db.execute(
                "UPDATE faults SET record = ? WHERE id = ?", (json.dumps(record), fault_id)
            )

    def forget_faults(self) -> None:
        """Removes all scripted faults."""
        self._db.execute("DELETE FROM faults")

    def log_request(self, record: JsonObject) -> None:
        """Appends to the request log."""
        with self._lock:
            self._db.execute("INSERT INTO requests (record) VALUES (?)", (json.dumps(record),))

    def requests(self, after: int) -> list[JsonObject]:
        """The log's entries after number ``after``, the oldest first, each with its ``seq``."""
        rows = self._db.execute(
            "SELECT seq, record FROM requests WHERE seq > ? ORDER BY seq", (after,)
        )
        return [{"seq": seq, **json.loads(record)} for seq, record in rows]

    def forget_requests(self) -> None:
        """Empties the request log; numbers go on counting."""
        self._db.execute("DELETE FROM requests")

    def add_delivery(self, event: str, endpoint: str, *, due_at: float, newest_first: bool) -> None:
        """Lets an event wait to be delivered from ``due_at`` (Unix seconds) on."""
        cursor = self._db.execute(
            "INSERT INTO deliveries (event, endpoint, due_at) VALUES (?, ?, ?)",
            (event, endpoint, due_at),
        )
        self._db.execute(
            "UPDATE deliveries SET rank = CASE WHEN ? THEN -id ELSE id END WHERE id = ?",
            (newest_first, cursor.lastrowid),
        )
        self.mail.set()

    def deliveries(self) -> list[Delivery]:
        """All deliveries, in the order in which they were added."""
        return self._deliveries("ORDER BY id", ())

    def first_delivery(self, now: float) -> Delivery | None:
        """Of what is due by ``now`` (Unix seconds), what comes first; or None."""
        due = "WHERE state = 'waiting' AND due_at <= ? ORDER BY rank LIMIT 1"
        return next(iter(self._deliveries(due, (now,))), None)

    def next_delivery_at(self) -> float | None:
        """When the next delivery is due (Unix seconds), or None."""
        query = "SELECT min(due_at) FROM deliveries WHERE state = 'waiting'"
        (due_at,) = self._db.execute(query).fetchone()
        return None if due_at is None else float(due_at)

    def settle_delivery(self, delivery_id: int, *, attempts: int, state: str) -> None:
        """Nothing more is to be done about it."""
        self._db.execute(
            "UPDATE deliveries SET attempts = ?, state = ? WHERE id = ?",
            (attempts, state, delivery_id),
        )

    def put_off_delivery(self, delivery_id: int, *, attempts: int, due_at: float) -> None:
        """It is tried again at ``due_at`` (Unix seconds)."""
        self._db.execute(
            "UPDATE deliveries SET attempts = ?, due_at = ? WHERE id = ?",
            (attempts, due_at, delivery_id),
        )

    def forget_deliveries(self) -> None:
        """Removes all deliveries."""
        self._db.execute("DELETE FROM deliveries")

    def _deliveries(self, condition: str, values: tuple[object, ...]) -> list[Delivery]:
        names = ("id", "event", "endpoint", "due_at", "rank", "attempts", "state")
        rows = self._db.execute(f"SELECT {', '.join(names)} FROM deliveries {condition}", values)  # noqa: S608 - constants of this class
        return [Delivery(**dict(zip(names, row, strict=True))) for row in rows]

    def setting(self, name: str, default: JsonObject) -> JsonObject:
        """A named setting, or ``default``."""
        row = self._db.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return default if row is None else json.loads(row[0])

    def set_setting(self, name: str, value: JsonObject) -> None:
        """Writes a named setting."""
        self._db.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value)))

    def forget_settings(self) -> None:
        """Back to the defaults."""
        self._db.execute("DELETE FROM settings")
