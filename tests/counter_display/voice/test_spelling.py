"""A call is said the way a person at the counter would say it."""

import pytest

from counter_display.voice.spelling import (
    LETTERS,
    Style,
    Unspeakable,
    call_clips,
    clip_names,
    spoken_text,
)
from counter_display.voice.words import load_words

WORDS = load_words()
NORTH = Style(four="tư", odd="linh")

COUNTERS = {
    0: "không",
    1: "một",
    2: "hai",
    3: "ba",
    4: "bốn",
    5: "năm",
    6: "sáu",
    7: "bảy",
    8: "tám",
    9: "chín",
    10: "mười",
    11: "mười một",
    12: "mười hai",
    14: "mười bốn",
    15: "mười lăm",
    19: "mười chín",
    20: "hai mươi",
    21: "hai mươi mốt",
    22: "hai mươi hai",
    24: "hai mươi bốn",
    25: "hai mươi lăm",
    31: "ba mươi mốt",
    44: "bốn mươi bốn",
    50: "năm mươi",
    51: "năm mươi mốt",
    55: "năm mươi lăm",
    91: "chín mươi mốt",
    95: "chín mươi lăm",
    100: "một trăm",
    101: "một trăm lẻ một",
    104: "một trăm lẻ bốn",
    105: "một trăm lẻ năm",
    110: "một trăm mười",
    111: "một trăm mười một",
    114: "một trăm mười bốn",
    115: "một trăm mười lăm",
    121: "một trăm hai mươi mốt",
    500: "năm trăm",
    505: "năm trăm lẻ năm",
    555: "năm trăm năm mươi lăm",
    999: "chín trăm chín mươi chín",
    1000: "một không không không",
    2015: "hai không một năm",
}

IN_THE_NORTH = {
    4: "bốn",
    14: "mười bốn",
    24: "hai mươi tư",
    34: "ba mươi tư",
    44: "bốn mươi tư",
    101: "một trăm linh một",
    104: "một trăm linh bốn",
    124: "một trăm hai mươi tư",
    504: "năm trăm linh bốn",
}

IN_ENGLISH = {
    0: "zero",
    1: "one",
    3: "three",
    10: "ten",
    11: "eleven",
    15: "fifteen",
    20: "twenty",
    21: "twenty one",
    40: "forty",
    99: "ninety nine",
    100: "one hundred",
    101: "one hundred and one",
    115: "one hundred and fifteen",
    342: "three hundred and forty two",
    1000: "one zero zero zero",
}

NUMBERS = {
    "A012": "A không một hai",
    "A001": "A không không một",
    "A111": "A một một một",
    "A015": "A không một năm",
    "A021": "A không hai một",
    "A024": "A không hai bốn",
    "A105": "A một không năm",
    "A110": "A một một không",
    "A1000": "A một không không không",
    "B210": "Bê hai một không",
    "c007": "Xê không không bảy",
    "Đ005": "Đê không không năm",
    "đ005": "Đê không không năm",
    "H-034": "Hát không ba bốn",
    "Y 108": "I dài một không tám",
    "R999": "E-rờ chín chín chín",
    "KT042": "Ca Tê không bốn hai",
    "012": "không một hai",
    "L.2/6": "E-lờ hai sáu",
}


@pytest.mark.parametrize(("counter", "said"), COUNTERS.items())
def test_a_counter_is_said_as_a_number(counter: int, said: str) -> None:
    assert spoken_text(WORDS, "A012", counter) == f"Xin mời số A không một hai đến quầy số {said}"


@pytest.mark.parametrize(("counter", "said"), IN_THE_NORTH.items())
def test_four_and_odd_are_said_as_the_office_sets_them(counter: int, said: str) -> None:
    assert spoken_text(WORDS, "A1", counter, style=NORTH).endswith(f"đến quầy số {said}")


@pytest.mark.parametrize(("counter", "said"), IN_ENGLISH.items())
def test_a_counter_in_english(counter: int, said: str) -> None:
    assert spoken_text(WORDS, "A012", counter, "en") == f"Number A zero one two, counter {said}"


@pytest.mark.parametrize(("number", "said"), NUMBERS.items())
def test_a_ticket_is_said_digit_by_digit(number: str, said: str) -> None:
    assert spoken_text(WORDS, number, 3) == f"Xin mời số {said} đến quầy số ba"


@pytest.mark.parametrize(
    ("counter", "said"), [("3", "ba"), ("03", "ba"), ("015", "mười lăm"), ("3A", "ba A"), ("Q2", "Quy hai")]
)
def test_a_counter_may_be_a_code(counter: str, said: str) -> None:
    assert spoken_text(WORDS, "A012", counter).endswith(f"đến quầy số {said}")


def test_the_clips_of_the_model_call() -> None:
    assert call_clips("A012", 3) == tuple(f"vi.{key}" for key in ("invite", "A", "0", "1", "2", "to_counter", "3"))
    assert call_clips("A012", 3, "en") == tuple(f"en.{key}" for key in ("number", "A", "0", "1", "2", "counter", "3"))


@pytest.mark.parametrize("letter", LETTERS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_letter_has_a_clip(letter: str, language: str) -> None:
    assert f"{language}.{letter}" in WORDS


def test_the_bank_covers_every_call() -> None:
    every = set(clip_names("vi")) | set(clip_names("en"))
    for style in (Style(), NORTH):
        for counter in range(1200):
            assert every.issuperset(call_clips("A0123456789", counter, "vi", style))
            assert every.issuperset(call_clips("A0123456789", counter, "en", style))


def test_no_clip_of_the_bank_is_useless() -> None:
    used: set[str] = set()
    for counter in range(1000):
        for style in (Style(), NORTH):
            used |= set(call_clips(LETTERS, counter, "vi", style))
            used |= set(call_clips(LETTERS, counter, "en", style))
    assert used == set(clip_names("vi")) | set(clip_names("en"))


@pytest.mark.parametrize(("number", "counter"), [("", 1), ("A#1", 1), ("A1", ""), ("Ư12", 1), ("A1", "-"), ("A１", 1)])
def test_what_no_clip_says_is_refused(number: str, counter: str | int) -> None:
    with pytest.raises(Unspeakable):
        call_clips(number, counter)
