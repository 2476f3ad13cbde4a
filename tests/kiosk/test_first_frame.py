"""What the first frame shows, and how little it takes to show it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from kiosk.memory import Memory
from tests.shots.samples import GARAGE

if TYPE_CHECKING:
    from pathlib import Path

LATER = [
    "core.outcomes",
    "core.pricing",
    "kiosk.operation",
    "kiosk.ports",
    "kiosk.services",
    "psycopg",
    "pydantic",
    "reportlab",
    "sqlalchemy",
    "stripe",
    "typer",
    "ui.flow",
    "ui.jobs",
    "ui.journey",
    "ui.scene",
    "ui.view_models.screens",
    "ui.visit",
]
"""Together they would double the time to the first frame (docs/decisions/start-up.md)."""


@pytest.fixture
def settings(tmp_path: Path) -> Path:
    Memory(tmp_path).keep(GARAGE)
    file = tmp_path / "kiosk.toml"
    file.touch(mode=0o600)
    file.write_text(
        f"""
        [kiosk]
        garage = "{GARAGE.slug}"
        name = "K-01"
        window = "1080x1920"
        state = "{tmp_path}"
        [database]
        url = "postgresql://nobody@127.0.0.1:9/nothing"
        [stripe]
        secret_key = "sk_test_first"
        reader = "tmr_first"
        api_url = "http://127.0.0.1:9"
        """,
        encoding="utf-8",
    )
    return file


def first_frame(settings: Path, script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tests.kiosk.first_frame", str(settings), script],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


def test_the_first_frame_is_the_whole_welcome_screen_and_nothing_else_is_loaded(
    settings: Path,
) -> None:
    done = first_frame(settings, "look")
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)

    texts = set(found["texts"])
    assert {GARAGE.name, "Choose your vehicle", "Compact", "Regular", "Large"} <= texts
    assert {"Help", "Low reach", "Contrast", "English", "Deutsch"} <= texts
    for rate in ("3.00", "3.50", "5.00"):
        assert any(f"{rate}\u00a0€ an hour" in text for text in texts), rate
    assert found["texts"].count("counting …") == 3

    loaded = set(found["loaded"])
    assert {"ui.window", "ui.view_models.app"} <= loaded
    assert loaded.isdisjoint(LATER)
    assert "Qt" not in found["qt_core"], "Qt's largest namespace, a tenth of a bare window's start"


def test_a_picture_with_nothing_behind_it_does_not_stay(settings: Path) -> None:
    done = first_frame(settings, "broken")

    assert done.returncode == 1
    assert "kiosk.operation" in done.stderr
