"""How a call is said: its number digit by digit, its counter as a number, as names of clips."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Language = Literal["vi", "en"]

LANGUAGES: tuple[Language, ...] = ("vi", "en")
LETTERS = "ABCDĐEFGHIJKLMNOPQRSTUVWXYZ"
LARGEST_NUMBER = 999

_WORDS: Mapping[Language, tuple[str, ...]] = {
    "vi": (
        *("invite", "to_counter", *"0123456789", "ten", "tens", "one_after_tens"),
        *("four_after_tens", "five_after_ten", "hundred", "odd_le", "odd_linh"),
    ),
    "en": (
        *("number", "counter", *(str(n) for n in range(20)), *(str(n) for n in range(20, 100, 10))),
        *("hundred", "and"),
    ),
}
_SEPARATORS = re.compile(r"[\s.\-/]+")
_RUNS = re.compile(r"[0-9]+|[A-ZĐ]")


class Unspeakable(ValueError):
    """A number or counter holds a sign that has no clip, or nothing to say at all."""


@dataclass(frozen=True)
class Style:
    """Regional habits of saying a counter's number; both are right Vietnamese.

    four: how 24, 34 … end: "bốn" or "tư".
    odd: the word for the empty tens of 101: "lẻ" (south and centre) or "linh" (north).
    """

    four: Literal["bốn", "tư"] = "bốn"
    odd: Literal["lẻ", "linh"] = "lẻ"


USUAL = Style()


def clip_names(language: Language) -> tuple[str, ...]:
    """Every clip that a call in this language can need, words first, then letters."""
    return tuple(f"{language}.{key}" for key in (*_WORDS[language], *LETTERS))


def call_clips(number: str, counter: int | str, language: Language = "vi", style: Style = USUAL) -> tuple[str, ...]:
    """The clips of one call in the order they are said, such as `vi.invite vi.A vi.0 …`.

    number: a ticket's number ("A012"); digits one by one, so never mốt, tư or lăm.
    counter: 1..999 is said as a number; a larger one digit by digit; "3A" as number and letter.
    Raises Unspeakable when there is no way to say one of them.
    """
    return sum(call_phrases(number, counter, language, style), ())


def call_phrases(
    number: str, counter: int | str, language: Language = "vi", style: Style = USUAL
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The two halves of a call: whose number, and which counter."""
    invite, to_counter = ("invite", "to_counter") if language == "vi" else ("number", "counter")
    ticket = [sign for run in _runs(number) for sign in run]
    place = [word for run in _runs(str(counter)) for word in _number_or_letter(run, language, style)]
    return _named(language, [invite, *ticket]), _named(language, [to_counter, *place])


def spoken_text(
    texts: Mapping[str, str],
    number: str,
    counter: int | str,
    language: Language = "vi",
    style: Style = USUAL,
) -> str:
    """The same call in words, for captions and logs; `texts` gives the text of each clip."""
    phrases = call_phrases(number, counter, language, style)
    between = " " if language == "vi" else ", "
    return between.join(" ".join(texts[clip] for clip in phrase) for phrase in phrases)


def vietnamese_number(value: int, style: Style = USUAL) -> list[str]:
    """0..999 as words: mười lăm, hai mươi mốt, một trăm lẻ một."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _vietnamese_tens(rest, style)
    said = [str(hundreds), "hundred"]
    if rest == 0:
        return said
    if rest < 10:  # noqa: PLR2004 - the tens are empty, and the language says so
        return [*said, "odd_le" if style.odd == "lẻ" else "odd_linh", str(rest)]
    return said + _vietnamese_tens(rest, style)


def english_number(value: int) -> list[str]:
    """0..999 as words: fifteen, twenty one, one hundred and one."""
    hundreds, rest = divmod(value, 100)
    if not hundreds:
        return _english_tens(rest)
    said = [str(hundreds), "hundred"]
    return [*said, "and", *_english_tens(rest)] if rest else said


def _vietnamese_tens(value: int, style: Style) -> list[str]:
    tens, ones = divmod(value, 10)
    if tens == 0:
        return [str(ones)]
    said = ["ten"] if tens == 1 else [str(tens), "tens"]
    return said + _vietnamese_ones(tens, ones, style)


def _vietnamese_ones(tens: int, ones: int, style: Style) -> list[str]:
    if ones == 0:
        return []
    if ones == 1 and tens > 1:
        return ["one_after_tens"]
    if ones == 4 and tens > 1 and style.four == "tư":  # noqa: PLR2004
        return ["four_after_tens"]
    return ["five_after_ten"] if ones == 5 else [str(ones)]  # noqa: PLR2004


def _english_tens(value: int) -> list[str]:
    tens, ones = divmod(value, 10)
    if tens < 2:  # noqa: PLR2004 - one to nineteen have names of their own
        return [str(value)]
    return [str(tens * 10), *([str(ones)] if ones else [])]


def _runs(text: str) -> list[str]:
    signs = _SEPARATORS.sub("", text).upper()
    runs = _RUNS.findall(signs)
    if not runs or "".join(runs) != signs:
        raise Unspeakable(f"no clip says all of {text!r}")
    return runs


def _number_or_letter(run: str, language: Language, style: Style) -> list[str]:
    if not run.isdecimal() or int(run) > LARGEST_NUMBER:
        return list(run)
    return vietnamese_number(int(run), style) if language == "vi" else english_number(int(run))


def _named(language: Language, keys: list[str]) -> tuple[str, ...]:
    return tuple(f"{language}.{key}" for key in keys)
