"""Lines that break well: balanced, never ending on a lone number or a dot between two names."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from functools import cache

Measure = Callable[[str], float]
_BETWEEN = "·"
#: Cost of a break that parts a number from its word, in squared widths of the paper.
_LONE_NUMBER = 0.5


def tidy(text: str) -> str:
    """Composed letters (NFC), single blanks, no line ends."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def wrap(text: str, width: float, measure: Measure) -> tuple[str, ...]:
    """The fewest lines no wider than `width` (in the unit of `measure`), as alike in length as can be.

    A word wider than the paper is broken between letters. A "·" at a break is dropped.
    """
    words = [piece for word in tidy(text).split() for piece in _pieces(word, width, measure)]
    if not words:
        return ()
    return _best(tuple(words), width, measure)


def _pieces(word: str, width: float, measure: Measure) -> list[str]:
    pieces = [""]
    for letter in word:
        if pieces[-1] and measure(pieces[-1] + letter) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(words).strip(f"{_BETWEEN} ")


def _best(words: tuple[str, ...], width: float, measure: Measure) -> tuple[str, ...]:
    """Fewest lines first, then the smallest sum of squared slack, by remembering each tail's best."""

    @cache
    def tail(start: int) -> tuple[int, float, tuple[str, ...]]:
        if start == len(words):
            return 0, 0.0, ()
        choices = []
        for end in range(start + 1, len(words) + 1):
            line = _joined(words[start:end])
            taken = measure(line)
            if taken > width and end > start + 1:
                break
            lines, cost, rest = tail(end)
            slack = max(0.0, 1 - taken / width)
            choices.append((lines + 1, cost + slack**2 + _break_cost(words, end), (line, *rest)))
        return min(choices, key=lambda choice: choice[:2])

    return tuple(line for line in tail(0)[2] if line)


def _break_cost(words: tuple[str, ...], end: int) -> float:
    """What a break before word `end` costs: much inside "15 phút", nothing beside a "·"."""
    if end == len(words):
        return 0.0
    before, after = words[end - 1], words[end]
    if _BETWEEN in (before, after):
        return -0.25
    return _LONE_NUMBER if before[-1].isdigit() else 0.05
