"""The soak: a mixed load, schedules of payments, then races, crashes and random sequences.

``SOAK_LOAD_MINUTES`` (10) is how long the load goes on, ``SOAK_SCHEDULES`` (10000) how many
schedules are played that nobody has tried, and ``SOAK_MINUTES`` (10) how long rounds of tests are
begun; 0 leaves a part out. Arguments go to the rounds' pytest. The exit code is 1 if anything was
wrong, or if the load made something slower or larger with time.
"""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench import place
from tests.soak.load.mixed import SETTINGS, Plan, prepare, run
from tests.soak.load.verdict import weaknesses, wrongs
from tests.soak.rounds import run_rounds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.soak.load.verdict import Minute


def main() -> int:
    """Do all three; return the exit code."""
    load_minutes = int(os.environ.get("SOAK_LOAD_MINUTES", "10"))
    schedules = int(os.environ.get("SOAK_SCHEDULES", "10000"))
    minutes = float(os.environ.get("SOAK_MINUTES", "10"))
    well = [
        not load_minutes or _load(load_minutes),
        not schedules or _play(schedules),
        not minutes or run_rounds(minutes, sys.argv[1:]),
    ]
    return 0 if all(well) else 1


def _load(minutes: int) -> bool:
    """Let the mixed load go on; return whether it was borne well."""
    plan = Plan(minutes=minutes, seed=secrets.randbits(16))
    _say(f"mixed load, {plan.spots} spots, {plan.kiosks} kiosks, seed {plan.seed}")
    with place.server(SETTINGS) as server:
        url, garage_time = prepare(server, plan)
        run_minutes = run(url, garage_time, plan, _tell)
    found = [*wrongs(run_minutes), *weaknesses(run_minutes)]
    for sentence in found:
        _say(f"mixed load: {sentence}")
    _say(f"mixed load: {'bad' if found else 'well'}")
    return not found


def _play(schedules: int) -> bool:
    """Play so many schedules; return whether nothing untrue was found."""
    played = subprocess.run(
        [sys.executable, "-m", "tests.schedules", "--fresh", str(schedules)],
        cwd=Path(__file__).parents[2],
        check=False,
    )
    return not played.returncode


def _tell(minutes: Sequence[Minute]) -> bool:
    """Say how the last one was; it is never enough before the plan is done."""
    _say(minutes[-1].line(len(minutes)))
    return False


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
