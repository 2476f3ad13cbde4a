"""A kiosk up to its first frame, in a process of its own: ``python -m tests.kiosk.first_frame``.

SETTINGS look      prints as JSON what is on the glass, and what was loaded for it
SETTINGS broken    the part behind the window cannot be imported
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from kiosk import start

if TYPE_CHECKING:
    from kiosk.kiosk import Kiosk


def look(kiosk: Kiosk) -> None:
    """Tell what is there, within the first frame."""

    def swapped() -> None:
        loaded, qt_core = list(sys.modules), list(vars(sys.modules["PySide6.QtCore"]))
        from tests.ui.qml.glass import texts  # noqa: PLC0415 - after the look

        seen = [text.text for text in texts(kiosk.window.quick)]
        sys.stdout.write(json.dumps({"loaded": loaded, "qt_core": qt_core, "texts": seen}))
        sys.stdout.flush()
        os._exit(0)

    kiosk.window.quick.frameSwapped.connect(swapped)


def main() -> int:
    settings, script = Path(sys.argv[1]), sys.argv[2]
    match script:
        case "look":
            start._collect_garbage_later = look
        case "broken":
            sys.modules["kiosk.operation"] = None  # type: ignore[assignment] # Python's way to forbid
        case _:
            raise SystemExit(script)
    return start.start(settings)


if __name__ == "__main__":
    sys.exit(main())
