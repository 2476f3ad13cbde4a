"""The system user that the server runs as: PostgreSQL refuses to run as root."""

from __future__ import annotations

import fcntl
import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk.demo.embedded_postgres.errors import EmbeddedPostgresError

if TYPE_CHECKING:
    from collections.abc import Iterable

ACCOUNT_NAME = "garage-kiosk-db"

_ENVIRONMENT = {
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "LC_ALL": "C",
}
_TIMEOUT_S = 120


@dataclass(frozen=True)
class ServerAccount:
    """Who owns the server's files and runs its programs.

    Attributes:
        uid: The user's number; never 0.
        gid: Its group's number.
    """

    uid: int
    gid: int

    @property
    def name(self) -> str:
        """The user's name, or its number where the system has no name for it."""
        try:
            return pwd.getpwuid(self.uid).pw_name
        except KeyError:
            return str(self.uid)

    @property
    def is_another(self) -> bool:
        """Whether it is someone else than the user of this process."""
        return self.uid != os.geteuid()

    def run(
        self, command: Iterable[str | Path], *, cwd: Path = Path("/")
    ) -> subprocess.CompletedProcess[str]:
        """Run a program as this user, in a session of its own and with a bare environment.

        A session of its own keeps the terminal's Ctrl-C away from the server.

        Args:
            command: The program and its arguments.
            cwd: The folder in which it starts.

        Returns:
            What it printed and its exit code, which is not checked.

        Raises:
            PermissionError: This user cannot reach the program.
        """
        switch = self.is_another
        return subprocess.run(
            [str(part) for part in command],
            check=False,
            cwd=cwd,
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=_TIMEOUT_S,
            start_new_session=True,
            umask=0o077,
            user=self.uid if switch else None,
            group=self.gid if switch else None,
            extra_groups=[] if switch else None,
        )

    def can_read(self, *paths: Path) -> bool:
        """Tell whether this user reaches and reads every one of the paths."""
        if not self.is_another:
            return all(os.access(path, os.R_OK) for path in paths)
        script = 'for path do test -r "$path" || exit 1; done'
        return self.run(["/bin/sh", "-c", script, "sh", *paths]).returncode == 0

    def take(self, path: Path, mode: int) -> None:
        """Make a file or folder this user's own, with the given mode."""
        if self.is_another:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)


def account_for(data: Path) -> ServerAccount:
    """Choose the user that runs the server.

    A plain user runs it himself. For root it is whoever owns the data already, or else the system
    user `garage-kiosk-db`, which is created when it is missing.

    Args:
        data: The server's data folder, which need not exist yet.

    Raises:
        EmbeddedPostgresError: The system user is missing and cannot be created.
    """
    if os.geteuid() != 0:
        return ServerAccount(os.geteuid(), os.getegid())
    if data.exists() and (owner := data.stat()).st_uid != 0:
        return ServerAccount(owner.st_uid, owner.st_gid)
    entry = _find() or _create()
    return ServerAccount(entry.pw_uid, entry.pw_gid)


def _find() -> pwd.struct_passwd | None:
    try:
        return pwd.getpwnam(ACCOUNT_NAME)
    except KeyError:
        return None


def _create() -> pwd.struct_passwd:
    shell = "/usr/sbin/nologin"
    command = [
        "useradd",
        "--system",
        "--user-group",
        "--no-create-home",
        "--shell",
        shell,
        ACCOUNT_NAME,
    ]
    with Path("/etc/passwd").open("rb") as users:
        fcntl.flock(users, fcntl.LOCK_EX)  # two processes may come here at the same moment
        if entry := _find():
            return entry
        try:
            made = subprocess.run(command, check=False, capture_output=True, text=True)
        except FileNotFoundError:
            why = "the command useradd is missing"
        else:
            why = made.stderr.strip()
    if entry := _find():
        return entry
    raise EmbeddedPostgresError(
        f"PostgreSQL must not run as root, and the system user {ACCOUNT_NAME} "
        f"cannot be created ({why}): create it, or run as a plain user.",
    )
