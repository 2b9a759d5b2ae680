"""One announcement from the bank: the chime, the phrase, a pause, the phrase again."""

from __future__ import annotations

from collections.abc import Sequence

from counter_display.voice.bank import CHIME, Bank
from counter_display.voice.sound import RATE, SAMPLE_BYTES, to_wav
from counter_display.voice.spelling import USUAL, Language, Style, Unspeakable, call_clips

GAP_S = 0.7
AFTER_CHIME_S = 0.3

# How long a speaker would rest before a clip; between two words the edges of the clips do.
_REST_S = {"vi.to_counter": 0.16, "en.counter": 0.16, "en.number": 0.45}
_WORD_REST_S = 0.03


class ClipMissing(LookupError):
    """The bank has no such clip: a language not built yet."""


def announcement_wav(bank: Bank, clips: Sequence[str], *, twice: bool, gap_s: float = GAP_S) -> bytes:
    """A WAV file (16 bits, sound.RATE, one channel): chime, then the phrase once or twice.

    Copies samples only, some hundredths of a millisecond. Raises ClipMissing.
    """
    phrase = _phrase(bank, clips)
    again = (_silence(gap_s), phrase) if twice and phrase else ()
    return to_wav(b"".join((bank.clips[CHIME], _silence(AFTER_CHIME_S), phrase, *again)))


def call_wav(
    bank: Bank,
    number: str,
    counter: int | str,
    languages: Sequence[Language] = ("vi",),
    *,
    twice: bool,
    style: Style = USUAL,
    gap_s: float = GAP_S,
) -> bytes:
    """The announcement of a call, each phrase in the languages given, in their order.

    What cannot be said (an odd sign in a number, a language that was never built) leaves the chime
    alone, which asks the hall to look: a call is never without a sound.
    """
    try:
        clips = [clip for each in languages for clip in call_clips(number, counter, each, style)]
        return announcement_wav(bank, clips, twice=twice, gap_s=gap_s)
    except (Unspeakable, ClipMissing):
        return announcement_wav(bank, (), twice=False)


def seconds_of(wav: bytes) -> float:
    """How long one of these files plays: how long a player keeps the hall to itself."""
    return (len(wav) - len(to_wav(b""))) / (RATE * SAMPLE_BYTES)


def _phrase(bank: Bank, clips: Sequence[str]) -> bytes:
    parts = []
    for nth, name in enumerate(clips):
        if name not in bank.clips:
            raise ClipMissing(name)
        if nth:
            parts.append(_silence(_REST_S.get(name, _WORD_REST_S)))
        parts.append(bank.clips[name])
    return b"".join(parts)


def _silence(seconds: float) -> bytes:
    return bytes(round(seconds * RATE) * SAMPLE_BYTES)
