"""The operator's command that tells a person of a call."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from kiosk import calling
from kiosk.calling import Page

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def command(tmp_path: Path, body: str) -> list[str]:
    script = tmp_path / "page"
    script.write_text(f"#!{sys.executable}\n{body}\n", encoding="utf-8")
    script.chmod(0o700)
    return [str(script)]


def page(words: list[str]) -> Page:
    return Page(words, garage="riverside", kiosk="Entrance 1")


def test_exit_code_zero_means_that_a_person_was_told(tmp_path: Path) -> None:
    assert page(command(tmp_path, "")).delivered()
    assert not page(command(tmp_path, "raise SystemExit(3)")).delivered()


def test_a_command_that_is_not_there_has_told_nobody() -> None:
    assert not page(["/nowhere/page-attendant"]).delivered()


def test_the_command_finds_the_facts_and_none_of_our_secrets(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KIOSK_STRIPE_SECRET_KEY", "sk_live_secret")
    found = tmp_path / "found"
    body = f"import os; open({str(found)!r}, 'w').write(repr(dict(os.environ)))"

    assert page(command(tmp_path, body)).delivered()
    environment = found.read_text()
    assert "'CALL_GARAGE': 'riverside'" in environment
    assert "'CALL_KIOSK': 'Entrance 1'" in environment
    assert "CALL_AT" in environment
    assert "sk_live_secret" not in environment


def test_a_command_that_hangs_has_told_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling, "COMMAND_WITHIN_S", 0.3)

    assert not page(["/bin/sh", "-c", "sleep 60 & sleep 60"]).delivered()
