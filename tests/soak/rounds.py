"""Races, crashes and everything that hypothesis tries, over and over with fresh seeds."""

from __future__ import annotations

import os
import re
import secrets
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TESTS = Path(__file__).parents[1]
FOLDERS = ("races", "crashes")
COUNTED = re.compile(r"(\d+) (passed|failed|errors?|skipped|xfailed|xpassed)")


def run_rounds(minutes: float, arguments: Sequence[str]) -> bool:
    """Run rounds until the time is up, one at least; return whether all went well.

    A round that has begun is finished. One that failed names the seed that it failed with.

    Args:
        arguments: for pytest.
    """
    until = time.monotonic() + 60 * minutes
    tests = [*(str(TESTS / folder) for folder in FOLDERS), *_generative()]
    total: Counter[str] = Counter()
    rounds = bad = 0
    while rounds == 0 or time.monotonic() < until:
        rounds += 1
        counts, well = _round(rounds, [*arguments, *tests])
        total += counts
        bad += not well
    sys.stdout.write(f"{rounds} rounds, {bad} of them bad: {_in_words(total)}\n")
    return not bad


def _generative() -> list[str]:
    """Return the tests that draw their examples at random, races and crashes left out."""
    return sorted(
        str(file)
        for file in TESTS.rglob("test_*.py")
        if "from hypothesis import" in file.read_text(encoding="utf-8")
        and file.relative_to(TESTS).parts[0] not in FOLDERS
    )


def _round(number: int, arguments: Sequence[str]) -> tuple[Counter[str], bool]:
    seed = secrets.randbits(32)
    command = [sys.executable, "-m", "pytest", "-q", "-n", "logical", f"--hypothesis-seed={seed}"]
    began = time.monotonic()
    done = subprocess.run(
        [*command, *arguments],
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
