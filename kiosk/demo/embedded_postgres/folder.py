"""The folder that is the server: data, password, port and log, set up once and kept."""

from __future__ import annotations

import os
import secrets
import shutil
import socket
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.demo.embedded_postgres.account import ServerAccount, account_for
from kiosk.demo.embedded_postgres.errors import (
    EmbeddedPostgresError,
    folder_is_closed,
    server_failed,
)

if TYPE_CHECKING:
    from kiosk.demo.embedded_postgres.programs import Programs

HOST = "127.0.0.1"
SUPERUSER = "kiosk"


def default_folder() -> Path:
    """Return where the demo keeps its server.

    `/var/lib/garage-kiosk/demo` for root, whose server runs as another user and must reach it;
    else `garage-kiosk/demo` in the user's data folder (XDG Base Directory Specification).
    """
    if os.geteuid() == 0:
        return Path("/var/lib/garage-kiosk/demo")
    home = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local/share"
    return Path(home, "garage-kiosk/demo")


class ServerFolder:
    """What is kept of one server from run to run.

    Attributes:
        path: The folder, absolute.
        log: What the server has to say, appended from run to run.
    """

    def __init__(self, path: Path) -> None:
        self.path = path.absolute()
        self.log = self.path / "server.log"
        self._password_file = self.path / "password"
        self._port_file = self.path / "port"

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder, with symbolic links resolved as the server sees it."""
        return self.path.resolve() / "data"

    @property
    def password(self) -> str:
        """The superuser's password, safe in an address; readable by the server's user alone."""
        return self._password_file.read_text().strip()

    @property
    def port(self) -> int:
        """The port of the last start, or a free one."""
        try:
            return int(self._port_file.read_text())
        except FileNotFoundError:
            return free_port()

    def keep_port(self, port: int) -> None:
        """Note the port for the next start."""
        self._port_file.write_text(f"{port}\n")

    def open(self) -> ServerAccount:
        """Make the folder when it is missing and say who runs its server.

        Raises:
            EmbeddedPostgresError: This user has no right to it, or the server's user cannot
                reach it.
        """
        try:
            _make_passable(self.path)
            account = account_for(self.data)
            if not account.can_read(self.path):
                raise folder_is_closed(self.path, account.name)
            self.log.touch()
            account.take(self.log, 0o600)
        except PermissionError as error:
            raise EmbeddedPostgresError(
                f"There is no right to use {error.filename}: choose another folder for the data.",
            ) from error
        except OSError as error:
            raise server_failed(self.path, str(error.strerror)) from error
        return account

    def set_up(self, account: ServerAccount, programs: Programs, *, durable: bool) -> None:
        """Make the data folder and the password, once; half-made ones are begun again.

        Args:
            account: Who owns them.
            programs: The PostgreSQL that makes them.
            durable: Whether everything is on the disk afterwards; false saves half a second.

        Raises:
            EmbeddedPostgresError: They cannot be made, or another PostgreSQL has made them.
        """
        if not self.data.exists():
            self._make(account, programs, durable=durable)
        made_by = (self.data / "PG_VERSION").read_text().strip()
        if made_by != programs.version:
            raise EmbeddedPostgresError(
                f"The data in {self.path} were made by PostgreSQL {made_by}, this is "
                f"{programs.version}: move the folder away to start afresh.",
            )

    def _make(self, account: ServerAccount, programs: Programs, *, durable: bool) -> None:
        unfinished = self.data.with_name("data.new")
        shutil.rmtree(unfinished, ignore_errors=True)
        try:
            self._password_file.touch()
            account.take(self._password_file, 0o600)
            self._password_file.write_text(secrets.token_urlsafe(24))
            unfinished.mkdir()
            account.take(unfinished, 0o700)
        except OSError as error:
            raise server_failed(self.path, str(error.strerror)) from error
        options: dict[str, str | Path] = {
            "--pgdata": unfinished,
            "--username": SUPERUSER,
            "--pwfile": self._password_file,
            "--auth": "scram-sha-256",
            "--encoding": "UTF8",
            "--locale": "C",
            "--locale-provider": "builtin",
            "--builtin-locale": "C.UTF-8",
        }
        flags = [part for option in options.items() for part in option]
        sync = [] if durable else ["--no-sync"]
        made = account.run([programs.initdb, *flags, *sync])
        if made.returncode:
            raise server_failed(self.path, made.stderr)
        unfinished.rename(self.data)


def free_port() -> int:
    """Return a TCP port of the loopback address that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port


def _make_passable(folder: Path) -> None:
    for missing in [path for path in (*reversed(folder.parents), folder) if not path.exists()]:
        missing.mkdir(exist_ok=True)
        missing.chmod(0o755 if os.geteuid() == 0 else 0o700)
