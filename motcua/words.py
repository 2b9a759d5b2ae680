"""The words of the command line, in the terminal's language."""

from __future__ import annotations

from foundation.texts import Texts


class Words:
    """Called with a key and its values, it gives the sentence."""

    def __init__(self, texts: Texts, lang: str) -> None:
        self.texts = texts
        self.lang = lang

    def __call__(self, key: str, **values: object) -> str:
        return self.texts.t(key, self.lang, **values)
