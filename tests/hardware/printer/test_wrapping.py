"""Lines break where a reader would break them."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hardware.printer.wrapping import tidy, wrap


def letters(text: str) -> float:
    """A ruler on which every letter is one wide."""
    return float(len(text))


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("Nộp hồ sơ", 20, ("Nộp hồ sơ",)),
        ("UBND phường Lê Lợi · Bộ phận Một cửa", 25, ("UBND phường Lê Lợi", "Bộ phận Một cửa")),
        ("một hai ba bốn năm sáu", 15, ("một hai ba", "bốn năm sáu")),
        ("Chờ khoảng 15 phút", 14, ("Chờ khoảng", "15 phút")),
        ("000.00.06.H08-261123-0012", 10, ("000.00.06.", "H08-261123", "-0012")),
        ("", 10, ()),
        ("·", 10, ()),
        ("  a \n b\t", 10, ("a b",)),
    ],
)
def test_lines_are_balanced_and_break_well(text: str, width: int, lines: tuple[str, ...]) -> None:
    assert wrap(text, width, letters) == lines


def test_a_number_stays_with_its_word_though_the_lines_are_less_alike() -> None:
    assert wrap("Khoảng 25 phút nữa", 11, letters) == ("Khoảng", "25 phút nữa")
    assert wrap("Khoảng độ phút nữa", 11, letters) == ("Khoảng độ", "phút nữa")


def test_parted_letters_are_put_together() -> None:
    assert tidy(unicodedata.normalize("NFD", "Nộp  hồ\nsơ")) == "Nộp hồ sơ"


WORDS = st.lists(st.text("aăđêộ5·", min_size=1, max_size=9), max_size=14).map(" ".join)


@given(WORDS, st.integers(3, 30))
def test_no_line_is_too_wide_and_no_letter_lost(text: str, width: int) -> None:
    lines = wrap(text, width, letters)
    assert all(0 < len(line) <= width for line in lines)
    assert "".join(lines).replace("·", "").replace(" ", "") == tidy(text).replace("·", "").replace(" ", "")


@given(st.lists(st.text("abc", min_size=1, max_size=9), max_size=14).map(" ".join), st.integers(9, 30))
def test_there_are_no_more_lines_than_needed(text: str, width: int) -> None:
    greedy: list[str] = []
    for word in text.split():
        if greedy and len(greedy[-1]) + 1 + len(word) <= width:
            greedy[-1] += " " + word
        else:
            greedy.append(word)
    assert len(wrap(text, width, letters)) == len(greedy)
