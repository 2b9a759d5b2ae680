"""Keys into text, whatever Shift, CapsLock and Alt do."""

from __future__ import annotations

import string

import pytest

from hardware.scanner.keymap import ALTS, CAPS_LOCK, ENTER, KEYPAD_ENTER, PLAIN, SHIFTED, TAB, UNREADABLE, Keys

LEFT_SHIFT, RIGHT_SHIFT = 42, 54
KEY_OF = {letter: code for code, letter in reversed(PLAIN.items())}


def typed(keys: Keys, *codes: int) -> str | None:
    """Each code is pressed; a negative one is let go."""
    text = None
    for code in codes:
        if code < 0:
            keys.release(-code)
        else:
            text = keys.press(code) or text
    return text


def test_every_printable_ascii_letter_can_be_typed() -> None:
    can = set(PLAIN.values()) | set(SHIFTED.values())
    assert can >= set(string.printable) - set(string.whitespace) | {" "}


@pytest.mark.parametrize("end", [ENTER, KEYPAD_ENTER, TAB])
def test_a_text_ends(end: int) -> None:
    assert typed(Keys(), KEY_OF["a"], KEY_OF["1"], end) == "a1"


@pytest.mark.parametrize("shift", [LEFT_SHIFT, RIGHT_SHIFT])
def test_shift_counts_while_it_is_held(shift: int) -> None:
    assert typed(Keys(), shift, KEY_OF["a"], KEY_OF["1"], -shift, KEY_OF["a"], KEY_OF["1"], ENTER) == "A!a1"


def test_both_shifts_held_and_one_let_go_is_still_shift() -> None:
    assert typed(Keys(), LEFT_SHIFT, RIGHT_SHIFT, -LEFT_SHIFT, KEY_OF["b"], ENTER) == "B"


def test_caps_lock_turns_letters_only() -> None:
    assert typed(Keys(), CAPS_LOCK, KEY_OF["a"], KEY_OF["1"], LEFT_SHIFT, KEY_OF["b"], -LEFT_SHIFT, ENTER) == "A1b"


def test_caps_lock_does_not_stick_to_the_next_text() -> None:
    keys = Keys()
    typed(keys, CAPS_LOCK, KEY_OF["a"], ENTER)
    assert typed(keys, KEY_OF["a"], ENTER) == "a"


def test_a_letter_by_alt_and_digits_is_marked_and_never_wrong() -> None:
    alt = min(ALTS)
    assert typed(Keys(), KEY_OF["a"], alt, 82, 79, 80, -alt, KEY_OF["b"], ENTER) == f"a{UNREADABLE}b"


def test_lost_events_throw_the_begun_text_away() -> None:
    keys = Keys()
    typed(keys, LEFT_SHIFT, KEY_OF["a"])
    keys.lost()
    assert typed(keys, KEY_OF["b"], ENTER) == "b"


def test_a_stuck_key_does_not_fill_the_memory() -> None:
    keys = Keys(longest=10)
    assert typed(keys, *[KEY_OF["x"]] * 50, ENTER) == "x" * 10


def test_an_empty_line_is_no_text() -> None:
    assert typed(Keys(), ENTER) is None
