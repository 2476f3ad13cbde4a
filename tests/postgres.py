"""Databases for tests: one server for all workers, one fresh migrated database per test."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import time
import uuid
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import psycopg
import pytest

from kiosk.demo.embedded_postgres import EmbeddedPostgres

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_FOLDER_PREFIX = "garage-kiosk-tests-"
_TEMPLATE = "migrated"
_A_DAY_S = 24 * 3600
_ENOUGH_MEMORY = 2 * 1024**3
SETTINGS = {
    "autovacuum": "off",  # it would hold the template open, and nothing here lives long enough
    "fsync": "off",  # survives a kill of the server, not of the machine
    "full_page_writes": "off",
    "max_connections": "200",
}


def folder_for_servers() -> Path:
    """Return where test servers live: in memory if there is room, a tenth of the time of a disk.

    Unlike pytest's own folders it can be reached by the system user that runs root's servers.
    """
    memory = Path("/dev/shm")  # noqa: S108  # names in it are made unique
    if memory.is_dir() and shutil.disk_usage(memory).free > _ENOUGH_MEMORY:
        return memory
    return Path(tempfile.gettempdir())


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """The server that all workers of this run share; the last one to finish removes it."""
    run = os.environ.setdefault("PYTEST_XDIST_TESTRUNUID", uuid.uuid4().hex)
    folder = folder_for_servers() / f"{_FOLDER_PREFIX}{run}"
    server = EmbeddedPostgres(folder, settings=SETTINGS)
    with _one_worker_at_a_time(tmp_path_factory):
        _remove_leftovers(folder.parent)
        server.start()
    yield server
    with _one_worker_at_a_time(tmp_path_factory):
        server.stop()
        if not server.running:
            shutil.rmtree(folder)


@pytest.fixture(scope="session")
def migrate() -> Callable[[str], object]:
    """What brings an empty database, given by its address, to the present schema."""
    from core.db.migrate import upgrade  # noqa: PLC0415  # only tests with a database need it

    return upgrade


@pytest.fixture(scope="session")
def template_database(
    postgres_server: EmbeddedPostgres,
    migrate: Callable[[str], object],
    tmp_path_factory: pytest.TempPathFactory,
) -> str:
    """The name of a migrated database that nobody connects to, made once for all workers."""
    with _one_worker_at_a_time(tmp_path_factory), _maintenance(postgres_server) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [_TEMPLATE])
        if not found.rowcount:
            unfinished = f"{_TEMPLATE}_unfinished"
            postgres_server.drop_database(unfinished)
            migrate(postgres_server.create_database(unfinished))
            connection.execute(f"ALTER DATABASE {unfinished} RENAME TO {_TEMPLATE}")
    return _TEMPLATE


@pytest.fixture
def database_url(postgres_server: EmbeddedPostgres, template_database: str) -> Iterator[str]:
    """The SQLAlchemy address of a fresh migrated database, dropped after the test."""
    with _fresh_database(postgres_server, template=template_database) as url:
        yield url


@pytest.fixture
def empty_database_url(postgres_server: EmbeddedPostgres) -> Iterator[str]:
    """The SQLAlchemy address of a database without any table, dropped after the test."""
    with _fresh_database(postgres_server, template=None) as url:
        yield url


@contextmanager
def _fresh_database(server: EmbeddedPostgres, *, template: str | None) -> Iterator[str]:
    name = f"test_{uuid.uuid4().hex}"
    url = server.create_database(name, template=template)
    try:
        yield url
    finally:
        if server.running:  # a test may have killed it
            server.drop_database(name)


@contextmanager
def _maintenance(server: EmbeddedPostgres) -> Iterator[psycopg.Connection]:
    address = server.url.replace("postgresql+psycopg", "postgresql", 1)
    with psycopg.connect(address, autocommit=True) as connection:
        yield connection


@contextmanager
def _one_worker_at_a_time(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.getbasetemp()
    shared = folder.parent if "PYTEST_XDIST_WORKER" in os.environ else folder
    with (shared / "postgres.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _remove_leftovers(parent: Path) -> None:
    for folder in parent.glob(f"{_FOLDER_PREFIX}*"):
        if time.time() - folder.stat().st_mtime > _A_DAY_S:
            shutil.rmtree(folder, ignore_errors=True)
