# /// script
# requires-python = ">=3.11"
# dependencies = ["fonttools==4.68.0"]
# ///
"""Make the fonts in this folder again from the package that they come from.

    npm pack @expo-google-fonts/source-sans-3@0.4.1
    tar xf expo-google-fonts-source-sans-3-0.4.1.tgz
    pip install fonttools==4.68.0
    python resources/fonts/subset.py package

The same input gives the same bytes.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from fontTools import subset
from fontTools.ttLib import TTFont

FAMILY: Final = "Kiosk Sans"
"""Not the original's name: its licence reserves 'Source', and a subset is a modified version."""

FEATURES: Final = ["kern", "mark", "mkmk", "locl", "ccmp", "case", "lnum", "tnum", "pnum", "liga"]

CHARACTERS: Final = (
    range(0x0020, 0x007F),  # Basic Latin
    range(0x00A0, 0x0180),  # Latin-1, Latin Extended-A
    (0x018F, 0x0192, 0x01A0, 0x01A1, 0x01AF, 0x01B0, 0x0237, 0x0259),  # Azerbaijani, Vietnamese
    range(0x01CD, 0x0200),  # Latin Extended-B: pinyin, Sami, accented ligatures
    range(0x0218, 0x021C),  # Romanian
    range(0x02BB, 0x02BE),  # modifier letters
    range(0x02C6, 0x02DE),  # spacing accents
    range(0x0300, 0x0332),  # combining accents
    range(0x0370, 0x0400),  # Greek
    range(0x0400, 0x0500),  # Cyrillic
    (*range(0x1E80, 0x1E86), 0x1E9E, *range(0x1EA0, 0x1EFA)),  # Welsh, capital ß, Vietnamese
    range(0x2000, 0x2070),  # punctuation and spaces
    range(0x20A0, 0x20C1),  # currency signs
    (0x2116, 0x2122, 0x2212, 0x2215),  # numero, trademark, minus, division
    (0x2248, 0x2260, 0x2264, 0x2265),  # comparisons
    range(0x2190, 0x219A),  # arrows
    (0x25A0, 0x25B2, 0x25B6, 0x25BC, 0x25C0, 0x25CF, 0x2713),  # shapes, check mark
)


@dataclass(frozen=True, slots=True)
class Face:
    """One weight: where it lies in the package and what it is called."""

    source: str
    style: str
    weight: int

    @property
    def names(self) -> dict[int, str]:
        """The OpenType name records that carry the family's name, by name id."""
        linked = self.style in {"Regular", "Bold"}
        postscript = f"{FAMILY.replace(' ', '')}-{self.style}"
        return {
            1: FAMILY if linked else f"{FAMILY} {self.style}",
            2: self.style if linked else "Regular",
            3: f"3.052;{postscript}",
            4: f"{FAMILY} {self.style}",
            6: postscript,
            16: FAMILY,
            17: self.style,
        }


FACES: Final = (
    Face("400Regular/SourceSans3_400Regular.ttf", "Regular", 400),
    Face("600SemiBold/SourceSans3_600SemiBold.ttf", "SemiBold", 600),
    Face("700Bold/SourceSans3_700Bold.ttf", "Bold", 700),
)


def make(face: Face, package: Path, folder: Path) -> Path:
    """Write one face's subset below its new name and return its path."""
    font = TTFont(package / face.source, recalcTimestamp=False)
    options = subset.Options(
        layout_features=FEATURES,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 13, 14, 16, 17],
        drop_tables=["STAT"],
        glyph_names=False,
        notdef_outline=True,
    )
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[code for block in CHARACTERS for code in block])
    subsetter.subset(font)
    for name_id, text in face.names.items():
        font["name"].setName(text, name_id, 3, 1, 0x409)
    font["OS/2"].usWeightClass = face.weight
    target = folder / f"{face.names[6]}.ttf"
    font.save(target)
    return target


def main() -> None:
    """Write every face beside this file."""
    if len(sys.argv) != len(["subset.py", "package"]):
        raise SystemExit("Name the unpacked package: python resources/fonts/subset.py package")
    for face in FACES:
        target = make(face, Path(sys.argv[1]), Path(__file__).parent)
        sys.stdout.write(f"{target.name}: {target.stat().st_size} bytes\n")


if __name__ == "__main__":
    main()
