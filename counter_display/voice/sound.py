"""Sound of one clip: decoded, trimmed, made equally loud, and the chime made from nothing.

A waveform here is a one-dimensional float32 array in -1..1 at RATE, one channel.
"""

from __future__ import annotations

import io
import struct
import wave

import numpy as np
import numpy.typing as npt
import soundfile  # type: ignore[import-untyped]

Waveform = npt.NDArray[np.float32]

RATE = 22_050
SAMPLE_BYTES = 2
SHORTEST_S, LONGEST_S = 0.08, 4.0

_FRAME = RATE // 100
_SILENCE = 0.01  # of the loudest frame: a weak "x" or "s" at the start of a word stays
_MARGIN_FRAMES = 2
_FADE = RATE // 200
_LOUDNESS = 0.115  # RMS of the speech itself, about -19 dBFS: as loud as nearly every word can be
_PEAK = 0.95
_QUIETEST_PEAK = 0.003


class SoundFault(ValueError):
    """Bytes that are no sound, or a sound that is empty, silent, or of no plausible length."""


def decode(data: bytes) -> Waveform:
    """WAV or MP3 bytes, any rate and channels, as a waveform at RATE. Raises SoundFault."""
    try:
        samples, rate = soundfile.read(io.BytesIO(data), dtype="float32", always_2d=True)
    except (soundfile.SoundFileError, RuntimeError) as fault:
        raise SoundFault(f"cannot decode {len(data)} bytes: {fault}") from fault
    return resample(samples.mean(axis=1, dtype=np.float32), int(rate))


def resample(samples: Waveform, rate: int) -> Waveform:
    """The same sound at RATE, band-limited; a word is short enough to do it in one transform."""
    if rate == RATE or samples.size == 0:
        return samples
    length = round(samples.size * RATE / rate)
    spectrum = np.fft.rfft(samples)[: length // 2 + 1]
    return np.fft.irfft(spectrum * (length / samples.size), length).astype(np.float32)


def finished(samples: Waveform) -> Waveform:
    """A clip ready for the bank: no silence around it, the loudness of all others, soft edges.

    Raises SoundFault when it is silent or of no plausible length for a word or two.
    """
    if samples.size == 0 or not np.isfinite(samples).all():
        raise SoundFault("an empty sound")
    if float(np.abs(samples).max()) < _QUIETEST_PEAK:
        raise SoundFault("a silent sound")
    speech = _levelled(_trimmed(samples))
    seconds = speech.size / RATE
    if not SHORTEST_S <= seconds <= LONGEST_S:
        raise SoundFault(f"a word of {seconds:.2f} s is none")
    return _faded(speech)


def chime() -> Waveform:
    """Two soft falling notes (E5, C5) that ask the hall to listen, about a second."""
    notes = np.zeros(int(1.15 * RATE), dtype=np.float64)
    for start, pitch in ((0.0, 659.26), (0.32, 523.25)):
        begin = int(start * RATE)
        notes[begin:] += _note(pitch, notes.size - begin)
    return _faded((0.35 * notes / np.abs(notes).max()).astype(np.float32))


def to_pcm(samples: Waveform) -> bytes:
    """Signed 16-bit little-endian samples."""
    pcm: bytes = np.round(np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()
    return pcm


def to_wav(pcm: bytes) -> bytes:
    """A WAV file around 16-bit samples at RATE, one channel."""
    form = struct.pack("<HHIIHH", 1, 1, RATE, RATE * SAMPLE_BYTES, SAMPLE_BYTES, 8 * SAMPLE_BYTES)
    return b"".join(
        (
            *(b"RIFF", struct.pack("<I", 36 + len(pcm)), b"WAVE"),
            *(b"fmt ", struct.pack("<I", len(form)), form),
            *(b"data", struct.pack("<I", len(pcm)), pcm),
        )
    )


def from_wav(data: bytes) -> bytes:
    """The samples of one of the bank's own files; raises SoundFault when it is not of that form."""
    try:
        with wave.open(io.BytesIO(data)) as clip:
            form = (clip.getnchannels(), clip.getsampwidth(), clip.getframerate())
            pcm: bytes = clip.readframes(clip.getnframes())
            whole = len(pcm) == clip.getnframes() * SAMPLE_BYTES > 0
    except (wave.Error, EOFError) as fault:
        raise SoundFault(f"no WAV file: {fault}") from fault
    if form != (1, SAMPLE_BYTES, RATE) or not whole:
        raise SoundFault(f"a WAV file of another form or cut short: {form}, {len(pcm)} bytes")
    return pcm


def _trimmed(samples: Waveform) -> Waveform:
    loud = np.flatnonzero(_frame_levels(samples) >= _SILENCE * _frame_levels(samples).max())
    first, last = max(0, int(loud[0]) - _MARGIN_FRAMES), int(loud[-1]) + 1 + _MARGIN_FRAMES
    return samples[first * _FRAME : last * _FRAME]


def _levelled(samples: Waveform) -> Waveform:
    levels = _frame_levels(samples)
    speech = float(np.sqrt(np.mean(levels[levels >= levels.max() / 10] ** 2)))
    gain = min(_LOUDNESS / speech, _PEAK / float(np.abs(samples).max()))
    return (samples * gain).astype(np.float32)


def _faded(samples: Waveform) -> Waveform:
    """Starts and ends at nought, so that joined clips do not click."""
    ramp = np.linspace(0, 1, min(_FADE, samples.size // 2), dtype=np.float32)
    shaped = samples.copy()
    shaped[: ramp.size] *= ramp
    shaped[shaped.size - ramp.size :] *= ramp[::-1]
    return shaped


def _frame_levels(samples: Waveform) -> npt.NDArray[np.float64]:
    """RMS of every 10 ms; the last frame is filled up with silence."""
    filled = np.pad(samples, (0, -samples.size % _FRAME)).astype(np.float64)
    levels: npt.NDArray[np.float64] = np.sqrt((filled.reshape(-1, _FRAME) ** 2).mean(axis=1))
    return levels


def _note(pitch: float, length: int) -> npt.NDArray[np.float64]:
    t = np.arange(length) / RATE
    tone = np.sin(2 * np.pi * pitch * t) + 0.25 * np.sin(4 * np.pi * pitch * t) * np.exp(-6 * t)
    note: npt.NDArray[np.float64] = tone * np.minimum(1, t / 0.012) * np.exp(-4.2 * t)
    return note
