"""Sample papers to hold up to the kiosk: pictures of invented receipts and cards, drawn for this office."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from foundation.codes import Keys, receipt_text
from foundation.settings import Settings
from hardware.printer.picture import draw
from hardware.printer.slip import Block, Code, Gap, Heading, Line, Pair, Rule, Slip

WIDTH_DOTS = 576
MARGIN = 40
#: An invented dossier of the demo office: kind of paper, its title, what it says, its code's text.
DOSSIER = "{agency}-261123-{number:04d}"


def sample_picture(kind: str, keys: Keys, settings: Settings) -> bytes:
    """The paper as a PNG; every call of `receipt` is another dossier, as every citizen's is."""
    picture = draw(SAMPLES[kind](keys, settings), WIDTH_DOTS).convert("L")
    paper = Image.new("L", (picture.width + 2 * MARGIN, picture.height + 2 * MARGIN), 255)
    paper.paste(picture, (MARGIN, MARGIN))
    out = io.BytesIO()
    paper.save(out, "PNG", optimize=True)
    return out.getvalue()


def write_samples(folder: Path, keys: Keys, settings: Settings) -> None:
    """One picture of each kind, for the shelf of a kiosk that is tried out."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in SAMPLES:
        (folder / f"{kind}.png").write_bytes(sample_picture(kind, keys, settings))


def _paper(settings: Settings, title: str, code: str, text: str, *lines: tuple[str, str]) -> Slip:
    pairs: tuple[Block, ...] = tuple(Pair(label, value) for label, value in lines)
    blocks: tuple[Block, ...] = (
        Line(settings.office_name),
        Gap(2),
        Heading(title),
        Line(code, bold=True),
        Rule(),
        *pairs,
        Rule(),
        Code(text),
        Gap(2),
    )
    return Slip(blocks)


def _receipt(keys: Keys, settings: Settings) -> Slip:
    agency = settings.office_code or "000.00.06.H08"
    code = DOSSIER.format(agency=agency, number=random.randrange(1, 9999))
    return _paper(
        settings,
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        code,
        receipt_text(code, keys, settings.portal_url),
        ("Thủ tục", "Đăng ký khai sinh"),
        ("Người nộp", "NGUYỄN THỊ MẪU"),
        ("Nhận hồ sơ", "08:35 23/11/2026"),
        ("Hẹn trả", "16:30 24/11/2026"),
    )


def _forged(keys: Keys, settings: Settings) -> Slip:
    code = DOSSIER.format(agency=settings.office_code or "000.00.06.H08", number=7)
    whole = receipt_text(code, keys, settings.portal_url)
    return _paper(
        settings,
        "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
        code,
        whole[:-16] + "A" * 16,
        ("Thủ tục", "Đăng ký thường trú"),
        ("Người nộp", "TRẦN VĂN THỬ"),
    )


def _foreign(_keys: Keys, settings: Settings) -> Slip:
    code = "000.00.BD.H08-230411-0004"
    return _paper(settings, "Biên nhận hồ sơ", code, code, ("Thủ tục", "Chứng thực chữ ký"))


def _card(settings: Settings, name: str, text: str, born: str) -> Slip:
    return _paper(settings, "Thẻ căn cước (mẫu)", name, text, ("Ngày sinh", born), ("Quốc tịch", "Việt Nam"))


def _citizen(_keys: Keys, settings: Settings) -> Slip:
    text = "052052001234||TRẦN VĂN THỬ|02091952|Nam|Thôn Mẫu, Xã Nhơn Lý, Quy Nhơn, Bình Định|01072024||||"
    return _card(settings, "TRẦN VĂN THỬ", text, "02/09/1952")


def _vneid(_keys: Keys, settings: Settings) -> Slip:
    text = "https://vneid.gov.vn/qr/" + "7Kd92LmQ" * 8
    return _paper(settings, "Ứng dụng VNeID", "Mã thay đổi mỗi phút", text)


def _unknown(_keys: Keys, settings: Settings) -> Slip:
    text = "https://cuahang.example/khuyen-mai"
    return _paper(settings, "Phiếu khuyến mãi", "Cửa hàng Ví Dụ", text, ("Giảm giá", "20 %"))


SAMPLES: dict[str, Callable[[Keys, Settings], Slip]] = {
    "receipt": _receipt,
    "citizen": _citizen,
    "foreign": _foreign,
    "vneid": _vneid,
    "forged": _forged,
    "unknown": _unknown,
}
