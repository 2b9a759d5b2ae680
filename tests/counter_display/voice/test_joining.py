"""Announcements: chime, phrase, pause, phrase; and a sound whatever happens."""

import pytest

from counter_display.voice.bank import CHIME, Bank, chime_only
from counter_display.voice.joining import ClipMissing, announcement_wav, call_wav, seconds_of
from counter_display.voice.sound import RATE, from_wav
from counter_display.voice.spelling import clip_names

SAMPLES = {name: bytes([n + 1]) * 200 for n, name in enumerate((CHIME, *clip_names("vi"), *clip_names("en")))}
BANK = Bank(SAMPLES)


def parts(wav: bytes) -> list[tuple[str, int]]:
    """The clips in a joined file, each with the silence (in ms) before it."""
    names = {pcm: name for name, pcm in SAMPLES.items()}
    pcm, found, silent = from_wav(wav), [], 0
    for at in range(0, len(pcm), 2):
        if pcm[at] == 0:
            silent += 1
        elif at == 0 or silent or pcm[at] != pcm[at - 2]:
            found.append((names[bytes([pcm[at]]) * 200], round(silent / RATE * 1000)))
            silent = 0
    return found


def test_the_phrase_is_said_twice_with_a_pause_between() -> None:
    assert parts(announcement_wav(BANK, ("vi.invite", "vi.A"), twice=True)) == [
        (CHIME, 0),
        ("vi.invite", 300),
        ("vi.A", 30),
        ("vi.invite", 700),
        ("vi.A", 30),
    ]


def test_the_pause_is_the_offices_to_set() -> None:
    said = parts(call_wav(BANK, "A1", 3, twice=True, gap_s=1.2))
    assert said[5 + 1] == ("vi.invite", 1200)


def test_or_once() -> None:
    once = parts(announcement_wav(BANK, ("vi.invite", "vi.A"), twice=False))
    assert [name for name, _ in once] == [CHIME, "vi.invite", "vi.A"]


def test_a_speaker_rests_before_the_counter() -> None:
    said = dict(parts(call_wav(BANK, "A1", 3, twice=False)))
    assert said["vi.to_counter"] > said["vi.1"]


def test_english_follows_the_vietnamese_when_asked_for() -> None:
    names = [name for name, _ in parts(call_wav(BANK, "A1", 3, ("vi", "en"), twice=False))]
    assert names == [
        CHIME,
        *["vi.invite", "vi.A", "vi.1", "vi.to_counter", "vi.3", "en.number", "en.A", "en.1", "en.counter", "en.3"],
    ]


def test_how_long_a_file_plays() -> None:
    wav = announcement_wav(BANK, (), twice=False)
    assert seconds_of(wav) == pytest.approx(100 / RATE + 0.3, abs=1e-3)


def test_a_clip_that_is_not_there_is_named() -> None:
    with pytest.raises(ClipMissing, match=r"vi\.mmm"):
        announcement_wav(BANK, ("vi.mmm",), twice=False)


@pytest.mark.parametrize("number", ["A#1", "", "A012"])
def test_a_call_that_cannot_be_said_still_chimes(number: str) -> None:
    bank = chime_only()
    assert call_wav(bank, number, 3, twice=True) == announcement_wav(bank, (), twice=False)


def test_joined_announcements_of_the_real_voice_have_a_plausible_length(espeak_bank: Bank) -> None:
    twice = seconds_of(call_wav(espeak_bank, "A012", 3, twice=True))
    once = seconds_of(call_wav(espeak_bank, "A012", 3, twice=False))
    assert 4.0 < once < 6.5
    assert twice - once == pytest.approx(once - 1.45 + 0.7, abs=0.05)
