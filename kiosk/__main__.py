"""``kiosk`` and ``python -m kiosk``: what must start at once, and the command line for the rest."""

from __future__ import annotations

import sys


def main() -> None:
    """Do what the arguments say, and end the process with its exit code."""
    match sys.argv[1:]:
        case ["--self-check"]:
            from kiosk.self_check import self_check  # noqa: PLC0415 - one command's imports

            sys.exit(self_check())
        case ["--try-display"]:
            from kiosk.self_check import try_display  # noqa: PLC0415 - one command's imports

            sys.exit(try_display())
        case ["run", "--settings" | "-s", file]:
            from pathlib import Path  # noqa: PLC0415 - one command's imports

            from kiosk.start import start  # noqa: PLC0415

            sys.exit(start(Path(file)))
        case ["run"]:
            from kiosk.start import start  # noqa: PLC0415 - one command's imports

            sys.exit(start(None))
        case _:
            from kiosk.cli import app  # noqa: PLC0415 - a tenth of a second of imports

            app(prog_name="kiosk")


if __name__ == "__main__":
    main()
