"""From slip to bytes and back from bytes to paper: what is printed is what was drawn."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from hardware.errors import DeviceMisnamed
from hardware.printer.encoding import encode
from hardware.printer.escpos_commands import (
    Ask,
    CodeStep,
    Command,
    CommandReader,
    Feed,
    Knife,
    Reset,
    Rows,
    Style,
    Text,
    Unknown,
)
from hardware.printer.escpos_reader import read
from hardware.printer.picture import draw
from hardware.printer.profile import Profile, find_profile
from hardware.printer.slip import Code, Cut, Line, Slip
from tests.hardware.printer.samples import ticket

PROFILES = [
    find_profile(),
    find_profile(own_code=False),
    find_profile(paper_mm=58),
    find_profile("POS-5890"),
    find_profile("TM-T88V"),
    find_profile("TM-P80-42col"),
    find_profile("CT-S651"),
]


@pytest.mark.parametrize("profile", PROFILES, ids=lambda each: f"{each.name}-{each.width}-{each.own_code}")
def test_the_bytes_print_what_was_drawn(profile: Profile, capsys: pytest.CaptureFixture[str]) -> None:
    slip = ticket()
    printed = read(encode(slip, profile), profile.width)
    drawn = draw(slip, profile.width, profile.dots_per_mm)
    assert printed.unknown == ()
    paper = printed.slips[0].crop((0, 0, *drawn.size))
    assert ImageChops.difference(paper.convert("L"), drawn.convert("L")).getbbox() is None
    codes = [code.text for code in zxingcpp.read_barcodes(printed.slips[0].convert("L"))]
    assert codes == [block.text for block in slip.blocks if isinstance(block, Code)]
    assert capsys.readouterr().out == ""


def test_a_code_of_the_printers_own_saves_its_picture() -> None:
    own, picture = (encode(ticket(), find_profile(own_code=own)) for own in (True, False))
    assert len(own) < len(picture) - 15_000
    assert b"\x1d(k" in own
    assert b"\x1d(k" not in picture


def test_the_paper_is_fed_past_the_knife_and_cut() -> None:
    part, full = (read(encode(ticket(), Profile(), knife), 576) for knife in ("part", "full"))
    assert (part.cuts, full.cuts, len(part.slips)) == (1, 1, 1)
    assert part.slips[0].height - draw(ticket(), 576).height == 180
    assert encode(ticket(), Profile(), "part")[-2:] == b"V\x01"
    assert encode(ticket(), Profile(), "full")[-2:] == b"V\0"


def test_a_slip_of_two_pieces_is_cut_twice() -> None:
    printed = read(encode(Slip((Line("một"), Cut(), Line("hai"))), Profile()), 576)
    assert (printed.cuts, len(printed.slips)) == (2, 2)


def test_a_printer_without_a_knife_only_feeds() -> None:
    printed = read(encode(ticket(), find_profile("POS-5890")), 384)
    assert (printed.cuts, len(printed.slips)) == (0, 1)


@pytest.mark.parametrize("name", ["TM-U220", "no-such-printer", ""])
def test_a_printer_without_pictures_or_unknown_is_refused(name: str) -> None:
    if name == "":
        assert find_profile(name).name == ""
        return
    with pytest.raises(DeviceMisnamed):
        find_profile(name)


def test_other_paper_than_the_two_is_refused() -> None:
    with pytest.raises(DeviceMisnamed):
        find_profile(paper_mm=112)


def commands(data: bytes) -> list[Command]:
    return list(CommandReader().feed(data))


@pytest.mark.parametrize(
    ("data", "command"),
    [
        (b"\x1b@", Reset()),
        (b"\n", Feed(lines=1)),
        (b"\x1bd\x06", Feed(lines=6)),
        (b"\x1bJ\x10", Feed(dots=16)),
        (b"abc", Text(b"abc")),
        (b"\x1dV\x00", Knife()),
        (b"\x1dVB\x20", Knife(32)),
        (b"\x10\x04\x04", Ask("now", 4)),
        (b"\x1dr1", Ask("in_order", 1)),
        (b"\x1b!\x30", Style(b"\x1b!\x30")),
        (b"\x1d(k\x03\x001C\x05", CodeStep(49, 67, b"\x05")),
        (b"\x1d(L\x02\x0002", Unknown(b"\x1d(L\x02\x0002")),
        (b"\x1b\x99", Unknown(b"\x1b\x99")),
        (b"\x1dv0\0\x01\0\x02\0\xf0\x0f", Rows(b"\xf0\x0f", 1)),
    ],
)
def test_one_command_is_understood(data: bytes, command: Command) -> None:
    assert commands(data) == [command]
    assert commands(data[:-1]) in ([], [Text(b"ab")], [Rows(b"\xf0", 1)])


def test_a_picture_may_be_stretched_and_stands_where_it_is_told() -> None:
    printed = read(b"\x1ba\x01\x1dv0\x03\x01\0\x01\0\x80", 32).slips[0]
    assert printed.size == (32, 2)
    box = ImageChops.invert(printed.convert("L")).getbbox()
    assert box == (8, 0, 10, 2)


def test_the_printers_own_letters_are_drawn_and_vietnamese_ones_are_lost() -> None:
    """Why texts are pictures: in the printer's letters "hồ sơ" becomes something else."""
    assert read(b"abc\n", 384).slips[0].height == 30
    vietnamese = "hồ sơ".encode()
    assert vietnamese.decode("cp437") != "hồ sơ"
    assert read(vietnamese + b"\n", 384).slips[0].height == 30


def test_a_code_too_wide_for_the_paper_is_not_printed_and_reported() -> None:
    store = b"\x1d(k\x23\x001P0" + b"x" * 32
    printed = read(b"\x1d(k\x03\x001C\x10" + store + b"\x1d(k\x03\x001Q0", 200)
    assert printed.slips == ()
    assert printed.unknown == (b"code without room or text",)


def test_bytes_cut_off_print_what_had_come() -> None:
    whole, part = encode(ticket(), Profile()), encode(ticket(), Profile())[:15_000]
    upper = read(part, 576).slips[0]
    same = read(whole, 576).slips[0].crop((0, 0, *upper.size))
    assert 0 < upper.height < 300
    assert upper.tobytes() == same.tobytes()


@given(st.lists(st.integers(1, 4_000), max_size=12))
def test_bytes_may_come_in_any_pieces(sizes: list[int]) -> None:
    data = TICKET_BYTES
    reader, at, seen = CommandReader(), 0, bytearray()
    for size in [*sizes, len(data)]:
        seen += b"".join(each.data for each in reader.feed(data[at : at + size]) if isinstance(each, Rows))
        at += size
    assert bytes(seen) == TICKET_ROWS
    assert not reader.unfinished


TICKET_BYTES = encode(ticket(), Profile())
TICKET_ROWS = b"".join(each.data for each in commands(TICKET_BYTES) if isinstance(each, Rows))


@given(st.binary(max_size=300))
def test_no_bytes_at_all_upset_the_reader(data: bytes) -> None:
    printed = read(data, 64)
    assert all(isinstance(slip, Image.Image) for slip in printed.slips)
