"""zxing-cpp, told to look only for what the office's papers bear, and to give the bytes as they are."""

from __future__ import annotations

import zxingcpp

from hardware.scanner.reading import Reading
from hardware.scanner.views import Gray

#: QR as on paper and cards, and the bars of earlier systems' receipts. The wider "QR" family holds Micro QR too,
#: which has so little redundancy that blurred text was read as one; other formats appear on none of our papers.
FORMATS = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCodeModel2, zxingcpp.BarcodeFormat.Code128])


def read_zxing(gray: Gray, *, invert: bool = False, binary: bool = False) -> list[Reading]:
    """Codes in a gray picture. invert: also light on dark; binary: the picture is already black and white."""
    found = zxingcpp.read_barcodes(
        gray,
        formats=FORMATS,
        try_invert=invert,
        binarizer=_BINARY if binary else _LOCAL,
        text_mode=zxingcpp.TextMode.Plain,
    )
    return [_reading(code) for code in found]


_BINARY = zxingcpp.Binarizer.BoolCast
_LOCAL = zxingcpp.Binarizer.LocalAverage


def read_inverted(gray: Gray) -> list[Reading]:
    return read_zxing(gray, invert=True)


def read_binary(gray: Gray) -> list[Reading]:
    return read_zxing(gray, binary=True)


def _reading(code: zxingcpp.Barcode) -> Reading:
    corners = (
        code.position.top_left,
        code.position.top_right,
        code.position.bottom_right,
        code.position.bottom_left,
    )
    x, y = sum(p.x for p in corners) / 4, sum(p.y for p in corners) / 4
    return Reading(_text(code), x, y)


def _text(code: zxingcpp.Barcode) -> str:
    """UTF-8 whenever the bytes are UTF-8; zxing's own guess (another charset, kanji) otherwise."""
    try:
        return bytes(code.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return str(code.text)
