"""Are all texts translated? `python -m tests.checks.translations [--update]`.

Every `resources/translations/kiosk_LANGUAGE.ts` must hold exactly the texts that the QML and
Python sources have now, each with a finished translation. English is the language of the sources,
so its file holds plural forms only.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_TRANSLATIONS = _ROOT / "resources/translations"
_SOURCES = ("ui", "kiosk", "core")
_SUFFIXES = (".qml", ".py")
_SOURCE_LANGUAGE = "en"
_REQUIRED = ("de", "en")


@dataclass(frozen=True, order=True)
class Text:
    """One text of the sources: where it stands, what it says, what tells it from its like."""

    context: str
    source: str
    comment: str


@dataclass(frozen=True)
class Translation:
    """One entry of a .ts file.

    Attributes:
        text: What is translated.
        kind: Qt's word for an entry that is not in order, else empty.
        forms: The translations: one, or one per plural form.
    """

    text: Text
    kind: str
    forms: tuple[str, ...]

    @property
    def complaint(self) -> str:
        """What is wrong with it, or nothing."""
        if self.kind:
            return self.kind
        return "" if all(form.strip() for form in self.forms) else "empty"


def read(file: Path) -> list[Translation]:
    """Read all entries of a .ts file."""
    root = ET.parse(file).getroot()  # noqa: S314  # the project's own files
    return [
        _translation(context.findtext("name", ""), message)
        for context in root.iter("context")
        for message in context.iter("message")
    ]


def complaints(translations: Path) -> Iterator[str]:
    """Say, a line each, what is not in order with the .ts files of a folder."""
    files = sorted(translations.glob("kiosk_*.ts"))
    for language in _REQUIRED:
        if translations / f"kiosk_{language}.ts" not in files:
            yield f"kiosk_{language}.ts: missing"
    with tempfile.TemporaryDirectory() as folder:
        for file in files:
            entries = read(file)
            for entry in entries:
                if entry.complaint:
                    yield f"{file.name}: {entry.complaint}: {_quote(entry.text)}"
            fresh = Path(folder, file.name)
            shutil.copyfile(file, fresh)
            update(fresh)
            has, wants = ({entry.text for entry in some} for some in (entries, read(fresh)))
            yield from (f"{file.name}: new text: {_quote(text)}" for text in sorted(wants - has))
            yield from (
                f"{file.name}: text is gone: {_quote(text)}" for text in sorted(has - wants)
            )


def update(file: Path) -> None:
    """Bring the texts of the sources into a .ts file, keeping translations, dropping the gone."""
    paths = sorted(
        path.relative_to(_ROOT)
        for folder in _SOURCES
        for path in (_ROOT / folder).rglob("*")
        if path.suffix in _SUFFIXES
    )
    plural = ["-pluralonly"] if _language(file) == _SOURCE_LANGUAGE else []
    lupdate = "from PySide6.scripts.pyside_tool import lupdate; lupdate()"
    options = ["-silent", "-no-obsolete", "-locations", "none", *plural]
    result = subprocess.run(
        [sys.executable, "-c", lupdate, *options, *paths, "-ts", file],
        cwd=_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise SystemExit(f"lupdate failed: {result.stderr.strip()}")


def main() -> int:
    """Check or update, and return the exit code."""
    if "--update" in sys.argv:
        for file in sorted(_TRANSLATIONS.glob("kiosk_*.ts")):
            update(file)
        return 0
    found = list(complaints(_TRANSLATIONS))
    print("\n".join(found), end="\n" if found else "")  # noqa: T201  # this is a command
    return 1 if found else 0


def _language(file: Path) -> str:
    return file.stem.removeprefix("kiosk_")


def _translation(context: str, message: ET.Element) -> Translation:
    entry = message.find("translation")
    text = Text(context, message.findtext("source", ""), message.findtext("comment", ""))
    if entry is None:
        return Translation(text, "missing", ())
    forms = [form.text or "" for form in entry.iter("numerusform")] or [entry.text or ""]
    return Translation(text, entry.get("type", ""), tuple(forms))


def _quote(text: Text) -> str:
    return f"{text.context}: {text.source!r}"


if __name__ == "__main__":
    sys.exit(main())
