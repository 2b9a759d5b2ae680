"""Frames a kiosk's camera would see: 80 mm receipts held to 1280×720, seeded, with what goes wrong in a hall.

A receipt is drawn at the printer's own 8 dots a millimetre, spoilt as paper (fading, crumple), held before the
camera (distance, tilt), lit (shadow, glare), and taken (blur, noise, JPEG). Every frame has mild amounts of all of
it; its kind says which one is strong. Personal data is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFont

Gray = NDArray[np.uint8]

WIDTH, HEIGHT = 1280, 720
PAPER_WIDTH = 640  # 80 mm at 8 dots/mm
FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
)

KINDS = (
    "plain",
    "blur",
    "motion",
    "tilt",
    "glare",
    "crumple",
    "fading",
    "shadow",
    "small",
    "noise",
    "mixed",
)
EMPTY_KINDS = ("desk", "paper", "stripes", "static", "chequers")

_MAC = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_FAMILY = ("NGUYỄN", "TRẦN", "LÊ", "PHẠM", "HUỲNH", "VÕ", "ĐẶNG", "BÙI", "ĐỖ", "HỒ", "NGÔ", "DƯƠNG", "LÝ")
_MIDDLE = ("THỊ", "VĂN", "HỮU", "NGỌC", "QUỐC", "MINH", "THANH", "ĐỨC", "HỒNG", "BÍCH", "XUÂN")
_GIVEN = ("MẪU", "THỬ", "NGHIỆM", "VÍ", "DỤ", "ƯỚC", "GIẢ", "ĐỊNH", "TƯỞNG", "TƯỢNG", "NHÁP", "TẠM")
_PLACES = (
    "Tổ 5, Phường Lê Lợi, Quy Nhơn, Bình Định",
    "Thôn Mẫu, Xã Nhơn Lý, Quy Nhơn, Bình Định",
    "Khu vực Thử, Phường Đập Đá, An Nhơn, Bình Định",
    "Thôn Ví Dụ, Xã Mỹ Thắng, Phù Mỹ, Bình Định",
)
_LINES = (
    "ỦY BAN NHÂN DÂN XÃ MẪU",
    "BỘ PHẬN TIẾP NHẬN VÀ TRẢ KẾT QUẢ",
    "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
    "Thủ tục: Đăng ký khai sinh có yếu tố nước ngoài",
    "Người nộp: Nguyễn Thị Mẫu",
    "Ngày nhận: 23/11/2026 08 giờ 15 phút",
    "Ngày hẹn trả: 26/11/2026 trước 17 giờ",
    "Xin giữ giấy này và mang theo khi nhận kết quả.",
)


@dataclass(frozen=True)
class KioskFrame:
    """One frame: uint8 gray 720×1280, the kind of trouble, and every text that is really in view."""

    name: str
    kind: str
    gray: Gray
    texts: tuple[str, ...]


# --- what is written on paper -------------------------------------------------------------------------


def dossier_code(rng: np.random.Generator) -> str:
    day = f"26{rng.integers(1, 13):02d}{rng.integers(1, 29):02d}"
    return f"000.{rng.integers(0, 60):02d}.{rng.integers(1, 9):02d}.H08-{day}-{rng.integers(1, 9999):04d}"


def receipt_text(rng: np.random.Generator) -> str:
    """Our receipt's form: address, dossier code, number of the key, 80 bits in base32."""
    mac = "".join(rng.choice(list(_MAC), 16))
    return f"https://dichvucong.example.vn/r/{dossier_code(rng)}.1.{mac}"


def ticket_text(rng: np.random.Generator) -> str:
    mac = "".join(rng.choice(list(_MAC), 16))
    return f"MC:T:{rng.bytes(16).hex()}.1.{mac}"


def citizen_text(rng: np.random.Generator) -> str:
    """A citizen card's form, invented throughout."""
    name = f"{rng.choice(_FAMILY)} {rng.choice(_MIDDLE)} {rng.choice(_GIVEN)}"
    birth = f"{rng.integers(1, 29):02d}{rng.integers(1, 13):02d}{rng.integers(1940, 2005)}"
    number = f"0520{rng.integers(40, 99):02d}{rng.integers(0, 10**6):06d}"
    sex = rng.choice(("Nam", "Nữ"))
    return f"{number}||{name}|{birth}|{sex}|{rng.choice(_PLACES)}|25052021"


def vietnamese_texts(count: int, seed: int = 7) -> list[str]:
    """Texts with every tone, as an office writes them."""
    rng = np.random.default_rng(seed)
    words = " ".join((*_FAMILY, *_MIDDLE, *_GIVEN, *_PLACES, *_LINES, "tổng số lệ phí đã nộp")).split()
    makers = (citizen_text, lambda r: " ".join(r.choice(words, r.integers(1, 9))))
    return [str(makers[i % 2](rng)) for i in range(count)]


def qr_picture(text: str, scale: int = 5, error: str = "m", border: int = 4, mask: int | None = None) -> Gray:
    """A QR code, dark on white, `scale` dots a module; the bytes are UTF-8. mask: spares looking for the best."""
    code = segno.make(text, error=error, micro=False, encoding="utf-8", boost_error=False, mask=mask)
    dark = np.array([list(row) for row in code.matrix_iter(scale=scale, border=border)], np.uint8)
    return np.where(dark > 0, 0, 255).astype(np.uint8)


def code128_picture(text: str, module: int = 3, height: int = 110) -> Gray:
    """Code 128, set B, with its quiet zones."""
    values = [104, *(ord(c) - 32 for c in text)]
    check = (values[0] + sum(i * v for i, v in enumerate(values[1:], 1))) % 103
    widths = "".join(_CODE128[v] for v in (*values, check)) + "2331112"
    bars = np.concatenate([np.full(int(w), 255 * (i % 2), np.uint8) for i, w in enumerate(widths)])
    quiet = np.full(12, 255, np.uint8)
    row = np.repeat(np.concatenate([quiet, bars, quiet]), module)
    return np.tile(row, (height, 1))


def _code128_widths() -> list[str]:
    """The standard's table of bar and space widths (ISO/IEC 15417), six a symbol."""
    packed = (
        "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231"
        "113222123122123221223211221132221231213212223112312131311222321122321221312212322112322211"
        "212123212321232121111323131123131321112313132113132311211313231113231311112133112331132131"
        "113123113321133121313121211331231131213113213311213131311123311321331121312113312311332111"
        "314111221411431111111224111422121124121421141122141221112214112412122114122411142112142211"
        "241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
        "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214"
        "211232"
    )
    return [packed[i : i + 6] for i in range(0, len(packed), 6)]


_CODE128 = _code128_widths()


def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    for path in FONTS:
        if path.exists():
            return ImageFont.truetype(str(path), size)
    return ImageFont.load_default(size)


def draw_receipt(code: Gray | None, rng: np.random.Generator) -> Gray:
    """A receipt as the printer leaves it: lines of text, the code in the middle, more lines."""
    tall = 0 if code is None else code.shape[0] + 20
    paper = Image.new("L", (PAPER_WIDTH, 420 + tall), 255)
    pen = ImageDraw.Draw(paper)
    top, start = 24, int(rng.integers(0, 3))
    for i, line in enumerate((*_LINES[start:], *_LINES[:start])):
        if i == 5 and code is not None:
            paper.paste(Image.fromarray(code), ((PAPER_WIDTH - code.shape[1]) // 2, top + 10))
            top += tall
        pen.text((PAPER_WIDTH // 2, top), line, fill=0, font=_font(22), anchor="ma")
        top += 46
    return np.asarray(paper, np.uint8)


# --- what happens to paper, light and lens ---------------------------------------------------------------


def _smooth(rng: np.random.Generator, shape: tuple[int, int], cells: int) -> NDArray[np.float32]:
    """A smooth random field in −1…1, `cells` bumps across."""
    small = rng.uniform(-1, 1, (max(2, cells * shape[0] // shape[1]), cells)).astype(np.float32)
    return np.asarray(cv2.resize(small, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)


def _clip(picture: NDArray[np.floating[Any]]) -> Gray:
    return np.asarray(np.clip(picture, 0, 255), np.uint8)


def fade(paper: Gray, rng: np.random.Generator, amount: float) -> Gray:
    """Heat and sun take thermal ink away; dead dots of the head leave white streaks."""
    ink = 255 - paper.astype(np.float32)
    strength = 1 - amount * (0.75 + 0.25 * _smooth(rng, paper.shape, 5))
    for _ in range(int(amount * 8)):
        at = int(rng.integers(40, paper.shape[1] - 40))
        strength[:, at : at + int(rng.integers(1, 4))] *= 0.15
    return _clip(255 - ink * np.clip(strength, 0.04, 1))


def crumple(paper: Gray, rng: np.random.Generator, amount: float) -> Gray:
    """Folds bend the paper and catch the light."""
    high, wide = paper.shape
    bend_x = _smooth(rng, paper.shape, 6) * 10 * amount
    bend_y = _smooth(rng, paper.shape, 6) * 10 * amount
    ys, xs = np.mgrid[0:high, 0:wide].astype(np.float32)
    bent = cv2.remap(paper, xs + bend_x, ys + bend_y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    creases = np.abs(_smooth(rng, paper.shape, 9)) ** 0.5
    return _clip(bent.astype(np.float32) * (1 - amount * 0.55 * (1 - creases)))


def background(rng: np.random.Generator) -> NDArray[np.float32]:
    """The hall behind the paper: uneven, with a few large things in it."""
    field = 110 + 60 * _smooth(rng, (HEIGHT, WIDTH), 4) + 12 * _smooth(rng, (HEIGHT, WIDTH), 60)
    scene = np.ascontiguousarray(field, np.float32)
    for _ in range(5):
        x, y = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT))
        size = (int(rng.integers(40, 400)), int(rng.integers(40, 300)))
        cv2.rectangle(scene, (x, y), (x + size[0], y + size[1]), float(rng.uniform(30, 220)), -1)
    return scene


def hold(
    paper: Gray, scene: NDArray[np.float32], rng: np.random.Generator, scale: float, tilt: float
) -> NDArray[np.float32]:
    """Hold the paper before the camera. scale: pixels a dot; tilt: 0 facing, 1 some 60° away."""
    high, wide = paper.shape
    angle = rng.normal(0, 8) if rng.random() < 0.85 else rng.uniform(-180, 180)
    turn = np.deg2rad(angle)
    across = np.array([np.cos(turn), np.sin(turn)]) * wide * scale / 2
    down = np.array([-np.sin(turn), np.cos(turn)]) * high * scale / 2 * (1 - 0.5 * tilt)
    centre = np.array([WIDTH / 2, HEIGHT / 2]) + rng.normal(0, 1, 2) * (70, 25)
    corners = [-across - down, across - down, across + down, -across + down]
    squeeze = [1 - 0.35 * tilt, 1 - 0.35 * tilt, 1 + 0.25 * tilt, 1 + 0.25 * tilt]
    target = np.array([centre + c * s for c, s in zip(corners, squeeze, strict=True)], np.float32)
    source = np.array([[0, 0], [wide, 0], [wide, high], [0, high]], np.float32)
    lens = cv2.getPerspectiveTransform(source, target)
    shown = cv2.warpPerspective(paper, lens, (WIDTH, HEIGHT), flags=cv2.INTER_AREA)
    there = cv2.warpPerspective(np.full_like(paper, 255), lens, (WIDTH, HEIGHT))
    mask = there.astype(np.float32) / 255
    return np.asarray(scene * (1 - mask) + shown.astype(np.float32) * mask * 0.86, np.float32)


def shade(seen: NDArray[np.float32], rng: np.random.Generator, amount: float) -> NDArray[np.float32]:
    """Someone's head or hand between the lamp and the paper, with a soft edge."""
    mask = np.zeros(seen.shape, np.float32)
    points = rng.uniform((200, 0), (WIDTH - 200, HEIGHT), (5, 2)).astype(np.int32)
    cv2.fillConvexPoly(mask, cv2.convexHull(points), 1.0)
    soft = cv2.GaussianBlur(mask, (0, 0), float(rng.uniform(3, 25)))
    return np.asarray(seen * (1 - amount * 0.85 * soft), np.float32)


def glare(seen: NDArray[np.float32], rng: np.random.Generator, amount: float) -> NDArray[np.float32]:
    """A lamp mirrored in shiny paper."""
    ys, xs = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    x, y = WIDTH / 2 + rng.normal(0, 90), HEIGHT / 2 + rng.normal(0, 70)
    wide, high = rng.uniform(30, 60) + 110 * amount, rng.uniform(20, 40) + 70 * amount
    spot = np.exp(-(((xs - x) / wide) ** 2) - ((ys - y) / high) ** 2)
    return np.asarray(seen + 330 * amount * spot, np.float32)


def smear(seen: NDArray[np.float32], rng: np.random.Generator, length: float) -> NDArray[np.float32]:
    """The hand moves while the shutter is open. length in pixels."""
    size = max(3, int(length) | 1)
    kernel = np.zeros((size, size), np.float32)
    turn = rng.uniform(0, np.pi)
    reach = length / 2 * np.array([np.cos(turn), np.sin(turn)])
    middle = size // 2
    ends = [(round(float(middle + s * reach[0])), round(float(middle + s * reach[1]))) for s in (-1, 1)]
    cv2.line(kernel, ends[0], ends[1], 1.0, 1, cv2.LINE_AA)
    return np.asarray(cv2.filter2D(seen, -1, kernel / kernel.sum()), np.float32)


def take(seen: NDArray[np.float32], rng: np.random.Generator, noise: float, quality: int) -> Gray:
    """The sensor's noise and the camera's own JPEG."""
    shot = _clip(seen + rng.normal(0, noise, seen.shape).astype(np.float32))
    packed = cv2.imencode(".jpg", shot, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE), np.uint8)


# --- whole frames -------------------------------------------------------------------------------------------


def _code(rng: np.random.Generator) -> tuple[Gray, str]:
    """What the citizen holds: mostly our receipt, also cards, tickets, and other systems' codes."""
    pick = rng.random()
    if pick < 0.6:
        text = receipt_text(rng)
    elif pick < 0.72:
        text = citizen_text(rng)
    elif pick < 0.82:
        text = ticket_text(rng)
    else:
        text = dossier_code(rng)
    if pick >= 0.92:
        text = text.split(".")[-1]  # a paper of 80 mm has room for no more bars
        return code128_picture(text, module=int(rng.integers(2, 4))), text
    return qr_picture(text, scale=int(rng.integers(5, 8))), text


@dataclass(frozen=True)
class _Trouble:
    """How much of each trouble a frame has, 0…1 (lens blur and smear in pixels)."""

    fading: float
    crumple: float
    tilt: float
    shadow: float
    glare: float
    blur: float
    motion: float
    noise: float
    scale: float


def _trouble(kind: str, rng: np.random.Generator) -> _Trouble:
    def much(mine: str, mild: tuple[float, float], strong: tuple[float, float]) -> float:
        chosen = kind == mine or (kind == "mixed" and rng.random() < 0.4)
        low, high = strong if chosen else mild
        return float(rng.uniform(low, high))

    return _Trouble(
        fading=much("fading", (0, 0.2), (0.6, 0.97)),
        crumple=much("crumple", (0, 0.12), (0.2, 0.7)),
        tilt=much("tilt", (0, 0.2), (0.5, 1.15)),
        shadow=much("shadow", (0, 0.2), (0.6, 1.05)),
        glare=much("glare", (0, 0.08), (0.3, 1.0)),
        blur=much("blur", (0.3, 0.8), (1.0, 2.8)),
        motion=much("motion", (0, 1), (3, 11)),
        noise=much("noise", (1, 5), (12, 50)),
        scale=much("small", (0.6, 1.0), (0.26, 0.45)),
    )


def _photograph(code: Gray | None, kind: str, rng: np.random.Generator) -> Gray:
    t = _trouble(kind, rng)
    paper = crumple(fade(draw_receipt(code, rng), rng, t.fading), rng, t.crumple)
    seen = hold(paper, background(rng), rng, t.scale, t.tilt)
    seen = glare(shade(seen, rng, t.shadow), rng, t.glare)
    seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), t.blur), np.float32)
    if t.motion >= 2:
        seen = smear(seen, rng, t.motion)
    return take(seen, rng, t.noise, int(rng.integers(60, 95)))


def _desk(rng: np.random.Generator) -> Gray:
    return take(background(rng), rng, 4, 85)


def _paper(rng: np.random.Generator) -> Gray:
    return _photograph(None, "plain", rng)


def _stripes(rng: np.random.Generator) -> Gray:
    """A striped shirt: what linear codes are seen in by mistake."""
    edges = np.cumsum(rng.integers(2, 14, WIDTH))
    row = (np.searchsorted(edges, np.arange(WIDTH)) % 2) * 150.0 + 50
    shirt = np.tile(row, (HEIGHT, 1)).astype(np.float32)
    turned = cv2.getRotationMatrix2D((WIDTH / 2, HEIGHT / 2), float(rng.uniform(-20, 20)), 1.3)
    return take(np.asarray(cv2.warpAffine(shirt, turned, (WIDTH, HEIGHT)), np.float32), rng, 5, 85)


def _static(rng: np.random.Generator) -> Gray:
    grain = int(rng.integers(1, 9))
    small = rng.integers(0, 2, (HEIGHT // grain + 1, WIDTH // grain + 1)).astype(np.float32) * 200 + 20
    large = np.repeat(np.repeat(small, grain, 0), grain, 1)[:HEIGHT, :WIDTH]
    return take(np.asarray(large, np.float32), rng, 8, 85)


def _chequers(rng: np.random.Generator) -> Gray:
    """A chequered cloth, and boxes in boxes like a finder pattern without a code."""
    scene = background(rng)
    for _ in range(6):
        x, y, size = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)), int(rng.integers(20, 120))
        for ring, tone in ((7, 20.0), (5, 220.0), (3, 20.0)):
            reach = size * ring // 14
            cv2.rectangle(scene, (x - reach, y - reach), (x + reach, y + reach), tone, -1)
    side = int(rng.integers(6, 30))
    ys, xs = np.mgrid[0:HEIGHT, 0 : WIDTH // 3]
    scene[:, : WIDTH // 3] = ((xs // side + ys // side) % 2) * 170 + 40
    return take(scene, rng, 5, 85)


_EMPTY: dict[str, Callable[[np.random.Generator], Gray]] = {
    "desk": _desk,
    "paper": _paper,
    "stripes": _stripes,
    "static": _static,
    "chequers": _chequers,
}


def kiosk_frame(kind: str, seed: int) -> KioskFrame:
    """The frame of this kind and seed, always the same."""
    order = (*KINDS, *EMPTY_KINDS).index(kind)
    rng = np.random.default_rng((order, seed))
    if kind in _EMPTY:
        return KioskFrame(f"{kind}-{seed}", kind, _EMPTY[kind](rng), ())
    code, text = _code(rng)
    return KioskFrame(f"{kind}-{seed}", kind, _photograph(code, kind, rng), (text,))


def kiosk_frames(each: int, empty_each: int, seed: int = 0) -> Iterator[KioskFrame]:
    """`each` frames of every kind of trouble and `empty_each` of every kind without a code."""
    for i in range(each):
        for kind in KINDS:
            yield kiosk_frame(kind, seed + i)
    for i in range(empty_each):
        for kind in EMPTY_KINDS:
            yield kiosk_frame(kind, seed + i)
