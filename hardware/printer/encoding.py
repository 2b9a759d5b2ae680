"""A slip as the bytes a printer understands (ESC/POS), composed by python-escpos."""

from __future__ import annotations

import struct
from typing import Any, Literal

from escpos.constants import QR_ECLEVEL_M
from escpos.printer import Dummy
from PIL import Image

from hardware.printer.picture import Sheet, Square, code_picture, pieces
from hardware.printer.profile import Profile
from hardware.printer.slip import Cut, Slip

Knife = Literal["part", "full"]
#: A picture goes out in bands of so many rows: a sender killed in the middle leaves at most one
#: band open, and so many empty bytes close it again (`close_open_band`).
BAND_ROWS = 64
#: In our pictures a set bit is white, on the wire it is black.
_INVERTED = bytes(255 - byte for byte in range(256))


def encode(slip: Slip, profile: Profile, knife: Knife = "part") -> bytes:
    """All bytes from the reset to the cut. Texts are pictures; codes are the printer's own where it can."""
    sink = Dummy()
    sink.profile = profile.for_escpos()
    sink.hw("INIT")
    for piece in pieces(slip, Sheet(profile.width, profile.dots_per_mm)):
        if isinstance(piece, Image.Image):
            _picture(sink, piece)
        elif isinstance(piece, Square):
            _code(sink, piece, profile)
        elif isinstance(piece, Cut):
            sink.cut(mode=knife.upper())
    return bytes(sink.output)


def _picture(sink: Any, picture: Image.Image) -> None:
    """GS v 0, band by band. Composed here: the library turns every band into colours and back first."""
    row_bytes = (picture.width + 7) // 8
    whole = Image.new("1", (row_bytes * 8, picture.height), 1)
    whole.paste(picture)
    dots = whole.tobytes().translate(_INVERTED)
    for top in range(0, picture.height, BAND_ROWS):
        rows = min(BAND_ROWS, picture.height - top)
        header = b"\x1dv0\0" + struct.pack("<HH", row_bytes, rows)
        sink._raw(header + dots[top * row_bytes : (top + rows) * row_bytes])  # noqa: SLF001 - the library's own way out


def _code(sink: Any, square: Square, profile: Profile) -> None:
    if not profile.own_code:
        row = Image.new("1", (profile.width, square.side), 1)
        row.paste(code_picture(square.text, square.module), ((profile.width - square.side) // 2, 0))
        _picture(sink, row)
        return
    sink.set(align="center")
    sink.qr(square.text, ec=QR_ECLEVEL_M, size=square.module, native=True)
    sink.set(align="left")


def close_open_band(profile: Profile) -> bytes:
    """Empty bytes enough to fill any picture that an earlier sender left unfinished.

    Inside a picture they are white dots, outside of one a printer skips them. Without them the
    reset and the start of the next slip would be swallowed as dots.
    """
    return bytes(BAND_ROWS * ((profile.width + 7) // 8))
