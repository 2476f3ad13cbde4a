"""What went wrong with the embedded server, in one sentence that says what to do."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

_PREFIXES = ("PANIC:", "FATAL:", "initdb: error:", "ERROR:")


class EmbeddedPostgresError(RuntimeError):
    """The embedded server cannot do what was asked; its message is one sentence for a person."""


def folder_is_closed(folder: Path, account: str) -> EmbeddedPostgresError:
    """Return the error for a folder that the server's system user cannot reach."""
    return EmbeddedPostgresError(
        f"The system user {account} cannot reach {folder}: choose a folder below /var/lib, "
        "or let others pass through the folders above it (chmod o+x).",
    )


def server_failed(folder: Path, output: str) -> EmbeddedPostgresError:
    """Turn what PostgreSQL wrote before it gave up into one sentence.

    Args:
        folder: The server's folder, named in the sentence.
        output: The end of the server's log, or what `initdb` printed.
    """
    if "No space left on device" in output:
        why = "no space is left on the disk"
    elif "Address already in use" in output:
        why = "its port is taken by another program"
    elif "Permission denied" in output:
        why = "its files may not be read or written by this user"
    else:
        why = _last_complaint(output)
    return EmbeddedPostgresError(f"PostgreSQL cannot start in {folder}: {why}.")


def _last_complaint(output: str) -> str:
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    for prefix in _PREFIXES:
        for line in reversed(lines):
            _, found, complaint = line.partition(prefix)
            if found:
                return complaint.strip().rstrip(".")
    return lines[-1].rstrip(".") if lines else "it ended without a word"
