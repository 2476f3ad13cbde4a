"""Where the program's own files are: the same in a checkout, installed and bundled."""

from __future__ import annotations

from pathlib import Path
from typing import Final

RESOURCES: Final = Path(__file__).parent.parent / "resources"
FONTS: Final = RESOURCES / "fonts"
GARAGES: Final = RESOURCES / "garages"
TRANSLATIONS: Final = RESOURCES / "translations"
