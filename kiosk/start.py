"""``kiosk run``, from the settings to the last frame.

Apart from the other commands, because drivers wait for a kiosk that comes back: nothing here needs
the library that reads the command line (``docs/decisions/start-up.md``).
"""

from __future__ import annotations

import gc
import sys
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pathlib import Path

    from kiosk.kiosk import Kiosk

STARTED_AFTER_MS: Final = 5000
"""By then the kiosk has imported all that it needs."""


def start(file: Path | None) -> int:
    """Show the kiosk until it is told to end.

    Args:
        file: the TOML file with the settings; None for the usual places.

    Returns:
        The process's exit code; 1, with a sentence per mistake on the standard error, if the
        settings are bad or a first start finds no database.
    """
    gc.disable()
    try:
        return _start(file)
    finally:
        gc.enable()


def _start(file: Path | None) -> int:
    # Each import where it is needed: a mistake in the settings is told before Qt is loaded.
    from kiosk.settings import BadSettingsError, load_settings  # noqa: PLC0415

    try:
        settings = load_settings(file)
    except BadSettingsError as error:
        return _refuse(error)
    # What needs no Qt comes first: PySide reads the source of all that is imported after it.
    from kiosk.memory import Memory  # noqa: PLC0415
    from kiosk.opening import NotOpenError  # noqa: PLC0415

    memory = Memory(settings.state)
    from kiosk.app import run  # noqa: PLC0415

    try:
        return run(settings, memory, watch=_collect_garbage_later)
    except NotOpenError as error:
        return _refuse(error)


def _collect_garbage_later(kiosk: Kiosk) -> None:
    """Look for garbage only among what is made once the kiosk has started.

    Starting makes next to none, and the modules, some hundred thousand objects, are there to stay:
    looking through them would delay the first frame, and later the answer to a touch.
    """
    from PySide6.QtCore import QTimer  # noqa: PLC0415 - as above

    def started() -> None:
        gc.freeze()
        gc.enable()

    QTimer.singleShot(STARTED_AFTER_MS, kiosk.window, started)


def _refuse(error: Exception) -> int:
    for sentence in str(error).splitlines():
        sys.stderr.write(f"kiosk: {sentence}\n")
    return 1
