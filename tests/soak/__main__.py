"""The soak: a mixed load first, then races, crashes and random sequences again and again.

``SOAK_LOAD_MINUTES`` (10) is how long the load goes on, and ``SOAK_MINUTES`` (10) how long rounds
are begun; 0 leaves a part out. Arguments go to the rounds' pytest. The exit code is 1 if anything
was wrong, or if the load made something slower or larger with time.
"""

from __future__ import annotations

import os
import secrets
import sys

from tests.bench import place
from tests.soak.load.mixed import SETTINGS, Plan, prepare, run
from tests.soak.load.verdict import Minute, weaknesses, wrongs
from tests.soak.rounds import run_rounds


def main() -> int:
    """Do both; return the exit code."""
    load_minutes = int(os.environ.get("SOAK_LOAD_MINUTES", "10"))
    minutes = float(os.environ.get("SOAK_MINUTES", "10"))
    well = [
        not load_minutes or _load(load_minutes),
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


def _tell(number: int, minute: Minute) -> None:
    _say(minute.line(number))


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
