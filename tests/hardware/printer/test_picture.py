"""A slip drawn: legible, balanced, inside the paper, on both widths."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from hardware.printer.picture import CodeTooLong, Sheet, code_picture, draw, pieces
from hardware.printer.slip import Badge, Block, Code, Cut, Gap, Heading, Line, Number, Pair, Rule, Slip
from tests.hardware.printer.samples import code_text, ticket

WIDTHS = (576, 384)
LONG = "Chứng thực bản sao từ bản chính giấy tờ, văn bản do cơ quan có thẩm quyền cấp"


def ink(picture: Image.Image) -> tuple[int, int, int, int]:
    """The box around everything black."""
    box = ImageChops.invert(picture.convert("L")).getbbox()
    assert box is not None
    return box


def one(block: Block, width: int = 576) -> Image.Image:
    return draw(Slip((block,)), width)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_ticket_is_as_wide_as_the_paper_and_only_black_and_white(width: int) -> None:
    picture = draw(ticket(), width)
    assert (picture.width, picture.mode) == (width, "1")
    assert picture.height / 8 < 130


@pytest.mark.parametrize(("width", "millimetres"), [(576, 17), (384, 11)])
def test_the_number_is_readable_from_afar(width: int, millimetres: float) -> None:
    left, top, right, bottom = ink(one(Number("A012"), width))
    assert (bottom - top) / 8 >= millimetres
    assert right - left <= width


def test_a_longer_number_still_fits() -> None:
    left, _, right, _ = ink(one(Number("A1000"), 384))
    assert 0 < left < right < 384


def test_the_number_is_the_largest_thing_on_the_paper() -> None:
    heights = {type(block): ink(one(block))[3] - ink(one(block))[1] for block in (Number("A012"), Heading("Ấỵ"))}
    assert heights[Number] > 2 * heights[Heading]


@pytest.mark.parametrize("width", WIDTHS)
def test_the_code_is_read_back(width: int) -> None:
    slip = ticket(7)
    read = zxingcpp.read_barcodes(draw(slip, width).convert("L"))
    assert [code.text for code in read] == [block.text for block in slip.blocks if isinstance(block, Code)]


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize(
    "text", ["MC:T:0198B1F2C3D4.1.ABCDEFGHIJKLMNOP", code_text(3, "A" * 16), "0123456789", "đã tổng hợp"]
)
def test_a_code_has_its_quiet_zone_even_between_full_black(width: int, text: str) -> None:
    picture = draw(Slip((Badge("x" * 400), Code(text), Badge("x" * 400))), width)
    assert [code.text for code in zxingcpp.read_barcodes(picture.convert("L"))] == [text]


def test_the_quiet_zone_is_four_squares() -> None:
    above, square, below, _ = list(pieces(Slip((Badge("x"), Code("MC:T:1"), Badge("x"))), Sheet(576)))
    assert not isinstance(square, Image.Image | Cut)
    assert isinstance(above, Image.Image)
    assert isinstance(below, Image.Image)
    assert above.height - ink(above)[3] >= 4 * square.module
    assert ink(below)[1] >= 4 * square.module


def test_the_square_told_to_the_printer_is_as_large_as_the_code_drawn() -> None:
    for text in ("1" * 30, "MC:R:000.00.06.H08-261123-0012.1.ABCDEFGH", code_text(1, "B" * 16), "tổng " * 12):
        square = list(pieces(Slip((Code(text),)), Sheet(576)))[1]
        assert not isinstance(square, Image.Image | Cut)
        assert square.side == code_picture(text, square.module).width


def test_a_code_without_room_is_refused() -> None:
    for text in ("x" * 2000, "x" * 5000):
        with pytest.raises(CodeTooLong):
            draw(Slip((Code(text),)), 384)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_pair_too_long_for_one_line_takes_two(width: int) -> None:
    short, long = (
        one(Pair("Khoảng:", "5 phút"), width),
        one(Pair("Hồ sơ:", "000.00.06.H08-261123-0012, nhận trực tiếp"), width),
    )
    assert long.height > 1.5 * short.height


def test_a_pair_stands_at_both_edges() -> None:
    left, _, right, _ = ink(one(Pair("Khoảng:", "15–25 phút")))
    assert left < 8
    assert right > 576 - 8


def test_a_long_heading_is_set_smaller_not_cut() -> None:
    assert one(Heading(LONG)).height < 3 * one(Heading("Nộp hồ sơ")).height
    assert ink(one(Heading(LONG), 384))[2] <= 384


def test_a_badge_is_white_on_black() -> None:
    picture = one(Badge("In lại"))
    left, top, right, bottom = ink(picture)
    assert picture.convert("L").crop((left, top, right, bottom)).histogram()[0] > (right - left) * (bottom - top) / 2


def test_a_gap_is_as_high_as_it_says_and_empty() -> None:
    picture = one(Gap(10))
    assert picture.height == 80
    assert ImageChops.invert(picture.convert("L")).getbbox() is None


def test_finer_dots_keep_the_size_on_paper() -> None:
    coarse, fine = draw(ticket(), 512, 180 / 25.4), draw(ticket(), 576, 203 / 25.4)
    assert coarse.height / (180 / 25.4) == pytest.approx(fine.height / (203 / 25.4), rel=0.06)


def test_an_empty_slip_is_only_cut() -> None:
    assert list(pieces(Slip(()), Sheet(576))) == [Cut()]
    assert draw(Slip(()), 576).height == 0


def test_a_slip_may_be_two_pieces_of_paper() -> None:
    kinds = [type(piece) for piece in pieces(Slip((Line("a"), Cut(), Line("b"))), Sheet(576))]
    assert [kind is Cut for kind in kinds] == [False, True, False, True]


TEXTS = st.text(max_size=60)


@given(TEXTS, st.sampled_from(WIDTHS))
def test_any_text_is_drawn_on_any_paper(text: str, width: int) -> None:
    blocks = (Heading(text), Number(text[:6]), Line(text), Pair(text, text), Badge(text), Rule())
    assert draw(Slip(blocks), width).width == width
