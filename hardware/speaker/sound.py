"""How long a WAV file is, and whether it is one."""

from __future__ import annotations

import io
import wave

from hardware.speaker.faults import SoundUnreadable


def seconds_of(wav: bytes) -> float:
    """The length of a PCM WAV file in seconds; SoundUnreadable for anything else, and for silence of no length."""
    try:
        with wave.open(io.BytesIO(wav), "rb") as sound:
            length = sound.getnframes() / sound.getframerate()
    except (wave.Error, EOFError, ZeroDivisionError) as cause:
        raise SoundUnreadable("speaker", str(cause) or "cut short") from cause
    if not length:
        raise SoundUnreadable("speaker", "no sound in it")
    return length
