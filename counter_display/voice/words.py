"""The table of what each clip says: ours in words.toml, an office's own lines laid over it."""

from __future__ import annotations

import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from counter_display.voice.spelling import LANGUAGES, Language, clip_names

OURS = Path(__file__).with_name("words.toml")
LONGEST_TEXT = 60


class WordsFault(ValueError):
    """The table of spoken words is wrong; the message names the file, the line's key and the remedy."""


def load_words(own: Path | None = None) -> Mapping[str, str]:
    """Clip name → text, complete for every language; `own` is the office's file, if it has one."""
    texts = _read(OURS)
    if own is not None and own.exists():
        texts.update(_read(own))
    return texts


def texts_of(texts: Mapping[str, str], language: Language) -> dict[str, str]:
    """The part of the table that one language's bank needs."""
    return {clip: texts[clip] for clip in clip_names(language)}


def _read(path: Path) -> dict[str, str]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise WordsFault(f"{path.name} is no readable table: {fault}") from fault
    known = {clip for language in LANGUAGES for clip in clip_names(language)}
    return {clip: _text(path, clip, text, known) for clip, text in _flat(path, table)}


def _flat(path: Path, table: dict[str, Any]) -> Iterator[tuple[str, object]]:
    for language, kinds in table.items():
        if not isinstance(kinds, dict):
            raise WordsFault(f"{path.name}: {language} stands outside a table such as [vi.words]")
        for kind, lines in kinds.items():
            if kind not in {"words", "letters"} or not isinstance(lines, dict):
                raise WordsFault(f"{path.name}: [{language}.{kind}] is none of words, letters")
            yield from ((f"{language}.{key}", text) for key, text in lines.items())


def _text(path: Path, clip: str, text: object, known: set[str]) -> str:
    if clip not in known:
        raise WordsFault(f"{path.name}: {clip} is no clip of a call; take the line out")
    if not isinstance(text, str) or not 0 < len(text.strip()) <= LONGEST_TEXT:
        raise WordsFault(f"{path.name}: {clip} wants a text of 1 to {LONGEST_TEXT} signs")
    return unicodedata.normalize("NFC", text.strip())
