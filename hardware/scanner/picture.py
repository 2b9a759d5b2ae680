"""Bytes and files into pictures, with the door shut to bombs, torn files and what is no picture."""

from __future__ import annotations

import io
import warnings
from pathlib import Path

import numpy as np
from PIL import Image as Pillow
from PIL import ImageOps, UnidentifiedImageError

from hardware.scanner.port import Image

KINDS = ("PNG", "JPEG", "WEBP", "BMP", "TIFF")
SUFFIXES = frozenset((".png", ".jpg", ".jpeg", ".webp", ".bmp", ".tif", ".tiff"))
#: A telephone's largest photographs have some 50 million pixels; more is a bomb.
MOST_PIXELS = 64_000_000
MOST_BYTES = 64 * 1024 * 1024
#: Larger pictures are reduced to this longer side: the codes on them keep more than enough pixels.
LONGEST_SIDE = 4096


class UnreadablePicture(ValueError):
    """Why a picture cannot be read; `code` is stable ("picture.torn")."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code}: {detail}" if detail else code)
        self.code = code


def load_picture(path: Path) -> Image:
    """The picture in a file, gray, upright (EXIF). Raises UnreadablePicture."""
    try:
        if not path.is_file():
            raise UnreadablePicture("picture.missing")
        if path.stat().st_size > MOST_BYTES:
            raise UnreadablePicture("picture.too_large", f"{path.stat().st_size} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadablePicture("picture.forbidden", error.strerror or "") from error
    return decode_picture(data)


def decode_picture(data: bytes) -> Image:
    """The picture in these bytes (PNG, JPEG, WebP, BMP, TIFF): uint8, gray, upright. Raises UnreadablePicture."""
    if not data:
        raise UnreadablePicture("picture.empty")
    if len(data) > MOST_BYTES:
        raise UnreadablePicture("picture.too_large", f"{len(data)} bytes")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Pillow.open(io.BytesIO(data), formats=KINDS) as picture:
                return _pixels(picture)
    except UnreadablePicture:
        raise
    except UnidentifiedImageError as error:
        raise UnreadablePicture("picture.unknown") from error
    except Pillow.DecompressionBombError as error:
        raise UnreadablePicture("picture.too_large") from error
    except MemoryError as error:
        raise UnreadablePicture("picture.too_large") from error
    # A damaged file makes Pillow's readers fail in any of these ways.
    except (OSError, ValueError, SyntaxError, TypeError, KeyError, IndexError, ArithmeticError, EOFError) as error:
        raise UnreadablePicture("picture.torn", str(error)) from error


def _pixels(picture: Pillow.Image) -> Image:
    if picture.width * picture.height > MOST_PIXELS:
        raise UnreadablePicture("picture.too_large", f"{picture.width}×{picture.height} pixels")
    picture.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
    upright = ImageOps.exif_transpose(picture)
    gray = _on_white(upright)
    if max(gray.size) > LONGEST_SIDE:
        gray.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Pillow.Resampling.BOX)
    return np.asarray(gray, np.uint8)


def _on_white(picture: Pillow.Image) -> Pillow.Image:
    """Gray; what is transparent is white, as on paper; 16-bit depths are scaled, not cut off."""
    if picture.mode.startswith("I;16") or picture.mode in {"I", "F"}:
        deep = np.asarray(picture, np.float64)
        return Pillow.fromarray((deep * (255 / max(1.0, float(deep.max())))).clip(0, 255).astype(np.uint8))
    if picture.has_transparency_data:
        clear = picture.convert("RGBA")
        paper = Pillow.new("RGBA", clear.size, "white")
        return Pillow.alpha_composite(paper, clear).convert("L")
    return picture.convert("L")
