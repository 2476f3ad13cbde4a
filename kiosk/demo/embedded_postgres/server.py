"""The embedded server's life: start, share, stop, and come back after a crash."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Self

import psycopg
from psycopg import sql

from kiosk.demo.embedded_postgres.errors import EmbeddedPostgresError, server_failed
from kiosk.demo.embedded_postgres.folder import HOST, SUPERUSER, ServerFolder, free_port
from kiosk.demo.embedded_postgres.launch import launch
from kiosk.demo.embedded_postgres.process import running_in
from kiosk.demo.embedded_postgres.programs import programs_for
from kiosk.demo.embedded_postgres.users import FolderUsers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path
    from types import TracebackType

    from kiosk.demo.embedded_postgres.account import ServerAccount

_MAINTENANCE_DATABASE = "postgres"
_START_TIMEOUT_S = 60.0
_STOP_TIMEOUT_S = 20.0
_ATTEMPTS = 20
_SETTINGS = {
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "shared_buffers": "64MB",
    "max_logical_replication_workers": "0",
}
_ENFORCED = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "password_encryption": "scram-sha-256",
}


class EmbeddedPostgres:
    """A PostgreSQL server whose whole state is one folder.

    It listens on 127.0.0.1 alone, with a password made for this folder. Several objects, also in
    several processes, may use the same folder: the first starts the server, the others join, and
    it stops when the last has stopped or died. A server that outlived its users (its watcher was
    killed as well) is stopped and started anew; one that crashed recovers at the next start.

    Args:
        folder: Where everything is kept; made when it is missing. As root, the system user
            `garage-kiosk-db` must be able to reach it.
        port: The TCP port; by default a free one, kept from run to run while it stays free.
        settings: Configuration parameters by name, used when this object starts the server.
    """

    def __init__(
        self, folder: Path, *, port: int | None = None, settings: Mapping[str, str] | None = None
    ) -> None:
        self._folder = ServerFolder(folder)
        self._wanted_port = port
        self._settings = {**_SETTINGS, **(settings or {}), **_ENFORCED}
        self._users = FolderUsers(self._folder.path)

    def __enter__(self) -> Self:
        """Start it."""
        return self.start()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self.stop()

    @property
    def running(self) -> bool:
        """Whether the folder's server accepts connections now."""
        process = running_in(self._folder.data)
        return process is not None and process.ready

    @property
    def port(self) -> int:
        """The TCP port of the server that was started or joined."""
        if not self._users.joined:
            raise EmbeddedPostgresError("The embedded PostgreSQL has not been started.")
        return self._folder.port

    @property
    def url(self) -> str:
        """The server's own database `postgres`, as an SQLAlchemy address with the password."""
        return self.url_of(_MAINTENANCE_DATABASE)

    def url_of(self, database: str) -> str:
        """Return the SQLAlchemy address of a database, with the password."""
        secret = self._folder.password
        return f"postgresql+psycopg://{SUPERUSER}:{secret}@{HOST}:{self.port}/{database}"

    def start(self) -> Self:
        """Start the server, or join the one that others have started, and wait until it answers.

        Does nothing when this object has started or joined it and it still runs.

        Raises:
            EmbeddedPostgresError: It cannot start; the message says why and what to do.
        """
        account = self._folder.open()
        joins = not self._users.joined
        with self._users.turn():
            first = self._users.join()
            try:
                if not self._runs_for_us(first=first):
                    self._launch(account)
            except BaseException:
                if joins:
                    self._users.leave()
                raise
        return self

    def stop(self) -> None:
        """Be done with the server: it stops, in order, unless others use it too."""
        if not self._users.joined:
            return
        with self._users.turn():
            if self._users.leave() and (process := running_in(self._folder.data)):
                process.stop(_STOP_TIMEOUT_S)

    def restart(self) -> None:
        """Stop the server in order, for all its users, and start it on the same port."""
        with self._users.turn():
            if process := running_in(self._folder.data):
                process.stop(_STOP_TIMEOUT_S)
        self.start()

    def kill(self) -> None:
        """Let the server and its workers die at once, as a power cut would; `start` recovers."""
        if process := running_in(self._folder.data):
            process.kill()

    def create_database(self, name: str, *, template: str | None = None) -> str:
        """Create a database.

        Args:
            name: Its name.
            template: The database to copy, to which nobody may be connected.

        Returns:
            Its SQLAlchemy address.

        Raises:
            psycopg.errors.DuplicateDatabase: There is one of that name.
        """
        command = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template is not None:
            command += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        self._execute(command)
        return self.url_of(name)

    def drop_database(self, name: str) -> None:
        """Drop a database if it exists; whoever is connected to it is cut off."""
        command = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)")
        self._execute(command.format(sql.Identifier(name)))

    def _execute(self, command: sql.Composed) -> None:
        address = self.url.replace("postgresql+psycopg", "postgresql", 1)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(command)

    def _runs_for_us(self, *, first: bool) -> bool:
        process = running_in(self._folder.data)
        if process is None:
            return False
        if not first and process.wait_ready(_START_TIMEOUT_S):
            return True
        process.stop(_STOP_TIMEOUT_S)  # an orphan, or one that is on its way out
        return False

    def _launch(self, account: ServerAccount) -> None:
        programs = programs_for(account, self._folder.path)
        durable = self._settings.get("fsync") != "off"
        self._folder.set_up(account, programs, durable=durable)
        port = self._wanted_port or self._folder.port
        said = ""
        for attempt in range(_ATTEMPTS):
            said_before = self._folder.log.stat().st_size
            process = launch(
                account,
                programs,
                data=self._folder.data,
                log=self._folder.log,
                users=self._users.file,
                settings=self._settings | {"port": str(port)},
            )
            if process.wait_ready(_START_TIMEOUT_S):
                self._folder.keep_port(port)
                return
            said = _new_lines(self._folder.log, said_before)
            if "Address already in use" in said and self._wanted_port is None:
                port = free_port()
            elif "still in use" in said:  # workers of a killed server are on their way out
                time.sleep(0.01 * 2 ** min(attempt, 5))
            else:
                break
        raise server_failed(self._folder.path, said)


def _new_lines(log: Path, offset: int) -> str:
    with log.open("rb") as stream:
        stream.seek(offset)
        return stream.read().decode(errors="replace")
