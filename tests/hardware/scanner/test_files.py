"""Picture files: every kind read, every hostile one refused in words, nothing ever crashing."""

from __future__ import annotations

import contextlib
import io
import json
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from hardware.scanner.files import scan_files
from hardware.scanner.picture import UnreadablePicture, decode_picture
from tests.support.frames import kiosk_frame, qr_picture

TEXT = "Đặng Thị Bích Ngọc"


def picture(text: str = TEXT) -> Image.Image:
    sheet = Image.new("L", (640, 480), 230)
    sheet.paste(Image.fromarray(qr_picture(text, 5)), (200, 120))
    return sheet


def one(path: Path) -> dict[str, object]:
    (scan,) = scan_files([path])
    return scan.to_json()


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.jpeg", "a.webp", "a.bmp", "a.tif", "a.TIFF"])
def test_each_kind_of_picture_is_read(tmp_path: Path, name: str) -> None:
    picture().save(tmp_path / name)
    answer = one(tmp_path / name)
    assert answer == {"file": str(tmp_path / name), "texts": [TEXT], "decoder": "zxing-cpp", "ms": answer["ms"]}
    assert json.loads(json.dumps(answer)) == answer


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "CMYK", "I;16"])
def test_each_depth_of_colour_is_read(tmp_path: Path, mode: str) -> None:
    path = tmp_path / "a.tif"
    if mode == "I;16":
        Image.fromarray(np.asarray(picture(), np.uint16) * 257).save(path)
    else:
        picture().convert(mode).save(path)
    assert one(path)["texts"] == [TEXT]


def test_dark_on_transparent_is_dark_on_white(tmp_path: Path) -> None:
    code = qr_picture(TEXT, 5)
    clear = np.zeros((*code.shape, 4), np.uint8)
    clear[..., 3] = 255 - code
    Image.fromarray(clear).save(tmp_path / "a.png")
    assert one(tmp_path / "a.png")["texts"] == [TEXT]


def test_a_sideways_photo_is_turned_by_its_exif() -> None:
    sideways = Image.new("L", (300, 100), 255)
    sideways.paste(0, (0, 0, 10, 10))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned by a quarter clockwise
    data = io.BytesIO()
    sideways.save(data, "JPEG", exif=exif)
    upright = decode_picture(data.getvalue())
    assert upright.shape == (300, 100)
    assert upright[5, 95] < 100 < upright[5, 5]


def test_no_code_is_an_answer_and_no_error(tmp_path: Path) -> None:
    Image.fromarray(kiosk_frame("paper", 1).gray).save(tmp_path / "a.png")
    answer = one(tmp_path / "a.png")
    assert (answer["texts"], answer["decoder"]) == ([], "")


def test_several_codes_come_nearest_the_centre_first(tmp_path: Path) -> None:
    sheet = Image.new("L", (900, 600), 230)
    for text, at in (("góc", (5, 5)), ("giữa", (380, 230)), ("mép", (700, 230))):
        sheet.paste(Image.fromarray(qr_picture(text, 5)), at)
    sheet.save(tmp_path / "a.png")
    assert one(tmp_path / "a.png")["texts"] == ["giữa", "mép", "góc"]


def test_folders_are_walked_in_order_and_other_files_passed_over(tmp_path: Path) -> None:
    for name in ("b.png", "a/z.png", "c/y.png", "a/b/x.png"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        picture(name).save(tmp_path / name)
    (tmp_path / "notes.txt").write_text("none")
    assert [scan.texts[0] for scan in scan_files([tmp_path])] == ["b.png", "a/z.png", "a/b/x.png", "c/y.png"]


def png_that_claims(wide: int, high: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999)) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "picture.empty"),
        (b"%PDF-1.7", "picture.unknown"),
        (b"\xff\xd8\xff\xe0 not a photo", "picture."),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "picture.unknown"),
        (png_that_claims(60000, 60000), "picture.too_large"),
        (png_that_claims(9000, 9000), "picture.too_large"),
        (png_that_claims(4000, 4000), "picture.torn"),
        (png_that_claims(0, 5), "picture."),
    ],
)
def test_a_hostile_file_is_refused_in_words(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "a.png"
    path.write_bytes(data)
    answer = one(path)
    assert set(answer) == {"file", "error"}
    assert str(answer["error"]).startswith(code)


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    scans = list(scan_files([tmp_path / "none.png"]))
    assert [s.error for s in scans] == ["picture.missing"]
    assert not scans[0].readable


def test_torn_and_damaged_files_never_crash() -> None:
    rng = np.random.default_rng(3)
    for kind in ("PNG", "JPEG", "WEBP", "BMP", "TIFF"):
        buffer = io.BytesIO()
        picture().resize((160, 120)).save(buffer, kind)
        whole = buffer.getvalue()
        for _ in range(40):
            data = bytearray(whole[: int(rng.integers(1, len(whole) + 1))])
            for at in rng.integers(0, len(data), 6):
                data[at] = int(rng.integers(0, 256))
            with contextlib.suppress(UnreadablePicture):
                decode_picture(bytes(data))
