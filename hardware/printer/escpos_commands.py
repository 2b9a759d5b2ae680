"""ESC/POS bytes to commands, as they arrive: the part that slip printers agree on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

_DLE, _ESC, _GS, _LF = 0x10, 0x1B, 0x1D, 0x0A


@dataclass(frozen=True)
class Reset:
    """ESC @: settings as after switching on."""


@dataclass(frozen=True)
class Align:
    """ESC a: 0 left, 1 centre, 2 right."""

    where: int


@dataclass(frozen=True)
class Spacing:
    """ESC 3 n, ESC 2: dots from line to line (None: the printer's own)."""

    dots: int | None


@dataclass(frozen=True)
class Text:
    """Letters in the printer's own code page."""

    data: bytes


@dataclass(frozen=True)
class Feed:
    """LF, ESC d, ESC J: print the line and move the paper on."""

    lines: int = 0
    dots: int = 0


@dataclass(frozen=True)
class Rows:
    """Whole rows of a GS v 0 picture: `row_bytes` a row, 1 is black; wide and high: times 1 or 2."""

    data: bytes
    row_bytes: int
    wide: int = 1
    high: int = 1


@dataclass(frozen=True)
class CodeStep:
    """GS ( k, one step of a two-dimensional code: 65 model, 67 module, 69 level, 80 store, 81 print."""

    kind: int
    step: int
    data: bytes


@dataclass(frozen=True)
class Knife:
    """GS V: feed so many dots more, then cut."""

    dots: int = 0


@dataclass(frozen=True)
class Ask:
    """A question: "now" is DLE EOT (answered at once), "in_order" is GS r (after all before it)."""

    when: Literal["now", "in_order"]
    what: int


@dataclass(frozen=True)
class Style:
    """Understood, but without a mark on the pictures and codes we print."""

    data: bytes


@dataclass(frozen=True)
class Unknown:
    """Bytes that this reader cannot place."""

    data: bytes


Command = Reset | Align | Spacing | Text | Feed | Rows | CodeStep | Knife | Ask | Style | Unknown
_Taken = tuple[Command | None, int]

#: ESC x and GS x with so many bytes after them, and nothing to see in a picture.
_ESC_STYLES = {0x21: 1, 0x20: 1, 0x24: 2, 0x2D: 1, 0x45: 1, 0x47: 1, 0x4D: 1, 0x52: 1, 0x56: 1, 0x74: 1, 0x7B: 1}
_GS_STYLES = {0x21: 1, 0x42: 1, 0x4C: 2, 0x50: 2, 0x57: 2, 0x48: 1, 0x66: 1, 0x68: 1, 0x77: 1}
_ESC_PLAIN: dict[int, Command] = {0x40: Reset(), 0x32: Spacing(None)}
_ESC_COUNTED: dict[int, Callable[[int], Command]] = {
    0x33: Spacing,
    0x4A: lambda dots: Feed(dots=dots),
    0x61: lambda where: Align(where % 48),
    0x64: lambda lines: Feed(lines=lines),
}
_CUT_THEN_FEED = (65, 66, 97, 98, 103, 104)


class CommandReader:
    """Takes bytes as they come and gives the commands that are complete; a picture comes row by row."""

    def __init__(self) -> None:
        self._waiting = bytearray()
        self._rows_left = 0
        self._rows = Rows(b"", 1)

    def feed(self, data: bytes) -> Iterator[Command]:
        """Commands completed by these bytes. The rest waits for more."""
        self._waiting += data
        while self._waiting:
            command, used = self._picture() if self._rows_left else self._next()
            if not used:
                return
            del self._waiting[:used]
            if command is not None:
                yield command

    @property
    def unfinished(self) -> bool:
        """Whether the next bytes will be taken as the rest of a command."""
        return bool(self._waiting or self._rows_left)

    def _picture(self) -> _Taken:
        shape = self._rows
        rows = min(self._rows_left, len(self._waiting) // shape.row_bytes)
        if not rows:
            return None, 0
        self._rows_left -= rows
        used = rows * shape.row_bytes
        return Rows(bytes(self._waiting[:used]), shape.row_bytes, shape.wide, shape.high), used

    def _next(self) -> _Taken:
        first = self._waiting[0]
        if first in _STARTS:
            if len(self._waiting) < 2:  # noqa: PLR2004 - a command has a second byte
                return None, 0
            return _STARTS[first](self, self._waiting[1])
        if first == _LF:
            return Feed(lines=1), 1
        if first < 0x20:  # noqa: PLR2004 - NUL, CR, HT: no ink, no movement
            return None, 1
        return self._text()

    def _text(self) -> _Taken:
        end = 1
        while end < len(self._waiting) and self._waiting[end] >= 0x20:  # noqa: PLR2004
            end += 1
        return Text(bytes(self._waiting[:end])), end

    def _have(self, count: int) -> bool:
        return len(self._waiting) >= count

    def _fixed(self, length: int, made: Callable[[bytearray], Command]) -> _Taken:
        return (made(self._waiting), length) if self._have(length) else (None, 0)

    def _dle(self, second: int) -> _Taken:
        if second == 0x04:  # noqa: PLR2004 - EOT
            return self._fixed(3, lambda held: Ask("now", held[2]))
        return Unknown(bytes(self._waiting[:2])), 2

    def _esc(self, second: int) -> _Taken:
        if second in _ESC_PLAIN:
            return _ESC_PLAIN[second], 2
        if second in _ESC_COUNTED:
            return self._fixed(3, lambda held: _ESC_COUNTED[second](held[2]))
        return self._style(_ESC_STYLES, second)

    def _gs(self, second: int) -> _Taken:
        match second:
            case 0x76:
                return self._picture_header()
            case 0x28:
                return self._long()
            case 0x56:
                return self._cut()
            case 0x72:
                return self._fixed(3, lambda held: Ask("in_order", held[2] % 48))
        return self._style(_GS_STYLES, second)

    def _style(self, known: dict[int, int], second: int) -> _Taken:
        if second not in known:
            return Unknown(bytes(self._waiting[:2])), 2
        length = 2 + known[second]
        return self._fixed(length, lambda held: Style(bytes(held[:length])))

    def _picture_header(self) -> _Taken:
        if not self._have(8):
            return None, 0
        if self._waiting[2] != 0x30:  # noqa: PLR2004 - GS v is only known with '0'
            return Unknown(bytes(self._waiting[:3])), 3
        mode, wide_low, wide_high, high_low, high_high = self._waiting[3:8]
        self._rows = Rows(b"", max(1, wide_low + 256 * wide_high), 1 + (mode & 1), 1 + (mode >> 1 & 1))
        self._rows_left = high_low + 256 * high_high
        return None, 8

    def _long(self) -> _Taken:
        """GS ( x pL pH …: carries its own length, so even an unknown one is skipped exactly."""
        if not self._have(5):
            return None, 0
        end = 5 + self._waiting[3] + 256 * self._waiting[4]
        if not self._have(end):
            return None, 0
        body = bytes(self._waiting[5:end])
        if self._waiting[2] != 0x6B or len(body) < 2:  # noqa: PLR2004 - 'k', a kind and a step
            return Unknown(bytes(self._waiting[:end])), end
        return CodeStep(body[0], body[1], body[2:]), end

    def _cut(self) -> _Taken:
        if not self._have(3):
            return None, 0
        if self._waiting[2] in _CUT_THEN_FEED:
            return self._fixed(4, lambda held: Knife(held[3]))
        return Knife(), 3


_STARTS: dict[int, Callable[[CommandReader, int], _Taken]] = {
    _DLE: CommandReader._dle,  # noqa: SLF001 - the table of the class itself
    _ESC: CommandReader._esc,  # noqa: SLF001
    _GS: CommandReader._gs,  # noqa: SLF001
}
