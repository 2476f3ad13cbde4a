"""What the pages name is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

DOCS: Final = Path(__file__).parents[2] / "docs"
_LINK: Final = re.compile(r"\[`(test_\w+)`\]\((\.\./tests/[\w/]+\.py)\)")
FAULTS: Final = "## What fails, what the driver sees, what happens to the money"


def _named_tests() -> list[tuple[str, str]]:
    return [
        link
        for page in sorted(DOCS.glob("*.md"))
        for link in _LINK.findall(page.read_text(encoding="utf-8"))
    ]


@pytest.mark.parametrize(("name", "file"), _named_tests())
def test_a_test_that_a_page_names_is_there(name: str, file: str) -> None:
    assert f"def {name}(" in (DOCS / file).read_text(encoding="utf-8")


def test_every_fault_of_a_payment_has_its_test() -> None:
    page = (DOCS / "payments.md").read_text(encoding="utf-8")
    table = page.partition(FAULTS)[2].partition("\n## ")[0]
    faults = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert faults
    assert [fault for fault in faults if not _LINK.search(fault)] == []
