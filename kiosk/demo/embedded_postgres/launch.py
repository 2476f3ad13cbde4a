"""Starting the server so that it outlives the one who started it, not its last user."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kiosk.demo.embedded_postgres.errors import server_failed
from kiosk.demo.embedded_postgres.process import ServerProcess

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from kiosk.demo.embedded_postgres.account import ServerAccount
    from kiosk.demo.embedded_postgres.programs import Programs

# A shell in the background is the server's parent. It collects the server when it ends, and beside
# it `flock` waits for the users' lock: it gets it when the last user has gone, be it by SIGKILL,
# and then asks the server to stop. PR_SET_PDEATHSIG would not do: it fires when the *thread* that
# started the server ends, and it would take the server away from the other users.
_SCRIPT = """
log=$1 users=$2; shift 2
{
  exec 2>>"$log"
  "$@" >>"$log" &
  server=$!
  echo "$server"
  exec >/dev/null
  flock --exclusive "$users" sh -c 'kill -INT "$1" 2>/dev/null' sh "$server" &
  watcher=$!
  wait "$server"
  kill "$watcher" 2>/dev/null
  wait "$watcher"
} &
"""


def launch(
    account: ServerAccount,
    programs: Programs,
    *,
    data: Path,
    log: Path,
    users: Path,
    settings: Mapping[str, str],
) -> ServerProcess:
    """Start a server in the background.

    Args:
        account: Who runs it.
        programs: Which PostgreSQL.
        data: Its data folder.
        log: Where it writes what it has to say, appended.
        users: The lock file of its users; the server stops when nobody holds it any more.
        settings: Configuration parameters by name, in PostgreSQL's own spelling.

    Returns:
        The server's process, which is not ready yet.

    Raises:
        EmbeddedPostgresError: It could not even be started.
    """
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command: list[str | Path] = [programs.postgres, "-D", data, *options]
    started = account.run(["/bin/sh", "-c", _SCRIPT, "sh", log, users, *command], cwd=data)
    if not started.stdout.strip().isdecimal():
        raise server_failed(data.parent, started.stderr)
    return ServerProcess(int(started.stdout), data)
