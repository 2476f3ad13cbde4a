"""What the pages name is there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
DOCS: Final = ROOT / "docs"
_LINK: Final = re.compile(r"\[`(test_\w+)`\]\((\.\./tests/[\w/]+\.py)\)")
_ANY_LINK: Final = re.compile(r"\]\(([^)\s]+)\)")
_HEADING: Final = re.compile(r"^#+ (.+)$", re.MULTILINE)
FAULTS: Final = "## What fails, what the driver sees, what happens to the money"


def _named_tests() -> list[tuple[str, str]]:
    return [
        link
        for page in sorted(DOCS.glob("*.md"))
        for link in _LINK.findall(page.read_text(encoding="utf-8"))
    ]


def _links() -> list[tuple[Path, str]]:
    return [
        (page, link)
        for page in sorted((*ROOT.glob("*.md"), *DOCS.rglob("*.md")))
        for link in _ANY_LINK.findall(page.read_text(encoding="utf-8"))
        if "://" not in link
    ]


def _anchors(page: Path) -> set[str]:
    """Return what a link to ``page`` may name: its headings, as forges write them in an address."""
    headings = _HEADING.findall(page.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_link_between_pages_leads_somewhere() -> None:
    lost = []
    for page, link in _links():
        file, _, anchor = link.partition("#")
        target = (page.parent / file).resolve() if file else page
        if not target.exists() or (anchor and anchor not in _anchors(target)):
            lost.append(f"{page.relative_to(ROOT)}: {link}")

    assert _links()
    assert lost == []


@pytest.mark.parametrize(("name", "file"), _named_tests())
def test_a_test_that_a_page_names_is_there(name: str, file: str) -> None:
    assert f"def {name}(" in (DOCS / file).read_text(encoding="utf-8")


def test_every_fault_of_a_payment_has_its_test() -> None:
    page = (DOCS / "payment-faults.md").read_text(encoding="utf-8")
    table = page.partition(FAULTS)[2].partition("\n## ")[0]
    faults = [line for line in table.splitlines() if line.startswith("| ")][1:]

    assert faults
    assert [fault for fault in faults if not _LINK.search(fault)] == []
