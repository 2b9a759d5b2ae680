"""A voice for tests: every text is a tone of its own length; it counts, and fails on demand."""

from __future__ import annotations

import zlib

import numpy as np

from counter_display.voice.engines import VoiceFault
from counter_display.voice.sound import RATE, Waveform
from counter_display.voice.spelling import Language


class ToneVoice:
    """fails_at: the text it cannot say; None says all. languages: those it has a voice for.

    mute: is there, and can say nothing now.
    """

    def __init__(
        self, name: str = "tone", *, fails_at: str | None = None, languages: str = "vi en", mute: bool = False
    ) -> None:
        self.name = name
        self.fails_at = fails_at
        self.languages = languages.split()
        self.mute = mute
        self.said: list[str] = []

    def voice(self, language: Language) -> str:
        if language not in self.languages:
            raise VoiceFault("voice.no_espeak", "not here")
        return f"{self.name} {language}"

    def speak(self, text: str, language: Language) -> Waveform:
        if self.mute or text == self.fails_at:
            raise VoiceFault("voice.offline", f"no {text}")
        self.said.append(text)
        seed = zlib.crc32(f"{self.name} {language} {text}".encode())
        t = np.arange(int(RATE * (0.2 + seed % 100 / 1000))) / RATE
        return (0.5 * np.sin(2 * np.pi * (200 + seed % 300) * t)).astype(np.float32)
