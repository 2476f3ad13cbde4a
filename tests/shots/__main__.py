"""Draws every screen: ``python -m tests.shots OUT [--only pay] [--size 1080x1920] ...``."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from ui.screen_files import QML
from ui.setup import Theme
from ui.window import BrokenScreenError

if TYPE_CHECKING:
    from tests.shots.gallery import Variant

SIZES = ("1080x1920", "1920x1080", "1280x800")
LANGUAGES = ("en", "de", "long")
PROCESSES = 2


def main() -> int:
    """Draw what was asked for; 1 if a screen is broken."""
    asked = _parser().parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    if asked.part is None and asked.only is None:
        return _in_processes(asked)
    part, parts = (int(number) for number in (asked.part or "0/1").split("/"))
    return _draw(asked, part, parts)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.shots", description=__doc__)
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("--only", help="one screen, such as pay")
    parser.add_argument("--size", choices=SIZES, help="one size")
    parser.add_argument("--language", help="one language, such as de")
    parser.add_argument("--theme", choices=[theme.value for theme in Theme], help="one theme")
    parser.add_argument("--reach", choices=["normal", "low"], help="one reach")
    parser.add_argument("--main", action="store_true", help="one state per screen")
    parser.add_argument("--every", action="store_true", help="every state in every variant")
    parser.add_argument("--qml", type=Path, default=QML, help="import path of other screens")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    return parser


def _in_processes(asked: argparse.Namespace) -> int:
    """Share the screens out; each process writes the sheets of its own screens."""
    command = [sys.executable, "-m", "tests.shots", *sys.argv[1:]]
    running = [
        subprocess.Popen([*command, "--part", f"{part}/{PROCESSES}"]) for part in range(PROCESSES)
    ]
    codes = [process.wait() for process in running]
    broken = any(codes)
    if not broken:
        sys.stdout.write(f"{len(list(asked.out.rglob('*.png')))} pictures in {asked.out}\n")
    return int(broken)


def _variants(asked: argparse.Namespace) -> list[Variant]:
    from tests.shots.gallery import Variant  # noqa: PLC0415 - Qt only where something is drawn

    sizes = [asked.size] if asked.size else SIZES
    languages = [asked.language] if asked.language else LANGUAGES
    themes = [Theme(asked.theme)] if asked.theme else list(Theme)
    reaches = [asked.reach == "low"] if asked.reach else [False, True]
    return [
        Variant(width, height, language, theme, low_reach=low)
        for width, height in (map(int, size.split("x")) for size in sizes)
        for low in reaches
        for language in languages
        for theme in themes
        if asked.every or _is_drawn_by_default(asked, language, theme, low=low)
    ]


def _is_drawn_by_default(
    asked: argparse.Namespace, language: str, theme: Theme, *, low: bool
) -> bool:
    """Long texts and low reach change the layout, not the colours: one theme shows them."""
    special = (low and not asked.reach) or (language == LANGUAGES[-1] and not asked.language)
    return not special or (theme is Theme.LIGHT and language != "de")


def _draw(asked: argparse.Namespace, part: int, parts: int) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - after the platform is chosen

    from tests.shots.drawing import by_screen, draw_screen  # noqa: PLC0415
    from tests.shots.gallery import BrokenDrawingError, Gallery  # noqa: PLC0415

    screens = by_screen(asked.only, main=asked.main)
    if not screens:
        sys.stderr.write(f"No screen is called {asked.only}.\n")
        return 1
    variants = _variants(asked)
    app = QGuiApplication([])
    try:
        with Gallery(app, next(iter(screens.values()))[0].scene, qml=asked.qml) as gallery:
            for screen in list(screens.values())[part::parts]:
                draw_screen(gallery, screen, variants, asked.out, every=asked.every)
    except (BrokenScreenError, BrokenDrawingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
