"""``kiosk run``, from the settings to the last frame.

Apart from the other commands, because a driver who sees a kiosk come back waits for it: nothing
here needs the library that reads the command line.
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def start(file: Path | None) -> int:
    """Show the kiosk until it is told to end.

    Args:
        file: the TOML file with the settings; None for the usual places.

    Returns:
        The process's exit code; 1 with a sentence per mistake on the standard error if the
        settings are bad, or if a first start finds no database.
    """
    # Until the first frame next to nothing becomes garbage; the kiosk turns it on again then.
    gc.disable()
    from kiosk.settings import BadSettingsError, load_settings  # noqa: PLC0415 - without garbage collection

    try:
        settings = load_settings(file)
    except BadSettingsError as error:
        return _refuse(error)
    from kiosk.app import run  # noqa: PLC0415 - bad settings are told without a window's libraries
    from kiosk.opening import NotOpenError  # noqa: PLC0415

    try:
        return run(settings)
    except NotOpenError as error:
        return _refuse(error)


def _refuse(error: Exception) -> int:
    for sentence in str(error).splitlines():
        sys.stderr.write(f"kiosk: {sentence}\n")
    return 1
