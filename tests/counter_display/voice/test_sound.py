"""Clips are equally loud, begin at once and end softly; what is no sound is refused."""

import io

import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]

from counter_display.voice import sound
from counter_display.voice.sound import RATE, SoundFault, Waveform


def tone(seconds: float, level: float = 0.5, rate: int = RATE, pitch: float = 440) -> Waveform:
    t = np.arange(int(seconds * rate)) / rate
    return (level * np.sin(2 * np.pi * pitch * t)).astype(np.float32)


def rms(samples: Waveform) -> float:
    return float(np.sqrt((samples.astype(np.float64) ** 2).mean()))


def encoded(samples: Waveform, rate: int, form: str) -> bytes:
    file = io.BytesIO()
    soundfile.write(file, samples, rate, format=form)
    return file.getvalue()


@pytest.mark.parametrize("form", ["MP3", "WAV"])
@pytest.mark.parametrize("rate", [24_000, 22_050, 16_000, 44_100])
def test_any_rate_becomes_ours_at_the_same_pitch(form: str, rate: int) -> None:
    heard = sound.decode(encoded(tone(1.0, rate=rate), rate, form))
    assert heard.size == pytest.approx(RATE, rel=0.1)  # an MP3 fills up its frames
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.fft.rfftfreq(heard.size, 1 / RATE)[spectrum.argmax()] == pytest.approx(440, abs=2)
    assert rms(heard[2000:-2000]) == pytest.approx(rms(tone(1.0)), rel=0.1)


def test_two_channels_become_one() -> None:
    both = np.stack([tone(0.5), tone(0.5)], axis=1)
    assert sound.decode(encoded(both, RATE, "WAV")).shape == (RATE // 2,)


@pytest.mark.parametrize("data", [b"", b"<html>sign in</html>", bytes(4000)])
def test_what_is_no_sound_is_refused(data: bytes) -> None:
    with pytest.raises(SoundFault):
        sound.finished(sound.decode(data))


def test_silence_around_a_word_goes_and_the_word_stays() -> None:
    quiet = np.zeros(RATE // 2, dtype=np.float32)
    speech = sound.finished(np.concatenate([quiet, tone(0.3), quiet]))
    assert 0.3 <= speech.size / RATE <= 0.36


def test_a_weak_beginning_of_a_word_stays() -> None:
    word = np.concatenate([tone(0.1, 0.02), tone(0.3, 0.9)])
    assert sound.finished(word).size / RATE >= 0.38


def test_a_quiet_and_a_loud_word_come_out_equally_loud() -> None:
    quiet, loud = (sound.finished(tone(0.4, level)) for level in (0.01, 0.9))
    assert rms(quiet) == pytest.approx(rms(loud), rel=0.01)
    assert float(np.abs(loud).max()) <= 0.95


def test_a_word_of_one_sharp_peak_is_not_clipped() -> None:
    word = tone(0.4, 0.05)
    word[4000] = 1.0
    assert float(np.abs(sound.finished(word)).max()) <= 0.951


def test_edges_are_soft() -> None:
    speech = sound.finished(tone(0.3))
    assert abs(float(speech[0])) < 1e-6
    assert abs(float(speech[-1])) < 1e-6


@pytest.mark.parametrize(
    "samples",
    [
        np.zeros(0, dtype=np.float32),
        np.zeros(RATE, dtype=np.float32),
        tone(1.0, 0.001),
        tone(0.02),
        tone(5.0),
        np.full(RATE, np.nan, dtype=np.float32),
    ],
    ids=["empty", "silent", "a hum", "a click", "a speech", "no numbers"],
)
def test_what_can_be_no_word_is_refused(samples: Waveform) -> None:
    with pytest.raises(SoundFault):
        sound.finished(samples)


def test_the_chime_is_two_soft_falling_notes() -> None:
    chime = sound.chime()
    pitches = [
        float(np.fft.rfftfreq(4096, 1 / RATE)[np.abs(np.fft.rfft(chime[at : at + 4096])).argmax()])
        for at in (200, int(0.6 * RATE))
    ]
    assert pitches == [pytest.approx(659, abs=8), pytest.approx(523, abs=8)]
    assert float(np.abs(chime).max()) < 0.4
    assert 0.8 < chime.size / RATE < 1.5


def test_our_files_are_read_by_others_and_by_us() -> None:
    pcm = sound.to_pcm(tone(0.25))
    wav = sound.to_wav(pcm)
    samples, rate = soundfile.read(io.BytesIO(wav), dtype="int16")
    assert (rate, samples.astype("<i2").tobytes()) == (RATE, pcm)
    assert sound.from_wav(wav) == pcm


@pytest.mark.parametrize("wav", [b"", b"RIFF", sound.to_wav(b""), sound.to_wav(bytes(100))[:-2]])
def test_a_cut_file_is_noticed(wav: bytes) -> None:
    with pytest.raises(SoundFault):
        sound.from_wav(wav)


def test_a_file_of_another_form_is_noticed() -> None:
    with pytest.raises(SoundFault, match="another form"):
        sound.from_wav(encoded(tone(0.2, rate=8000), 8000, "WAV"))
