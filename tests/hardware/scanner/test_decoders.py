"""The decoder chain: exact texts, nearest the centre first, in time, and never a wrong one."""

from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from hardware.scanner.decoders import PATIENCE, RAW, SECOND_OPINION, STAGES, STAGES_FOR_FILES, Chain, Stage
from hardware.scanner.reading import Reading
from hardware.scanner.views import Gray, View, whole
from hardware.scanner.zbar import read_zbar
from hardware.scanner.zxing import read_zxing
from tests.support.frames import EMPTY_KINDS, KINDS, code128_picture, kiosk_frame, qr_picture, vietnamese_texts

TEXTS = vietnamese_texts(300)
CODES = [qr_picture(text, 3, mask=i % 8) for i, text in enumerate(TEXTS)]


def on_desk(*placed: tuple[Gray, int, int]) -> Gray:
    """A 1280×720 frame with codes pasted at (left, top)."""
    frame = np.full((720, 1280), 190, np.uint8)
    for code, left, top in placed:
        frame[top : top + code.shape[0], left : left + code.shape[1]] = code
    return frame


def read_binary_zbar(gray: Gray) -> list[Reading]:
    return read_zbar(gray)


@pytest.mark.parametrize("reader", [read_zxing, read_binary_zbar])
def test_vietnamese_survives_exactly(reader: Callable[[Gray], list[Reading]]) -> None:
    read = [[r.text for r in reader(code)] for code in CODES]
    assert read == [[text] for text in TEXTS]


def test_twin_zbar_without_binary_mode_garbles_vietnamese() -> None:
    garbled = [t for t, c in zip(TEXTS, CODES, strict=True) if [r.text for r in read_zbar(c, binary=False)] != [t]]
    assert len(garbled) > 20


def test_a_photo_goes_through_every_stage_with_its_text_intact() -> None:
    text = TEXTS[0]
    frame = on_desk((qr_picture(text, 4), 500, 200))
    for stage in (*STAGES_FOR_FILES, SECOND_OPINION):
        picture = stage.look(View(frame))
        read = [] if picture is None else [r.text for r in stage.reader(picture.gray)]
        assert read in ([text], []), stage.name
        assert read or stage.name in {"zxing-cpp levelled", "zxing-cpp beside"}


def test_the_code_nearest_the_centre_comes_first() -> None:
    far, near = qr_picture("xa", 5), qr_picture("gần", 5)
    sight = Chain().read(on_desk((far, 40, 40), (near, 560, 280)))
    assert sight.texts == ["gần", "xa"]


def test_positions_are_those_of_the_frame_whatever_the_stage_looked_at() -> None:
    code = qr_picture("ở đâu", 4)
    frame = on_desk((code, 800, 300))
    centre = (800 + code.shape[1] / 2, 300 + code.shape[0] / 2)
    for stage in STAGES[:2]:
        (reading,) = Chain([stage], None).read(frame).readings
        assert (reading.x, reading.y) == pytest.approx(centre, abs=6)


def test_the_same_text_twice_in_view_is_one() -> None:
    code = qr_picture("một", 5)
    assert Chain().read(on_desk((code, 100, 100), (code, 700, 300))).texts == ["một"]


def test_light_on_dark_is_read_too() -> None:
    frame = 255 - on_desk((qr_picture("điện thoại", 5), 500, 250))
    assert Chain().read(frame, thorough=True).texts == ["điện thoại"]


@pytest.mark.parametrize("angle", [14, -17, 90])
def test_bars_that_lean_are_levelled(angle: float) -> None:
    frame = on_desk((code128_picture("H08-261123-0012"), 304, 305))
    turn = cv2.getRotationMatrix2D((640, 360), angle, 1)
    leaning = np.asarray(cv2.warpAffine(frame, turn, (1280, 720), borderValue=190.0), np.uint8)
    assert Chain().read(leaning, thorough=True).texts == ["H08-261123-0012"]


def test_no_text_is_read_where_there_is_none() -> None:
    chain = Chain()
    for kind in EMPTY_KINDS:
        for seed in range(3):
            assert chain.read(kiosk_frame(kind, seed).gray, thorough=True).texts == []


def test_no_wrong_text_on_spoilt_frames() -> None:
    chain = Chain()
    for kind in KINDS:
        frame = kiosk_frame(kind, 500)
        assert set(chain.read(frame.gray, thorough=True).texts) <= set(frame.texts)


def test_micro_qr_is_not_looked_for() -> None:
    """Its redundancy is so small that a blurred line of text was read as one."""
    import segno

    code = segno.make_micro("3328")
    dark = np.array([list(row) for row in code.matrix_iter(scale=6, border=4)], np.uint8)
    assert Chain().read(on_desk((np.where(dark > 0, 0, 255).astype(np.uint8), 560, 300)), thorough=True).texts == []


@pytest.mark.parametrize("size", [(1, 1), (20, 20), (21, 21), (3, 4000), (4000, 30), (22, 23)])
def test_odd_sizes_are_no_trouble(size: tuple[int, int]) -> None:
    noise = np.random.default_rng(1).integers(0, 255, size).astype(np.uint8)
    assert Chain(STAGES_FOR_FILES).read(noise, thorough=True).texts == []


class Clockwork:
    """A clock that stages move: each costs what the test says."""

    def __init__(self) -> None:
        self.now = 0.0
        self.ran: list[str] = []

    def stage(self, name: str, costs_ms: float, every: int = 1) -> Stage:
        def reader(gray: Gray) -> list[Reading]:
            self.now += costs_ms / 1000
            self.ran.append(name)
            return []

        return Stage(name, whole, reader, every, costs_ms)

    def frames(self, chain: Chain, count: int) -> list[list[str]]:
        seen = []
        for number in range(1, count + 1):
            self.ran = []
            chain.read(np.zeros((40, 40), np.uint8), number)
            seen.append(self.ran)
        return seen


def test_the_first_stage_sees_every_frame_and_the_second_opinion_every_nth() -> None:
    clock = Clockwork()
    stages = [clock.stage("first", 1), clock.stage("later", 1, every=3)]
    chain = Chain(stages, clock.stage("second", 1, every=4), 100, lambda: clock.now)
    seen = clock.frames(chain, 12)
    assert all(ran[0] == "first" for ran in seen)
    assert [i for i, ran in enumerate(seen, 1) if "later" in ran] == [3, 6, 9, 12]
    assert [i for i, ran in enumerate(seen, 1) if "second" in ran] == [4, 8, 12]


def test_later_stages_keep_within_the_budget() -> None:
    clock = Clockwork()
    stages = [clock.stage("first", 5), clock.stage("a", 8), clock.stage("b", 8)]
    seen = clock.frames(Chain(stages, None, 18, lambda: clock.now), 4)
    assert seen == [["first", "a"], ["first", "b"], ["first", "a"], ["first", "b"]]


def test_a_slow_machine_comes_to_every_stage_all_the_same() -> None:
    clock = Clockwork()
    stages = [clock.stage("first", 30), clock.stage("a", 50), clock.stage("b", 50)]
    seen = clock.frames(Chain(stages, None, 18, lambda: clock.now), 40)
    assert {name for ran in seen for name in ran} == {"first", "a", "b"}
    assert all(len(ran) <= 2 for ran in seen)
    assert sum(len(ran) == 1 for ran in seen[:PATIENCE]) == PATIENCE


def test_costs_are_learned_from_what_stages_really_take() -> None:
    clock = Clockwork()
    liar = Stage("liar", whole, clock.stage("liar", 40).reader, 1, budget=1)
    seen = clock.frames(Chain([clock.stage("first", 1), liar], None, 18, lambda: clock.now), 12)
    assert 0 < sum("liar" in ran for ran in seen) < 9


def test_reading_stops_the_chain() -> None:
    sight = Chain().read(on_desk((qr_picture("dừng", 5), 500, 250)))
    assert sight.decoder == RAW.name
    assert sight.ms >= sight.ms_first > 0
