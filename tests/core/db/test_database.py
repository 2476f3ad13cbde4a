"""How failures of the database are named: one clear sentence each."""

from __future__ import annotations

import socket
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import IntegrityError

from core.db.database import CONNECT_ARGS, Database
from core.db.errors import DatabaseUnavailableError, DriftError, SchemaMismatchError
from core.db.migrate import upgrade
from tests.core.db.reservation import reserve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from core.garages import Garage

ONE = text("SELECT 1")


@pytest.fixture
def silent_port() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@pytest.fixture
def closed_port() -> int:
    """A port where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def _sentence(url: str) -> str:
    database = Database(url)
    with pytest.raises(DatabaseUnavailableError) as caught:
        database.statement(lambda connection: connection.scalar(ONE))
    database.close()
    with pytest.raises(DatabaseUnavailableError) as caught_again, database.own_connection():
        pass
    assert str(caught_again.value) == str(caught.value)
    with pytest.raises(DatabaseUnavailableError) as upgrading:
        upgrade(url)
    assert str(upgrading.value) == str(caught.value)
    return str(caught.value)


def _changed(
    url: str,
    *,
    host: str | None = None,
    port: int | None = None,
    username: str | None = None,
    password: str | None = None,
    database: str | None = None,
) -> str:
    """Return the address with these parts instead."""
    changed = make_url(url).set(
        host=host, port=port, username=username, password=password, database=database
    )
    return changed.render_as_string(hide_password=False)


@pytest.mark.parametrize(
    ("username", "password"), [(None, "wrong"), ("nobody", None)], ids=["password", "user"]
)
def test_a_wrong_password_or_user_is_told(
    database_url: str, username: str | None, password: str | None
) -> None:
    assert _sentence(_changed(database_url, username=username, password=password)) == (
        "The database refuses the user or password; correct database.url in the settings."
    )


def test_an_unknown_database_is_told(database_url: str) -> None:
    assert _sentence(_changed(database_url, database="nowhere")) == (
        "The server has no such database; create it or correct database.url."
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_server_that_is_not_there_is_told(database_url: str, closed_port: int, host: str) -> None:
    sentence = _sentence(_changed(database_url, host=host, port=closed_port))

    assert sentence.startswith("The database cannot be reached (")
    assert "Connection refused" in sentence
    assert sentence.endswith("; check that PostgreSQL is up and the address.")
    assert "\n" not in sentence


def test_a_server_that_never_answers_is_told(
    database_url: str, silent_port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(CONNECT_ARGS, "connect_timeout", 2)
    database = Database(_changed(database_url, port=silent_port))

    with pytest.raises(DatabaseUnavailableError, match=r"cannot be reached \(.*timeout"):
        database.statement(lambda connection: connection.scalar(ONE))


def test_a_missing_table_is_told(empty_database_url: str) -> None:
    database = Database(empty_database_url)

    with pytest.raises(SchemaMismatchError, match="out of date; run 'kiosk db upgrade'"):
        database.statement(lambda connection: connection.scalar(text("SELECT 1 FROM garages")))
    database.close()


def test_a_state_that_the_schema_does_not_know_yet_is_told(database: Database) -> None:
    newer = text("SELECT count(*) FROM payments WHERE state = 'of tomorrow'")

    with pytest.raises(SchemaMismatchError, match="out of date; run 'kiosk db upgrade'"):
        database.statement(lambda connection: connection.scalar(newer))


def test_a_double_booking_is_told_as_drift(database: Database, garage: Garage) -> None:
    assert garage.id == 1
    twice = text(reserve().decode().replace(":", "\\:"))
    database.statement(lambda connection: connection.execute(twice))

    with pytest.raises(DriftError, match="Two reservations would share a spot"):
        database.statement(lambda connection: connection.execute(twice))


def test_a_bug_is_not_taken_for_a_broken_environment(database: Database) -> None:
    with pytest.raises(IntegrityError):
        database.statement(
            lambda connection: connection.execute(text("INSERT INTO spots DEFAULT VALUES"))
        )


def test_more_work_than_connections_is_told(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(database_url, pool_size=1)
    monkeypatch.setattr(database._engine.pool, "_timeout", 0.01)
    busy = [database._engine.connect() for _ in range(3)]

    with pytest.raises(DatabaseUnavailableError, match="is busy"):
        database.statement(lambda connection: connection.scalar(ONE))
    for connection in busy:
        connection.close()
    database.close()


def test_a_connection_that_was_cut_is_replaced(database: Database) -> None:
    cut = text(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE pid <> pg_backend_pid() AND datname = current_database()"
    )
    other = Database(database.url)
    assert database.statement(lambda connection: connection.scalar(ONE)) == 1
    other.statement(lambda connection: connection.execute(cut))

    assert database.statement(lambda connection: connection.scalar(ONE)) == 1
    other.close()


def test_a_connection_that_is_cut_in_the_middle_is_told(database: Database) -> None:
    cut = text("SELECT pg_terminate_backend(pg_backend_pid())")

    with pytest.raises(DatabaseUnavailableError, match=r"cannot be reached \(.*terminat"):
        database.transaction(lambda connection: connection.execute(cut))


@pytest.mark.usefixtures("garage")
def test_the_victim_of_a_deadlock_is_repeated(database: Database) -> None:
    def lock(first: int, second: int) -> int:
        runs = 0

        def work(connection: Connection) -> None:
            nonlocal runs
            runs += 1
            for spot in (first, second):
                connection.execute(
                    text("SELECT FROM spots WHERE id = :id FOR UPDATE"), {"id": spot}
                )
                if runs == 1 and spot == first:
                    both.wait(timeout=5)

        database.transaction(work)
        return runs

    both = Barrier(2)
    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(lock, 1, 2), pool.submit(lock, 2, 1)]
        fewer, more = sorted(run.result() for run in runs)
    # On a busy machine the victim may be back before the other has gone on, and be it once more.
    assert fewer == 1
    assert more > 1


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("transaction_isolation", "read committed"),
        ("synchronous_commit", "on"),
        ("timezone", "UTC"),
        ("statement_timeout", "10s"),
        ("lock_timeout", "5s"),
    ],
)
def test_what_the_protocol_needs_is_set_whatever_the_server_says(
    database: Database, setting: str, value: str
) -> None:
    show = text(f"SHOW {setting}")

    assert database.transaction(lambda connection: connection.scalar(show)) == value
