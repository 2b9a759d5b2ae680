"""The voices: espeak-ng says what is meant, and a bad day of the internet is a fault with a name."""

import io
import re
import subprocess
import threading
from pathlib import Path
from typing import Literal

import gtts
import gtts.tts
import numpy as np
import pytest

from counter_display.voice.bank import CHIME, Bank
from counter_display.voice.engines import EspeakVoice, GoogleVoice, VoiceFault
from counter_display.voice.sound import RATE, SHORTEST_S
from counter_display.voice.spelling import clip_names
from counter_display.voice.words import load_words, texts_of
from tests.counter_display.voice.google import StandIn

OFFERED = "ABCEFGHKLMNQRSTUVXY"
TEXTS = load_words()


def phonemes(text: str, language: str = "vi") -> str:
    told = subprocess.run(
        ["espeak-ng", "-v", language, "-s", "150", "-x", "-q", text], capture_output=True, text=True, check=True
    )
    return " ".join(told.stdout.replace("_", " ").replace("|", " ").split())


def syllables(text: str) -> int:
    """Each spoken syllable of Vietnamese carries the number of its tone."""
    return len(re.findall(r"[1-7]", phonemes(text)))


@pytest.mark.parametrize("clip", clip_names("vi"))
def test_every_syllable_is_said_and_none_is_spelled_out(clip: str) -> None:
    assert syllables(TEXTS[clip]) == len(re.split(r"[ -]", TEXTS[clip]))


def test_the_trap_that_clips_avoid() -> None:
    """Left to itself it says "mười hai" for 12 and "mười năm" for 15."""
    assert phonemes("12").startswith(phonemes("mười").rstrip("7")[:5])
    assert phonemes("15").replace(" ", "").endswith(phonemes("năm"))
    assert phonemes("lăm") != phonemes("năm")


@pytest.mark.parametrize(("letter", "said"), [("C", "s'e7"), ("B", "b'e7"), ("R", "'E1z'@:2"), ("V", "v'e7")])
def test_letters_are_named_as_people_name_them(letter: str, said: str) -> None:
    assert phonemes(TEXTS[f"vi.{letter}"]) == said


def test_letters_that_services_are_offered_sound_unlike_each_other() -> None:
    said = {letter: phonemes(TEXTS[f"vi.{letter}"]) for letter in OFFERED}
    assert len(set(said.values())) == len(OFFERED)


def test_digits_sound_unlike_each_other_and_unlike_letters() -> None:
    names = [*"0123456789", *OFFERED]
    assert len({phonemes(TEXTS[f"vi.{name}"]) for name in names}) == len(names)


def loudness(pcm: bytes) -> float:
    samples = np.frombuffer(pcm, dtype="<i2").astype(np.float64)
    return float(20 * np.log10(np.sqrt((samples**2).mean()) / 32_768))


def test_each_clip_of_the_real_bank_is_heard(espeak_bank: Bank) -> None:
    for name, pcm in espeak_bank.clips.items():
        samples = np.frombuffer(pcm, dtype="<i2").astype(np.int64)
        assert np.abs(samples).max() > 6_000, name
        assert np.abs(samples).max() <= 0.96 * 32_768, name
        assert abs(samples[0]) < 50, name
        assert abs(samples[-1]) < 50, name
        assert SHORTEST_S <= samples.size / RATE <= 1.4, name


def test_no_clip_of_the_real_bank_is_much_louder_than_another(espeak_bank: Bank) -> None:
    levels = [loudness(pcm) for name, pcm in espeak_bank.clips.items() if name != CHIME]
    assert max(levels) - min(levels) < 4.5


def test_a_machine_without_espeak_says_so() -> None:
    with pytest.raises(VoiceFault) as fault:
        EspeakVoice(program="espeak-of-nowhere").voice("vi")
    assert fault.value.code == "voice.no_espeak"


def test_a_regional_voice_is_another_voice() -> None:
    south = EspeakVoice({"vi": "vi-vn-x-south"})
    assert south.voice("vi") != EspeakVoice().voice("vi")
    assert south.speak("một", "vi").size > RATE // 10


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_word_from_the_internet(google: StandIn, language: Literal["vi", "en"]) -> None:
    heard = GoogleVoice().speak("đến quầy số", language)
    assert google.asked == [("đến quầy số", language)]
    assert heard.size / RATE == pytest.approx(0.52, abs=0.1)


@pytest.mark.parametrize(
    ("mode", "code"),
    [
        ("nothing", "voice.bad_sound"),
        ("noise", "voice.bad_sound"),
        ("sign-in", "voice.bad_sound"),
        ("torn", "voice.bad_sound"),
        ("latin", "voice.bad_sound"),
        ("no sound", "voice.offline"),
        ("down", "voice.offline"),
        ("gone", "voice.offline"),
    ],
)
def test_a_bad_day_of_the_internet_is_a_fault(google: StandIn, mode: str, code: str) -> None:
    google.mode = mode
    with pytest.raises(VoiceFault) as fault:
        GoogleVoice().speak("một", "vi")
    assert fault.value.code == code


def nobody_there(monkeypatch: pytest.MonkeyPatch, port: int) -> None:
    monkeypatch.setattr(gtts.tts, "_translate_url", lambda **_: f"http://127.0.0.1:{port}/")


def test_no_internet_is_a_fault(monkeypatch: pytest.MonkeyPatch, google: StandIn, free_port: int) -> None:
    nobody_there(monkeypatch, free_port)
    with pytest.raises(VoiceFault, match=r"voice\.offline"):
        GoogleVoice().speak("một", "vi")
    assert google.asked == []


def test_the_trap_that_the_bank_avoids(
    monkeypatch: pytest.MonkeyPatch, google: StandIn, free_port: int, tmp_path: Path
) -> None:
    """gTTS saves straight to its file, and without internet leaves an empty one behind."""
    nobody_there(monkeypatch, free_port)
    with pytest.raises(gtts.gTTSError):
        gtts.gTTS("một", lang="vi", lang_check=False, timeout=1).save(tmp_path / "mot.mp3")
    assert (tmp_path / "mot.mp3").read_bytes() == b""
    assert google.asked == []


def test_a_silent_proxy_holds_us_only_as_long_as_our_patience(google: StandIn) -> None:
    """The twin is gTTS as it comes: without a time-out it is still waiting when ours has given up."""
    google.mode = "silent"
    waiting = threading.Thread(target=gtts.gTTS("hai", lang_check=False).write_to_fp, args=(io.BytesIO(),))
    waiting.start()
    with pytest.raises(VoiceFault, match=r"voice\.offline"):
        GoogleVoice(patience_s=0.3).speak("một", "vi")
    assert waiting.is_alive()
    google.release.set()
    waiting.join()


def test_every_text_is_one_request(google: StandIn) -> None:
    for text in texts_of(TEXTS, "vi").values():
        GoogleVoice().speak(text, "vi")
    assert len(google.asked) == len(texts_of(TEXTS, "vi"))
