"""Schedules by hand: one again with its trace, or many that nobody has tried before.

``python -m tests.schedules SEED`` plays one schedule and prints it step by step;
``python -m tests.schedules --fresh 10000`` plays so many new ones on all cores and prints how often
each fault was met. The exit code is 1 if anything was untrue. ``--careless "..."`` plays them with
one of the careless kiosks of ``careless.py``.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from core.db.migrate import upgrade
from kiosk.demo.embedded_postgres import EmbeddedPostgres
from tests.core.processes import processes
from tests.postgres import SETTINGS, folder_for_servers
from tests.schedules.careless import CARELESS
from tests.schedules.kiosk_process import SOUND
from tests.schedules.schedule import play, play_briefly

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.schedules.kiosk_process import Parts

CHUNK: Final = 100


def main() -> int:
    """Play what is asked for; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.schedules", description=__doc__)
    parser.add_argument("seed", type=int, nargs="?", help="play this one and print its trace")
    parser.add_argument("--fresh", type=int, metavar="N", help="play so many new ones")
    parser.add_argument("--careless", choices=CARELESS, help="with one protection taken away")
    asked = parser.parse_args()
    parts = CARELESS[asked.careless] if asked.careless else SOUND
    if (asked.seed is None) == (asked.fresh is None):
        parser.error("name a seed, or --fresh N")
    with _server() as server:
        if asked.seed is not None:
            return _one(server, asked.seed, parts)
        return _many(server, asked.fresh, parts)


def _one(server: EmbeddedPostgres, seed: int, parts: Parts) -> int:
    (report,) = play(_database(server, "one"), [seed], parts)
    sys.stdout.write("\n".join([*report.trace, str(report), ""]))
    return 1 if report.untruths else 0


def _many(server: EmbeddedPostgres, number: int, parts: Parts) -> int:
    first = secrets.randbits(32)
    seeds = range(first, first + number)
    chunks = [seeds[at : at + CHUNK] for at in range(0, number, CHUNK)]
    workers = min(os.cpu_count() or 1, len(chunks))
    urls = [_database(server, f"chunk_{at}") for at in range(len(chunks))]
    met: Counter[str] = Counter()
    steps = bad = 0
    with ProcessPoolExecutor(workers, mp_context=processes()) as pool:
        for reports in pool.map(partial(play_briefly, parts=parts), urls, chunks):
            for report in reports:
                met += report.met
                steps += report.steps
                bad += bool(report.untruths)
                if report.untruths:
                    sys.stdout.write(f"{report}\n")
                    sys.stdout.flush()
    sys.stdout.write(f"{number} schedules from seed {first}, {steps} steps, {bad} untrue; met:\n")
    sys.stdout.writelines(f"{count:9} {fault}\n" for fault, count in sorted(met.items()))
    return 1 if bad else 0


@contextmanager
def _server() -> Iterator[EmbeddedPostgres]:
    folder = Path(tempfile.mkdtemp(prefix="garage-kiosk-schedules-", dir=folder_for_servers()))
    server = EmbeddedPostgres(folder / "postgres", settings=SETTINGS)
    folder.chmod(0o755)  # root's servers run as another user
    try:
        server.start()
        upgrade(server.create_database("migrated"))
        yield server
    finally:
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)


def _database(server: EmbeddedPostgres, name: str) -> str:
    return server.create_database(name, template="migrated")


if __name__ == "__main__":
    sys.exit(main())
