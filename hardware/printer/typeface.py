"""The letters on paper: a font of this machine that has every Vietnamese letter with every tone."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from PIL import ImageFont

from hardware.errors import DeviceUnsupported

#: Where Debian and Raspberry Pi OS install fonts.
FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"))
#: Regular and bold, the best first (packages fonts-noto-core, fonts-dejavu-core).
FAMILIES = (
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("NotoSansDisplay-Regular.ttf", "NotoSansDisplay-Bold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
)
_TONES = ("", "\u0300", "\u0301", "\u0303", "\u0309", "\u0323")
_VOWELS = "aăâeêioôơuưy"
#: No font has a letter for this code point: what it shows is its sign for "missing".
_NO_LETTER = "\uffff"


def vietnamese_letters() -> str:
    """Both cases of the 29 letters, the vowels with all six tones; composed (NFC)."""
    vowels = "".join(unicodedata.normalize("NFC", vowel + tone) for vowel in _VOWELS for tone in _TONES)
    return "".join(case for letter in vowels + "bcdđghklmnpqrstvx" for case in (letter, letter.upper()))


@cache
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    # Basic layout: composed letters need no shaping, and the pictures are alike on every machine.
    return ImageFont.truetype(str(path), size, layout_engine=ImageFont.Layout.BASIC)


def missing_letters(path: Path, letters: str) -> str:
    """Those of `letters` for which the font only has its sign for "missing"."""
    font = _font(path, 32)
    blank = bytes(font.getmask(_NO_LETTER))
    return "".join(letter for letter in letters if bytes(font.getmask(letter)) == blank)


@cache
def _advance(path: Path, size: int, letter: str) -> float:
    return _font(path, size).getlength(letter)


@dataclass(frozen=True)
class Letters:
    """A font at one size, with a ruler that remembers every letter's width."""

    path: Path
    size: int

    @property
    def font(self) -> ImageFont.FreeTypeFont:
        return _font(self.path, self.size)

    def width(self, text: str) -> float:
        """Dots from the first letter's start to the last one's end. Kerning, which only narrows, is left out."""
        return sum(_advance(self.path, self.size, letter) for letter in text)


@dataclass(frozen=True)
class Typeface:
    """A regular and a bold font file."""

    regular: Path
    bold: Path

    def at(self, size: int, *, bold: bool = False) -> Letters:
        """Letters of `size` dots an em."""
        return Letters(self.bold if bold else self.regular, size)


def _find(folders: Sequence[Path], name: str) -> Path | None:
    found = (path for folder in folders if folder.is_dir() for path in sorted(folder.rglob(name)))
    return next(found, None)


@cache
def find_typeface(folders: tuple[Path, ...] = FOLDERS) -> Typeface:
    """The best family with all Vietnamese letters; raises DeviceUnsupported where there is none."""
    for names in FAMILIES:
        regular, bold = (_find(folders, name) for name in names)
        if regular and bold and not any(missing_letters(path, vietnamese_letters()) for path in (regular, bold)):
            return Typeface(regular, bold)
    raise DeviceUnsupported("printer", "no font with all Vietnamese letters; install fonts-noto-core")
