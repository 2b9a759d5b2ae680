"""The bank of clips of an office: where it is, which words and which voices it is built from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from counter_display.api import VoiceSettings
from counter_display.voice.bank import BankDamaged, open_bank
from counter_display.voice.building import BuildResult, build_bank
from counter_display.voice.engines import Engine, EspeakVoice, GoogleVoice, VoiceFault
from counter_display.voice.sound import to_pcm, to_wav
from counter_display.voice.spelling import Style
from counter_display.voice.words import load_words
from foundation.settings import Settings
from kiosk import hints


def clips_folder(data: Path) -> Path:
    """Where the bank lies."""
    return data / "clips"


def own_words(data: Path) -> Path | None:
    """The office's own table of letters and words, when it has one."""
    path = data / "words.toml"
    return path if path.exists() else None


def engines(*, online: bool) -> Sequence[Engine]:
    """The better voice first, when the internet may be asked; espeak-ng always."""
    return (GoogleVoice(), EspeakVoice()) if online else (EspeakVoice(),)


def build(data: Path, *, online: bool, progress: Callable[[int, int, str], None]) -> BuildResult:
    """Build what is missing, beside the bank in use."""
    return build_bank(clips_folder(data), load_words(own_words(data)), engines(online=online), progress)


def build_hints(folder: Path) -> int:
    """The kiosk's spoken hints, by the voice that is always there; 0 when it is not (then the kiosk offers none)."""
    engine = EspeakVoice()

    def speak(text: str, language: str) -> bytes:
        return to_wav(to_pcm(engine.speak(text, "en" if language == "en" else "vi")))

    try:
        return hints.build(folder, speak, engine.voice("vi"))
    except VoiceFault:
        return 0


def has_bank(data: Path) -> bool:
    """Whether the office can speak."""
    try:
        bank = open_bank(clips_folder(data))
    except BankDamaged:
        return False
    return bank is not None and "vi" in bank.voices


def voice_settings(settings: Settings) -> VoiceSettings:
    """How this office wants it said."""
    style = Style(four=settings.voice_speak_four, odd=settings.voice_zero_word)
    return VoiceSettings(
        style,
        settings.voice_gap_s,
        float(settings.voice_max_age_s),
        twice=settings.voice_twice,
        english=settings.voice_english,
    )
