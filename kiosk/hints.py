"""Sentences the kiosk reads aloud: what they say, and making them into files with whatever can speak."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

#: Speaks a text in a language ("vi", "en"): a whole WAV file as bytes.
Speak = Callable[[str, str], bytes]

_NAME = re.compile(r"[a-z_]+\.(vi|en)")


@dataclass(frozen=True)
class Hint:
    """name: `home.vi`, the screen and the language; also the file's name without `.wav`."""

    name: str
    language: str
    text: str


def all_hints() -> Iterator[Hint]:
    """Every sentence of hints.toml."""
    for language, sentences in tomllib.loads((files("kiosk") / "hints.toml").read_text("utf-8")).items():
        for screen, text in sentences.items():
            yield Hint(f"{screen}.{language}", language, text)


def ready_hints(folder: Path) -> frozenset[str]:
    """The names of those whose files are there."""
    if not folder.is_dir():
        return frozenset()
    return frozenset(path.stem for path in folder.glob("*.wav") if _NAME.fullmatch(path.stem))


def build(folder: Path, speak: Speak, voice: str) -> int:
    """Make what is missing or was made of another text or voice; returns how many were made.

    Each file is written aside and renamed, so a kiosk at work never plays half a sentence.
    """
    folder.mkdir(parents=True, exist_ok=True)
    return sum(_make(folder, hint, speak, voice) for hint in all_hints())


def _make(folder: Path, hint: Hint, speak: Speak, voice: str) -> bool:
    mark = hashlib.sha256(f"{voice}\n{hint.text}".encode()).hexdigest()
    sound, made_of = folder / f"{hint.name}.wav", folder / f"{hint.name}.sha256"
    if sound.exists() and made_of.exists() and made_of.read_text() == mark:
        return False
    aside = folder / f"{hint.name}.part"
    aside.write_bytes(speak(hint.text, hint.language))
    aside.replace(sound)
    made_of.write_text(mark)
    return True
