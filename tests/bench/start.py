"""How soon the welcome screen is there, and what the kiosk weighs."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from tests.bench.figures import Figure, ratio_of_pairs
from tests.bench.program import started

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kiosk.demo.world import World

PAIRS = 9
PAIRS_AT_REST = 3
OPEN = "kiosk.opening: open"
# What the kiosk cannot do without, whoever writes it: the floor of its memory.
LIBRARIES = (
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy",
    "psycopg",
    "stripe",
    "requests",
)
BARE_WINDOW = Path(__file__).with_name("bare_window.py")


def measure(world: World) -> Iterator[Figure]:
    kiosk = (sys.executable, "-m", "kiosk", "run", "--settings", str(world.settings_file))
    bare = (sys.executable, str(BARE_WINDOW), "1080", "1920")
    with started(*kiosk) as first:  # which compiles, and remembers its garage
        first.says(OPEN)
    with started(*bare) as first:
        first.first_frame()
    bares, kiosks = [], []
    for _ in range(PAIRS):
        with started(*bare) as program:
            bares.append(program.first_frame())
        with started(*kiosk) as program:
            kiosks.append(program.first_frame())
    yield Figure(
        "first_frame_ratio",
        ratio_of_pairs([seconds for seconds, _ in kiosks], [seconds for seconds, _ in bares]),
        "ratio",
        1.5,
        "start of the process to the first frame of a window with one rectangle",
    )
    yield Figure(
        "rss_first_frame_ratio",
        ratio_of_pairs([memory for _, memory in kiosks], [memory for _, memory in bares]),
        "ratio",
        1.6,
        "resident memory of a window with one rectangle, both at their first frame",
    )
    bare_rests, library_rests, kiosk_rests = [], [], []
    for _ in range(PAIRS_AT_REST):
        for command, rests in ((bare, bare_rests), ((*bare, *LIBRARIES), library_rests)):
            with started(*command) as program:
                program.first_frame()
                rests.append(program.memory_at_rest())
        with started(*kiosk) as program:
            program.says(OPEN)
            kiosk_rests.append(program.memory_at_rest())
    yield Figure(
        "rss_libraries_ratio",
        ratio_of_pairs(library_rests, bare_rests),
        "ratio",
        None,
        "resident memory of a window with one rectangle; with the libraries that reach the "
        "database and Stripe imported, and nothing of them used",
    )
    yield Figure(
        "rss_ratio",
        ratio_of_pairs(kiosk_rests, bare_rests),
        "ratio",
        1.6,
        "resident memory of a window with one rectangle; the kiosk connected, its counts live",
    )
