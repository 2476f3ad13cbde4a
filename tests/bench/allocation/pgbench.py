"""The load: pgbench, which comes with the server, runs scripts as many clients at once."""

from __future__ import annotations

import os
import re
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import make_url

from kiosk.demo.embedded_postgres.programs import _installed
from tests.bench.figures import NotMeasuredError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

REPORT = {
    "per_second": r"tps = ([\d.]+)",
    "processed": r"transactions actually processed: (\d+)",
    "failed": r"number of failed transactions: (\d+)",
    "retries": r"total number of retries: (\d+)",
}
MOST_LINES = 5
"""Of what it says when it fails; the other clients mostly say the same."""
LOG_TIME = 2
"""Where a line of the log has the microseconds; a transaction that failed has a word there."""


@dataclass(frozen=True, slots=True)
class Script:
    """What one client does once, in pgbench's language, and how often beside the others."""

    text: str
    weight: int = 1


@dataclass(frozen=True, slots=True)
class Work:
    """What is done, and by how many clients.

    Args:
        scripts: drawn by their weights.
        clients: connections, each with one statement at a time.
        seconds: how long; or else
        each: how many transactions each client runs.
        variables: pgbench's variables, by name.
        options: the settings of each connection, as in ``PGOPTIONS``.
        tries: how often a transaction is run that PostgreSQL ended for another one's sake.
        timed: whether the time of every transaction is wanted.
    """

    scripts: Sequence[Script]
    clients: int
    seconds: int | None = None
    each: int | None = None
    variables: Mapping[str, str | float] | None = None
    options: str = ""
    tries: int = 1
    timed: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """What pgbench says of a run; ``latencies_s`` are there if they were asked for."""

    per_second: float
    processed: int
    failed: int
    retries: int
    latencies_s: tuple[float, ...] = ()


def run(url: str, work: Work) -> Report:
    """Run the work on the database, with prepared statements.

    Raises:
        NotMeasuredError: if a client met an error that does not pass by itself.
    """
    address = make_url(url)
    with tempfile.TemporaryDirectory(prefix="garage-kiosk-bench-") as folder:
        program = _installed().postgres.with_name("pgbench")
        command = [str(program), *_arguments(work, Path(folder)), str(address.database)]
        environment = os.environ | {
            "PGHOST": str(address.host),
            "PGPORT": str(address.port),
            "PGUSER": str(address.username),
            "PGPASSWORD": str(address.password),
            "PGOPTIONS": work.options,
        }
        done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
        if done.returncode:
            first_said = "\n".join(done.stderr.splitlines()[:MOST_LINES])
            raise NotMeasuredError(first_said)
        latencies = tuple(
            seconds for log in Path(folder).glob("log.*") for seconds in read_log(log.read_text())
        )
    return read_report(done.stdout, latencies)


def read_report(said: str, latencies_s: tuple[float, ...] = ()) -> Report:
    """Read pgbench's last words. What it leaves out was zero."""
    found = {name: re.search(pattern, said) for name, pattern in REPORT.items()}
    number = {name: float(match[1]) for name, match in found.items() if match}
    return Report(
        per_second=number["per_second"],
        processed=int(number["processed"]),
        failed=int(number.get("failed", 0)),
        retries=int(number.get("retries", 0)),
        latencies_s=latencies_s,
    )


def read_log(log: str) -> list[float]:
    """Return the seconds that each transaction took which was not given up."""
    times = (line.split()[LOG_TIME] for line in log.splitlines())
    return [int(time) / 1e6 for time in times if time.isdigit()]


def _arguments(work: Work, folder: Path) -> list[str]:
    arguments = ["--no-vacuum", "--protocol=prepared", f"--client={work.clients}"]
    arguments.append(f"--max-tries={work.tries}")
    for number, script in enumerate(work.scripts):
        file = folder / f"script-{number}.sql"
        file.write_text(script.text, encoding="utf-8")
        arguments.append(f"--file={file}@{script.weight}")
    arguments += [f"--define={name}={value}" for name, value in (work.variables or {}).items()]
    arguments.append(f"--transactions={work.each}" if work.each else f"--time={work.seconds}")
    if work.timed:
        arguments += ["--log", f"--log-prefix={folder / 'log'}"]
    return arguments
