"""The bundle's own check, run on the checkout."""

from __future__ import annotations

import os
import subprocess
import sys


def test_the_self_check_shows_the_welcome_screen_and_makes_a_ticket() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kiosk", "--self-check"],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    assert done.returncode == 0, done.stderr
    assert "a welcome screen of 1080x1920" in done.stdout
    assert "a ticket of" in done.stdout
