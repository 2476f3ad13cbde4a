"""The soak: schedules of payments that nobody has tried, then races, crashes and hypothesis.

``SOAK_SCHEDULES`` (10000) is how many schedules are played; how often each fault was met is
printed. Then come races, crashes and everything that hypothesis tries, over and over with fresh
seeds: ``SOAK_MINUTES`` (10) is how long; a round that has begun is finished. Arguments go to
pytest. Ends with exit code 1 after anything that failed, which names the seed that it failed with.
"""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

TESTS = Path(__file__).parents[1]
FOLDERS = ("races", "crashes")
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")


def main() -> int:
    """Play the schedules, then run rounds until the time is up; return the exit code."""
    schedules = os.environ.get("SOAK_SCHEDULES", "10000")
    played = subprocess.run(
        [sys.executable, "-m", "tests.schedules", "--fresh", schedules],
        cwd=TESTS.parent,
        check=False,
    )
    until = time.monotonic() + 60 * float(os.environ.get("SOAK_MINUTES", "10"))
    tests = [*(str(TESTS / folder) for folder in FOLDERS), *_generative()]
    total: Counter[str] = Counter()
    rounds = bad = 0
    while rounds == 0 or time.monotonic() < until:
        rounds += 1
        counts, well = _round(rounds, tests)
        total += counts
        bad += not well
    sys.stdout.write(f"{rounds} rounds, {bad} of them bad: {_in_words(total)}\n")
    return 1 if bad or played.returncode else 0


def _generative() -> list[str]:
    """Return the tests that draw their examples at random, races and crashes left out."""
    return sorted(
        str(file)
        for file in TESTS.rglob("test_*.py")
        if "from hypothesis import" in file.read_text(encoding="utf-8")
        and file.relative_to(TESTS).parts[0] not in FOLDERS
    )


def _round(number: int, tests: list[str]) -> tuple[Counter[str], bool]:
    seed = secrets.randbits(32)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "logical", f"--hypothesis-seed={seed}"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, *sys.argv[1:], *tests],
        cwd=TESTS.parent,
        env=os.environ | {"HYPOTHESIS_EXAMPLES": "fresh"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    summary = done.stdout.rstrip().rsplit("\n", 1)[-1]
    counts = Counter({what: int(count) for count, what in COUNTED.findall(summary)})
    if done.returncode:
        sys.stdout.write(done.stdout)
    took = time.monotonic() - began
    sys.stdout.write(f"round {number}, seed {seed}: {_in_words(counts)} in {took:.0f} s\n")
    sys.stdout.flush()
    return counts, done.returncode == 0


def _in_words(counts: Counter[str]) -> str:
    return ", ".join(f"{count} {what}" for what, count in counts.items()) or "nothing ran"


if __name__ == "__main__":
    sys.exit(main())
