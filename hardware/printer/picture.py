"""A slip drawn as black dots: texts to pictures, codes to squares, for any width of paper."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import segno
from PIL import Image, ImageDraw

from hardware.printer.slip import (
    Badge,
    Block,
    Code,
    Cut,
    Gap,
    Heading,
    Line,
    Number,
    Pair,
    Rule,
    Size,
    Slip,
)
from hardware.printer.typeface import Letters, Typeface, find_typeface
from hardware.printer.wrapping import tidy, wrap

__all__ = [
    "Badge",
    "Block",
    "Code",
    "CodeTooLong",
    "Cut",
    "Gap",
    "Heading",
    "Line",
    "Number",
    "Pair",
    "Rule",
    "Sheet",
    "Slip",
    "Square",
    "code_picture",
    "draw",
    "pieces",
]

WHITE, BLACK = 255, 0
#: Below this gray a dot is burnt: a little under the middle, since heat bleeds into white.
_BURNT = 120
#: 203 dots an inch.
DOTS_PER_MM = 203 / 25.4
#: Below this the paper is the narrow one (58 mm wide, 48 mm printable).
_NARROW_MM = 60
_LEADING = 1.3
_QUIET = 4
#: What a QR code packs more densely than bytes (ISO/IEC 18004, alphanumeric mode).
_CAPITALS = frozenset(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
#: A heading of more lines is set smaller.
_HEADING_LINES = 2
_SMALLEST_MODULE, _LARGEST_MODULE = 3, 8


class CodeTooLong(ValueError):
    """The text of a code needs more squares than the paper has room for."""


@dataclass(frozen=True)
class Sheet:
    """The printable width, in dots, and how fine the dots are."""

    width: int
    dots_per_mm: float = DOTS_PER_MM

    @property
    def narrow(self) -> bool:
        return self.width / self.dots_per_mm < _NARROW_MM

    def dots(self, mm: float) -> int:
        return max(1, round(mm * self.dots_per_mm))

    def letters(self, size: Size | str) -> int:
        """The height of an em in dots: an old man reads the paper at arm's length."""
        wide = {"small": 3.3, "normal": 4.1, "large": 5.2, "heading": 6.8}
        narrow = {"small": 2.9, "normal": 3.4, "large": 4.2, "heading": 5.4}
        return self.dots((narrow if self.narrow else wide)[size])

    @property
    def tallest(self) -> int:
        """The highest a number's digits may stand, in dots."""
        return self.dots(16.5 if self.narrow else 22)

    @property
    def code_side(self) -> int:
        return self.dots(29 if self.narrow else 34)


@dataclass(frozen=True)
class Square:
    """A code by itself, centred: `module` dots a module, `side` dots in all."""

    text: str
    module: int
    side: int


Piece = Image.Image | Square | Cut


def draw(slip: Slip, width_dots: int, dots_per_mm: float = DOTS_PER_MM) -> Image.Image:
    """The whole slip as a picture of mode "1" (0 is black), its codes included."""
    sheet = Sheet(width_dots, dots_per_mm)
    return _stacked(sheet, [_flat(sheet, piece) for piece in pieces(slip, sheet)])


def pieces(slip: Slip, sheet: Sheet, typeface: Typeface | None = None) -> Iterator[Piece]:
    """The slip in printing order: pictures (mode "1", as wide as the sheet), codes and cuts.

    A code's quiet zone is part of the pictures around it. The last piece is always a cut.
    """
    pen = _Pen(sheet, typeface or find_typeface())
    rows: list[Image.Image] = []
    for block in (*slip.blocks, *(() if slip.blocks[-1:] == (Cut(),) else (Cut(),))):
        if not isinstance(block, Code | Cut):
            rows.append(pen.block(block))
            continue
        square = _square(block, sheet) if isinstance(block, Code) else None
        quiet = [pen.blank(_QUIET * square.module)] if square else []
        if rows + quiet:
            yield _stacked(sheet, rows + quiet)
        yield square or Cut()
        rows = quiet


def _square(code: Code, sheet: Sheet) -> Square:
    side = _squares_of(code.text)
    module = max(_SMALLEST_MODULE, min(_LARGEST_MODULE, sheet.code_side // side))
    if side * module > sheet.width:
        raise CodeTooLong(f"{side} squares do not fit on {sheet.width} dots")
    return Square(code.text, module, side * module)


def _squares_of(text: str) -> int:
    """How many squares a code of this text has on a side."""
    data = text.encode()
    if data.isdigit():
        return _squares("0", len(data))
    return _squares("A" if set(data) <= _CAPITALS else "a", len(data))


@lru_cache(maxsize=256)
def _squares(like: str, length: int) -> int:
    """Only the kind of letters and their count decide; an office's codes are mostly alike in both."""
    return len(_qr(like * length, "m", mask=0))


def _qr(text: str | bytes, level: str, mask: int | None = None) -> tuple[bytearray, ...]:
    """The squares of a QR code as a printer makes it: UTF-8, the smallest version at this level, 1 is black."""
    data = text.encode() if isinstance(text, str) else text
    # Vietnamese in UTF-8 can look like Kanji bytes; a printer would not take it so.
    mode = None if data.isascii() else "byte"
    try:
        return tuple(segno.make_qr(data, error=level, mode=mode, boost_error=False, mask=mask).matrix)
    except segno.DataOverflowError as overflow:
        raise CodeTooLong(str(overflow)) from overflow


def code_picture(text: str | bytes, module: int, level: str = "m") -> Image.Image:
    """A code without its quiet zone, mode "1"."""
    matrix = _qr(text, level)
    squares = Image.new("1", (len(matrix), len(matrix)))
    squares.putdata([0 if square else 1 for row in matrix for square in row])
    return squares.resize((len(matrix) * module, len(matrix) * module), Image.Resampling.NEAREST)


def _flat(sheet: Sheet, piece: Piece) -> Image.Image:
    """A piece as the picture it leaves on the paper."""
    if isinstance(piece, Image.Image):
        return piece
    if isinstance(piece, Cut):
        return Image.new("1", (sheet.width, 0), 1)
    row = Image.new("1", (sheet.width, piece.side), 1)
    row.paste(code_picture(piece.text, piece.module), ((sheet.width - piece.side) // 2, 0))
    return row


def _stacked(sheet: Sheet, rows: list[Image.Image]) -> Image.Image:
    whole = Image.new("1", (sheet.width, sum(row.height for row in rows)), 1)
    top = 0
    for row in rows:
        whole.paste(row, (0, top))
        top += row.height
    return whole


class _Pen:
    """Draws one block after the other, each on a strip as wide as the sheet."""

    def __init__(self, sheet: Sheet, typeface: Typeface) -> None:
        self.sheet = sheet
        self.typeface = typeface

    def block(self, block: Heading | Number | Line | Pair | Badge | Rule | Gap) -> Image.Image:  # noqa: PLR0911 - a line a kind
        match block:
            case Heading(text):
                return self._heading(text)
            case Line(text, size, bold):
                return self._lines(text, self.typeface.at(self.sheet.letters(size), bold=bold))
            case Number(text):
                return self._number(tidy(text))
            case Pair(label, value):
                return self._pair(tidy(label), tidy(value))
            case Badge(text):
                return self._badge(text)
            case Rule():
                return self._rule()
            case Gap(mm):
                return self.blank(self.sheet.dots(mm))

    def blank(self, height: int) -> Image.Image:
        return Image.new("1", (self.sheet.width, height), 1)

    def _canvas(self, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
        strip = Image.new("L", (self.sheet.width, height), WHITE)
        return strip, ImageDraw.Draw(strip)

    def _lines(self, text: str, letters: Letters) -> Image.Image:
        return _line_strip(text, letters, self.sheet.width)

    def _heading(self, text: str) -> Image.Image:
        """As large as two lines allow; a long name of a service is set smaller, not cut."""
        sizes = [self.sheet.letters(size) for size in ("heading", "large", "normal")]
        for size in sizes:
            letters = self.typeface.at(size, bold=True)
            if len(wrap(text, self.sheet.width, letters.width)) <= _HEADING_LINES:
                break
        return self._lines(text, letters)

    def _number(self, text: str) -> Image.Image:
        letters, box = self._largest(text)
        strip, ink = self._canvas(round(box[3] - box[1]))
        left = (self.sheet.width - (box[2] - box[0])) / 2 - box[0]
        ink.text((left, -box[1]), text, BLACK, letters.font, anchor="ls")
        return _burnt(strip)

    def _largest(self, text: str) -> tuple[Letters, tuple[float, float, float, float]]:
        """The letters in which the number just fits, and the box of its ink around the baseline's start."""
        trial = self.typeface.at(200, bold=True).font.getbbox(text or " ", anchor="ls")
        wide, high = max(1.0, trial[2] - trial[0]), max(1.0, trial[3] - trial[1])
        size = int(200 * min(self.sheet.width * 0.94 / wide, self.sheet.tallest / high))
        letters = self.typeface.at(max(8, size), bold=True)
        return letters, letters.font.getbbox(text, anchor="ls")

    def _pair(self, label: str, value: str) -> Image.Image:
        named, said = (self.typeface.at(self.sheet.letters(size), bold=size == "large") for size in ("normal", "large"))
        apart = self.sheet.dots(3)
        if named.width(label) + apart + said.width(value) > self.sheet.width:
            return _stacked(self.sheet, [self._lines(label, named), self._lines(value, said)])
        step = round(said.size * _LEADING)
        strip, ink = self._canvas(step)
        ink.text((0, said.size), label, BLACK, named.font, anchor="ls")
        ink.text((self.sheet.width, said.size), value, BLACK, said.font, anchor="rs")
        return _burnt(strip)

    def _badge(self, text: str) -> Image.Image:
        letters = self.typeface.at(self.sheet.letters("normal"), bold=True)
        margin = round(letters.size * 0.6)
        lines = wrap(text, self.sheet.width - 2 * margin, letters.width)
        step = round(letters.size * _LEADING)
        strip, ink = self._canvas(step * len(lines) + round(letters.size * 0.3))
        half = max((letters.width(line) for line in lines), default=0) / 2 + margin
        middle = self.sheet.width / 2
        ink.rounded_rectangle((middle - half, 0, middle + half, strip.height - 1), letters.size * 0.35, BLACK)
        for row, line in enumerate(lines):
            ink.text((middle, row * step + letters.size * 1.12), line, WHITE, letters.font, anchor="ms")
        return _burnt(strip)

    def _rule(self) -> Image.Image:
        dot = self.sheet.dots(0.25)
        strip, ink = self._canvas(self.sheet.dots(3))
        for left in range(0, self.sheet.width, dot * 3):
            ink.rectangle((left, strip.height // 2, left + dot - 1, strip.height // 2 + dot - 1), BLACK)
        return _burnt(strip)


@lru_cache(maxsize=128)
def _line_strip(text: str, letters: Letters, width: int) -> Image.Image:
    """Centred lines. The office's name and its sentences are the same on every slip: drawn once."""
    lines = wrap(text, width, letters.width)
    step = round(letters.size * _LEADING)
    strip = Image.new("L", (width, step * len(lines)), WHITE)
    ink = ImageDraw.Draw(strip)
    for row, line in enumerate(lines):
        ink.text((width / 2, row * step + letters.size), line, BLACK, letters.font, anchor="ms")
    return _burnt(strip)


def _burnt(strip: Image.Image) -> Image.Image:
    return strip.point([0 if gray < _BURNT else 255 for gray in range(256)], mode="1")
