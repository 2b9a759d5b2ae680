"""What people read and hear: rounded numbers, choices, the paper in their hand, the sentences read aloud."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import zxingcpp

from hardware.printer.picture import draw
from hardware.printer.slip import Badge, Code, Line, Number, Pair
from kiosk import hints, view
from kiosk.screens import ChooseService, Home, Language, State
from kiosk.slip import ticket_slip
from tests.kiosk.support import AROUND, OFFICE, ROOT, SCREENS, SERVICES, TEXTS, TICKET, service

NOW = 1_795_488_000_000  # 09:40 on 24/11/2026 in Vietnam


@pytest.mark.parametrize(
    ("p50", "p90", "said"),
    [
        (None, None, None),
        (0.0, 0.0, None),
        (1.9, 3.0, None),
        (2.0, 2.0, "2"),
        (7.2, 7.9, "8"),
        (8.0, 14.0, "8–15"),
        (15.0, 24.0, "15–25"),
        (16.0, None, "20"),
        (21.0, 20.0, "25"),
    ],
)
def test_minutes_as_people_say_them(p50: float | None, p90: float | None, said: str | None) -> None:
    assert view.minutes(p50, p90) == said


def test_nobody_is_told_less_than_it_takes() -> None:
    for tenths in range(20, 1200):
        told = view.minutes(tenths / 10, None)
        assert told is not None
        assert int(told) >= tenths / 10


def names(state: State, services: Sequence[dict[str, object]], language: Language = "vi") -> list[str]:
    around = replace(AROUND, services=tuple(services))
    state = replace(state, comfort=replace(state.comfort, language=language))
    return [each.name.replace("\N{NO-BREAK SPACE}", " ") for each in view.choices(state, around, TEXTS.t)]


def test_the_first_page_is_in_citizens_words() -> None:
    assert names(State(), SERVICES) == [
        "Nộp hồ sơ",
        "Nhận kết quả",
        "Bổ sung giấy tờ",
        "Chứng thực, sao y",
        "Nhờ cán bộ hướng dẫn",
        "Gõ mã trên giấy",
    ]


def test_never_more_than_six_and_every_service_is_reached_by_turning() -> None:
    many = [service(letter, "submit", (f"Việc {letter}", f"Thing {letter}"), 0, 5) for letter in "ACEGHKLMNQ"]
    for screen in (Home, ChooseService):
        reached: set[str] = set()
        for page in range(4):
            shown = names(replace(State(), screen=screen(page=page)), many)
            assert len(shown) <= view.CHOICES
            reached |= set(shown)
        assert {f"Việc {letter}" for letter in "ACEGHKLMNQ"} <= reached


def test_a_closed_service_says_so() -> None:
    shut = replace(AROUND, services=({**SERVICES[0], "open": False},))
    choice = view.choices(State(), shut, TEXTS.t)[0]
    assert (choice.open, choice.lines) == (False, ("Hiện chưa nhận",))
    assert view.help_service(shut.services) is None


def test_a_ticket_that_was_called_is_sent_to_its_counter() -> None:
    called = replace(TICKET, state="called", counter="3")
    assert view.place(called, "vi", TEXTS.t) == (("Xin mời đến quầy", "3"),)
    assert view.place(replace(TICKET, ahead=0), "vi", TEXTS.t) == (("Sắp đến lượt ông/bà", ""),)
    assert view.place(replace(TICKET, state="finished"), "vi", TEXTS.t) == ()


@pytest.mark.parametrize("cause", ["paper.out", "cover.open", "device.missing", "printer.knife", "nonsense"])
def test_every_fault_of_a_printer_has_words(cause: str) -> None:
    for language in ("vi", "en"):
        assert TEXTS.t(view.cause_key(cause), language)


# --- the paper -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [576, 384])
def test_the_ticket_says_what_it_must_and_its_code_is_read_back(width: int) -> None:
    slip = ticket_slip(TICKET, OFFICE, SERVICES, NOW, TEXTS.t)
    assert Number("A012") in slip.blocks
    assert Pair("Trước ông/bà", "7 người") in slip.blocks
    assert Pair("Chờ khoảng", "15–25 phút") in slip.blocks
    assert Code(TICKET.code) in slip.blocks
    assert Line("Lấy số lúc 09:40 24/11/2026", "small") in slip.blocks
    read = zxingcpp.read_barcodes(draw(slip, width).convert("L"))
    assert [each.text for each in read] == [TICKET.code]


def test_without_a_public_address_the_ticket_does_not_speak_of_a_phone() -> None:
    def text(track_url: str | None) -> str:
        return repr(ticket_slip(replace(TICKET, track_url=track_url), OFFICE, SERVICES, NOW, TEXTS.t))

    assert "điện thoại" not in text(None)
    assert "điện thoại" in text("https://mc.example.vn/t/x")


def test_a_reprint_says_so_and_promises_nothing_old() -> None:
    slip = ticket_slip(replace(TICKET, again=True), OFFICE, SERVICES, NOW, TEXTS.t)
    assert Badge("In lại") in slip.blocks
    assert not [each for each in slip.blocks if isinstance(each, Pair)]


def test_an_english_visitor_gets_an_english_ticket_with_its_priority() -> None:
    slip = ticket_slip(replace(TICKET, language="en", priority="merit"), OFFICE, SERVICES, NOW, TEXTS.t)
    assert Badge("Priority: Person of merit to the nation") in slip.blocks
    assert Pair("Ahead of you", "7 people") in slip.blocks


# --- texts and voice ---------------------------------------------------------------------------------------------


def test_both_languages_have_every_text_with_the_same_fields() -> None:
    import string

    vi, en = (json.loads((ROOT / f"kiosk/i18n/{each}.json").read_text(encoding="utf-8")) for each in ("vi", "en"))

    def fields(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text)} - {None}

    assert list(vi) == list(en)
    assert {key for key in vi if fields(vi[key]) != fields(en[key])} == set()


def test_every_screen_has_a_sentence_in_both_languages() -> None:
    written = {each.name for each in hints.all_hints()}
    screens = {view.name_of(each) for each in SCREENS.values()}
    assert written == {f"{screen}.{language}" for screen in screens for language in ("vi", "en")}


def test_sentences_are_made_once_and_again_when_they_change(tmp_path: Path) -> None:
    said: list[tuple[str, str]] = []

    def speak(text: str, language: str) -> bytes:
        said.append((text, language))
        return b"RIFF" + text.encode()

    made = hints.build(tmp_path, speak, "voice 1")
    assert made == len(said) == len(list(hints.all_hints()))
    assert hints.ready_hints(tmp_path) == {each.name for each in hints.all_hints()}
    assert hints.build(tmp_path, speak, "voice 1") == 0
    assert hints.build(tmp_path, speak, "voice 2") == made
    assert not list(tmp_path.glob("*.part"))


def test_a_voice_that_fails_leaves_no_half_sentence(tmp_path: Path) -> None:
    def speak(text: str, language: str) -> bytes:
        raise OSError(f"no voice for {text} in {language}")

    with pytest.raises(OSError, match="no voice"):
        hints.build(tmp_path, speak, "voice")
    assert hints.ready_hints(tmp_path) == frozenset()
