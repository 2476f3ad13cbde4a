"""Who runs a command, for the log of changes."""

from __future__ import annotations

import getpass
import os


def operator_name() -> str:
    """Return who runs this; a container may run as a user without a name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
