"""The check for translations finds texts that are new, gone, unfinished or empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.checks.translations import complaints

if TYPE_CHECKING:
    from pathlib import Path

FILE = """<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>NoSuchScreen</name>
    <message><source>Gone</source><translation>Weg</translation></message>
    <message><source>Half</source><translation type="unfinished">Halb</translation></message>
    <message><source>Nothing</source><translation></translation></message>
</context>
</TS>
"""


def test_what_is_not_in_order_is_said(tmp_path: Path) -> None:
    (tmp_path / "kiosk_de.ts").write_text(FILE)
    found = set(complaints(tmp_path))
    assert "kiosk_en.ts: missing" in found
    assert "kiosk_de.ts: unfinished: NoSuchScreen: 'Half'" in found
    assert "kiosk_de.ts: empty: NoSuchScreen: 'Nothing'" in found
    assert "kiosk_de.ts: text is gone: NoSuchScreen: 'Gone'" in found
