"""Who speaks a word for the bank: espeak-ng on this machine, or gTTS when there is internet.

The real service behind gTTS was out of reach where this was built: GoogleVoice is proved against
a stand-in that speaks its protocol on loopback. gTTS does not check the server's certificate, so
whoever owns the network could put words into the hall's mouth; an office that minds builds its
bank on a network it trusts or stays with espeak-ng. What comes is decoded by the program that
builds the bank, never by the one that serves the office.
"""

from __future__ import annotations

import io
import subprocess
from collections.abc import Mapping
from functools import cache
from typing import Protocol

import gtts
import requests

from counter_display.voice.sound import SoundFault, Waveform, decode
from counter_display.voice.spelling import Language

PATIENCE_S = 3.0
ESPEAK_WORDS_A_MINUTE = 150


class VoiceFault(Exception):
    """An engine cannot speak; `code` is stable, the message is for the log."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(f"{code}: {detail}")
        self.code = code


class Engine(Protocol):
    """Speaks one short text at a time."""

    name: str

    def voice(self, language: Language) -> str:
        """Names exactly whose sound this is: another name makes all clips anew.

        Raises VoiceFault when the engine is not here at all. Asks no network.
        """

    def speak(self, text: str, language: Language) -> Waveform:
        """The text as sound, untrimmed. Raises VoiceFault."""


class EspeakVoice:
    """espeak-ng, the voice that is always there. `variants` may name a regional voice."""

    name = "espeak-ng"

    def __init__(self, variants: Mapping[Language, str] | None = None, program: str = "espeak-ng") -> None:
        self._variants = {"vi": "vi", "en": "en"} | dict(variants or {})
        self._program = program

    def voice(self, language: Language) -> str:
        variant = self._variants[language]
        return f"{_espeak_version(self._program)} {variant} {ESPEAK_WORDS_A_MINUTE}"

    def speak(self, text: str, language: Language) -> Waveform:
        speed = str(ESPEAK_WORDS_A_MINUTE)
        command = [self._program, "-v", self._variants[language], "-s", speed, "--stdout", "--stdin"]
        try:
            return decode(_said_by(command, text))
        except SoundFault as fault:
            raise VoiceFault("voice.bad_sound", f"espeak-ng on {text!r}: {fault}") from fault


class GoogleVoice:
    """gTTS: a better voice, while there is internet. `tld` names the country's host."""

    name = "gtts"

    def __init__(self, tld: str = "com", patience_s: float = PATIENCE_S) -> None:
        self._tld = tld
        self._patience_s = patience_s

    def voice(self, language: Language) -> str:
        return f"gtts {language} {self._tld}"

    def speak(self, text: str, language: Language) -> Waveform:
        mp3 = self._mp3(text, language)
        if not mp3:
            raise VoiceFault("voice.bad_sound", f"gtts on {text!r}: an empty answer")
        try:
            return decode(mp3)
        except SoundFault as fault:
            raise VoiceFault("voice.bad_sound", f"gtts on {text!r}: {fault}") from fault

    def _mp3(self, text: str, language: Language) -> bytes:
        answer = io.BytesIO()
        try:
            # Without its own table of languages: the office's two are known to it.
            speech = gtts.gTTS(text, self._tld, language, lang_check=False, timeout=self._patience_s)
            speech.write_to_fp(answer)
        except (gtts.gTTSError, requests.RequestException) as fault:
            raise VoiceFault("voice.offline", f"gtts on {text!r}: {fault}") from fault
        except (ValueError, AssertionError) as fault:
            # What it throws at an answer that is not of its protocol (a hotel's sign-in page).
            raise VoiceFault("voice.bad_sound", f"gtts on {text!r}: {fault}") from fault
        return answer.getvalue()


def _said_by(command: list[str], text: str) -> bytes:
    try:
        spoken = subprocess.run(command, input=text.encode(), capture_output=True, check=True, timeout=PATIENCE_S)
    except (OSError, subprocess.SubprocessError) as fault:
        raise VoiceFault("voice.no_espeak", f"{command[0]}: {fault}") from fault
    return spoken.stdout


@cache
def _espeak_version(program: str) -> str:
    """Such as "espeak-ng 1.51"; a newer one may sound different, so it is part of the voice."""
    words = _said_by([program, "--version"], "").decode("utf-8", "replace").split()
    number = next((word for word in words if word[0].isdigit()), "?")
    return f"espeak-ng {number}"
