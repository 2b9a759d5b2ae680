"""What ESC/POS bytes put on paper, drawn: the ticket exactly as its bytes print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageDraw, ImageFont, ImageOps

from hardware.printer.escpos_commands import (
    Align,
    CodeStep,
    Command,
    CommandReader,
    Feed,
    Knife,
    Reset,
    Rows,
    Spacing,
    Text,
    Unknown,
)
from hardware.printer.picture import CodeTooLong, code_picture

#: From line to line after a reset, in dots.
LINE_DOTS = 30
_LETTER_WIDE, _LETTER_HIGH = 12, 24
_QR = 49
_LEVELS = {48: "l", 49: "m", 50: "q", 51: "h"}


@dataclass(frozen=True)
class Printout:
    """slips: the paper between cuts, mode "1" (0 black); the last may be uncut. unknown: not understood."""

    slips: tuple[Image.Image, ...]
    unknown: tuple[bytes, ...]
    cuts: int


class PrintHead:
    """Turns commands into strips of paper; holds what a printer holds between them."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.unknown: list[bytes] = []
        self._reset()

    def _reset(self) -> None:
        self._align = 0
        self._spacing = LINE_DOTS
        self._line = b""
        self._module, self._level, self._stored = 3, "l", b""

    def strips(self, command: Command) -> Iterator[Image.Image]:
        """The strips of paper (mode "1", `width` dots wide) that leave the head, in order."""
        match command:
            case Reset():
                self._reset()
            case Align(where):
                self._align = where
            case Spacing(dots):
                self._spacing = LINE_DOTS if dots is None else dots
            case Text(data):
                self._line += data
            case Rows():
                yield self._placed(_picture(command))
            case CodeStep():
                yield from self._code(command)
            case Feed(lines, dots):
                yield from self._feed(lines, dots)
            case Knife(dots):
                yield from self._feed(0, dots)
            case Unknown(data):
                self.unknown.append(data)

    def _placed(self, picture: Image.Image) -> Image.Image:
        strip = Image.new("1", (self.width, picture.height), 1)
        left = (self.width - picture.width) * self._align // 2
        strip.paste(picture, (max(0, left), 0))
        return strip

    def _feed(self, lines: int, dots: int) -> Iterator[Image.Image]:
        printed, self._line = self._line, b""
        if printed:
            yield self._placed(_letters(printed, max(self._spacing, _LETTER_HIGH)))
            lines = max(0, lines - 1)
        height = lines * self._spacing + dots
        if height:
            yield Image.new("1", (self.width, height), 1)

    def _code(self, step: CodeStep) -> Iterator[Image.Image]:
        match step.kind, step.step:
            case (49, 65):
                pass
            case (49, 67) if step.data:
                self._module = max(1, step.data[0])
            case (49, 69) if step.data and step.data[0] in _LEVELS:
                self._level = _LEVELS[step.data[0]]
            case (49, 80):
                self._stored = step.data[1:]
            case (49, 81):
                yield from self._print_code()
            case _:
                self.unknown.append(bytes((step.kind, step.step)) + step.data)

    def _print_code(self) -> Iterator[Image.Image]:
        """A code that has no room is not printed at all: so printers do."""
        try:
            picture = code_picture(self._stored, self._module, self._level) if self._stored else None
        except CodeTooLong:
            picture = None
        if picture is None or picture.width > self.width:
            self.unknown.append(b"code without room or text")
            return
        yield self._placed(picture)


def _picture(rows: Rows) -> Image.Image:
    size = (rows.row_bytes * 8, len(rows.data) // rows.row_bytes)
    picture = ImageOps.invert(Image.frombytes("1", size, rows.data).convert("L")).convert("1")
    return picture.resize((size[0] * rows.wide, size[1] * rows.high), Image.Resampling.NEAREST)


def _letters(data: bytes, height: int) -> Image.Image:
    """The printer's own letters: cells of 12 × 24 dots, code page 437."""
    text = data.decode("cp437")
    picture = Image.new("1", (_LETTER_WIDE * len(text), height), 1)
    ink = ImageDraw.Draw(picture)
    font = ImageFont.load_default(_LETTER_HIGH - 4)
    for column, letter in enumerate(text):
        ink.text(((column + 0.5) * _LETTER_WIDE, _LETTER_HIGH - 6), letter, 0, font, anchor="ms")
    return picture


def stacked(strips: list[Image.Image], width: int) -> Image.Image:
    """Strips of paper, one below the other."""
    paper = Image.new("1", (width, sum(strip.height for strip in strips)), 1)
    top = 0
    for strip in strips:
        paper.paste(strip, (0, top))
        top += strip.height
    return paper


def read(data: bytes, width: int) -> Printout:
    """Everything these bytes print on paper `width` dots wide."""
    reader, head = CommandReader(), PrintHead(width)
    slips: list[Image.Image] = []
    strips: list[Image.Image] = []
    cuts = 0
    for command in reader.feed(data):
        strips += head.strips(command)
        if isinstance(command, Knife):
            slips.append(stacked(strips, width))
            strips, cuts = [], cuts + 1
    if strips:
        slips.append(stacked(strips, width))
    return Printout(tuple(slips), tuple(head.unknown), cuts)
