"""Files that people write in TOML: read, and all their mistakes told at once, a sentence each."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path


def read_tables(path: Path, what: str, error: type[ValueError]) -> dict[str, object]:
    """Return what the file holds.

    Args:
        path: where it is.
        what: what the file is to people, such as ``settings file``.
        error: is raised with a sentence if there is no such file, or if it is not TOML.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as cause:
        raise error(f"There is no {what} {path}; check the name.") from cause
    except (OSError, UnicodeDecodeError) as cause:
        raise error(f"The {what} {path} cannot be read: {cause}.") from cause
    except tomllib.TOMLDecodeError as cause:
        raise error(f"The {what} {path} is not valid TOML: {cause}.") from cause


class Mistakes:
    """What is wrong, collected while reading. A sentence that comes again is told once."""

    def __init__(self) -> None:
        self._sentences: dict[str, None] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._sentences)

    def add(self, sentence: str) -> None:
        """Remember it."""
        self._sentences[sentence] = None

    def add_unknown(self, where: str, table: Mapping[str, object], known: Collection[str]) -> None:
        """Remember each key of the table that is not known there."""
        for key in sorted(table.keys() - known):
            self.add(f"{where} has no setting '{key}'; it has {', '.join(sorted(known))}.")

    def raise_as(self, error: type[ValueError]) -> None:
        """Raise them all in one error, one on each line, if there are any."""
        if self._sentences:
            raise error("\n".join(self._sentences))
