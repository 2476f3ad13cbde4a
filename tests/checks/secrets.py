"""Does a file name this machine, a registry, or a secret? `python -m tests.checks.secrets`."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).parents[2]
_PATTERNS = {
    "a path of one machine": r"(?<![\w.:$}/-])/(?:work|root|tmp|Users|home/(?!kiosk\b)[a-z]\w*)/",
    "a package registry": (
        r"\b(?:pypi|pythonhosted|npmjs|debian)\.(?:org|com)\b"
        r"|--(?:extra-)?index-url[ =]|--find-links[ =]| @[ ]file:"
    ),
    "a private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
    "a live Stripe key": r"\b(?:sk|rk|pk)_live_[0-9A-Za-z]{8,}",
    "a webhook secret": r"\bwhsec_[0-9A-Za-z]{16,}",
    "an access key": r"\b(?:AKIA[0-9A-Z]{16}|gh[pousr]_[0-9A-Za-z]{30,})",
}
_COMPILED = {what: re.compile(pattern) for what, pattern in _PATTERNS.items()}


def complaints(name: str, content: str) -> Iterator[str]:
    """Say, a line each, what in a text file should not be there."""
    for number, line in enumerate(content.splitlines(), start=1):
        for what, pattern in _COMPILED.items():
            if pattern.search(line):
                yield f"{name}:{number}: {what}"


def tracked_files(root: Path) -> list[Path]:
    """Return the files that git holds or would take up."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout
    return [root / name for name in listed.split("\0") if name and (root / name).is_file()]


def main() -> int:
    """Check every file and return the exit code."""
    found = []
    for file in tracked_files(_ROOT):
        try:
            content = file.read_text("utf-8")
        except UnicodeDecodeError:
            continue  # a picture or a font
        found += complaints(str(file.relative_to(_ROOT)), content)
    print("\n".join(found), end="\n" if found else "")  # noqa: T201  # this is a command
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
