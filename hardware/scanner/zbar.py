"""zbar through pyzbar's own bindings, in binary mode: without it zbar guesses Big5 and garbles Vietnamese."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from pyzbar import wrapper as zbar

from hardware.scanner.reading import Reading
from hardware.scanner.views import Gray

#: `ZBAR_CFG_BINARY` (zbar ≥ 0.23.1): give the bytes of a QR as they are. pyzbar's enumeration does not name it.
BINARY = 4
_Y800 = int.from_bytes(b"Y800", "little")
#: So many scan lines must agree on a linear code, whose one check character lets 1 misreading in 103 pass.
LINES_THAT_AGREE = 4


def read_zbar(gray: Gray, *, binary: bool = True) -> list[Reading]:
    """QR and Code 128 in a gray picture; a text that is not UTF-8 is no second opinion and is left out.

    binary: off only in the test that shows what it protects from.
    """
    high, wide = gray.shape
    pixels = gray.tobytes()
    with _scanner(binary=binary) as scanner, _image() as image:
        zbar.zbar_image_set_format(image, _Y800)
        zbar.zbar_image_set_size(image, wide, high)
        zbar.zbar_image_set_data(image, ctypes.cast(ctypes.c_char_p(pixels), ctypes.c_void_p), len(pixels), None)
        if zbar.zbar_scan_image(scanner, image) < 0:
            return []
        return [r for s in _symbols(image) if (r := _reading(s)) is not None]


@contextmanager
def _scanner(*, binary: bool) -> Iterator[Any]:
    scanner = zbar.zbar_image_scanner_create()
    try:
        zbar.zbar_image_scanner_set_config(scanner, 0, zbar.ZBarConfig.CFG_ENABLE, 0)
        for kind in (zbar.ZBarSymbol.QRCODE, zbar.ZBarSymbol.CODE128):
            zbar.zbar_image_scanner_set_config(scanner, kind, zbar.ZBarConfig.CFG_ENABLE, 1)
        zbar.zbar_image_scanner_set_config(scanner, zbar.ZBarSymbol.QRCODE, BINARY, int(binary))
        yield scanner
    finally:
        zbar.zbar_image_scanner_destroy(scanner)


@contextmanager
def _image() -> Iterator[Any]:
    image = zbar.zbar_image_create()
    try:
        yield image
    finally:
        zbar.zbar_image_destroy(image)


def _symbols(image: Any) -> Iterator[Any]:
    symbol = zbar.zbar_image_first_symbol(image)
    while symbol:
        yield symbol
        symbol = zbar.zbar_symbol_next(symbol)


def _reading(symbol: Any) -> Reading | None:
    linear = symbol.contents.type == zbar.ZBarSymbol.CODE128
    if linear and zbar.zbar_symbol_get_quality(symbol) < LINES_THAT_AGREE:
        return None
    data = ctypes.string_at(zbar.zbar_symbol_get_data(symbol), zbar.zbar_symbol_get_data_length(symbol))
    try:
        return Reading(data.decode("utf-8"), *_centre(symbol))
    except UnicodeDecodeError:
        return None


def _centre(symbol: Any) -> tuple[float, float]:
    count = zbar.zbar_symbol_get_loc_size(symbol)
    xs = [zbar.zbar_symbol_get_loc_x(symbol, i) for i in range(count)]
    ys = [zbar.zbar_symbol_get_loc_y(symbol, i) for i in range(count)]
    return (sum(xs) / count, sum(ys) / count) if count else (0.0, 0.0)
