"""Speakers: heard to the end, one after the other, and never a player left behind."""

from __future__ import annotations

import io
import os
import threading
import time
import wave
from contextlib import nullcontext
from pathlib import Path

import pytest

from hardware.errors import (
    DeviceBusy,
    DeviceClosed,
    DeviceFault,
    DeviceForbidden,
    DeviceMisnamed,
    DeviceMissing,
    DeviceSilent,
    DeviceUnsupported,
)
from hardware.speaker import AplaySpeaker, Speaker, VirtualSpeaker, open_speaker
from hardware.speaker.faults import SoundStopped, SoundUnreadable
from hardware.speaker.sound import seconds_of


def tone(frames: int = 2205) -> bytes:
    """A WAV of so many frames at 22,050 a second, mono, 16 bit."""
    sink = io.BytesIO()
    with wave.open(sink, "wb") as sound:
        sound.setparams((1, 2, 22_050, 0, "NONE", ""))
        sound.writeframes(b"\0\x10" * frames)
    return sink.getvalue()


class Player:
    """A program called aplay, first on the PATH; `script` is what it does with its input."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.heard = folder / "heard.wav"
        self.words = folder / "words"
        self.number = folder / "number"
        self.does(f"cat > {self.heard}")

    def does(self, script: str) -> None:
        program = self.folder / "aplay"
        program.write_text(f'#!/bin/sh\necho "$@" "$LC_ALL" > {self.words}\necho $$ > {self.number}\n{script}\n')
        program.chmod(0o755)

    def has_ended(self) -> bool:
        return not Path(f"/proc/{self.number.read_text().strip()}").exists()


@pytest.fixture
def player(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Player:
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    return Player(tmp_path)


@pytest.fixture(params=["aplay", "virtual"])
def speaker(request: pytest.FixtureRequest, player: Player) -> Speaker:
    return AplaySpeaker() if request.param == "aplay" else VirtualSpeaker(sleep=lambda _: None)


def test_every_speaker_plays_and_closes_twice(speaker: Speaker) -> None:
    speaker.play(tone())
    speaker.close()
    speaker.close()
    with pytest.raises(DeviceClosed):
        speaker.play(tone())


@pytest.mark.parametrize("wav", [b"", b"RIFF", b"ID3 an mp3", tone(0), tone()[:20]])
def test_what_is_no_sound_is_refused_by_every_speaker(speaker: Speaker, wav: bytes) -> None:
    with pytest.raises(SoundUnreadable) as caught:
        speaker.play(wav)
    assert caught.value.permanent


def test_the_length_of_a_sound() -> None:
    assert seconds_of(tone(22_050)) == 1.0


def test_the_player_gets_the_whole_sound_the_device_and_english_words(player: Player) -> None:
    AplaySpeaker("plughw:1,0").play(tone(20_000))
    assert player.heard.read_bytes() == tone(20_000)
    assert player.words.read_text() == "--quiet --device plughw:1,0 - C\n"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("aplay: main:831: audio open error: No such file or directory", DeviceMissing),
        ("aplay: main:831: audio open error: No such device", DeviceMissing),
        ("ALSA lib confmisc.c:855:(parse_card) cannot find card '0'", DeviceMissing),
        ("aplay: main:831: audio open error: Device or resource busy", DeviceBusy),
        ("aplay: main:831: audio open error: Permission denied", DeviceForbidden),
        ("something nobody has seen", SoundStopped),
    ],
)
def test_the_words_of_the_player_become_our_faults(player: Player, words: str, kind: type[DeviceFault]) -> None:
    player.does(f'echo "{words}" >&2; exit 1')
    with pytest.raises(kind) as caught:
        AplaySpeaker().play(tone())
    assert words in str(caught.value)


def test_a_player_that_hangs_is_ended(player: Player) -> None:
    player.does("exec sleep 60")
    with pytest.raises(DeviceSilent):
        AplaySpeaker(grace=0.3).play(tone())
    assert player.has_ended()


def test_closing_stops_what_is_playing(player: Player) -> None:
    player.does("exec sleep 60")
    speaker = AplaySpeaker()
    faults: list[BaseException] = []

    def play() -> None:
        try:
            speaker.play(tone())
        except DeviceFault as fault:
            faults.append(fault)

    thread = threading.Thread(target=play)
    thread.start()
    while not player.number.exists() or not player.number.read_text().strip():
        time.sleep(0.005)
    speaker.close()
    thread.join(20)
    assert [type(fault) for fault in faults] == [SoundStopped]
    assert player.has_ended()


def test_without_the_player_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DeviceUnsupported, match="alsa-utils"):
        AplaySpeaker().play(tone())


class CountingSleep:
    """Notes how many sounds had ended when each began; the first waits a little for a second."""

    def __init__(self) -> None:
        self.ended_before: list[int] = []
        self._ended = 0
        self._second = threading.Event()

    def __call__(self, _seconds: float) -> None:
        self.ended_before.append(self._ended)
        if len(self.ended_before) == 1:
            self._second.wait(0.3)
        self._second.set()
        self._ended += 1


def two_at_once(speaker: VirtualSpeaker, sleep: CountingSleep) -> bool:
    threads = [threading.Thread(target=speaker.play, args=(tone(),)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sleep.ended_before != [0, 1]


def test_two_sounds_are_never_heard_at_once() -> None:
    sleep = CountingSleep()
    assert not two_at_once(VirtualSpeaker(sleep=sleep), sleep)


def test_without_its_turn_two_sounds_are_heard_at_once() -> None:
    sleep = CountingSleep()
    speaker = VirtualSpeaker(sleep=sleep)
    speaker._turn = nullcontext()  # type: ignore[assignment]
    assert two_at_once(speaker, sleep)


def test_the_virtual_speaker_keeps_what_it_played_and_takes_its_time() -> None:
    slept: list[float] = []
    speaker = VirtualSpeaker(clock=lambda: 7.0, sleep=slept.append)
    speaker.play(tone(2205))
    assert [(each.at, each.seconds, each.wav) for each in speaker.history] == [(7.0, 0.1, tone(2205))]
    assert slept == [0.1]


def test_the_virtual_speaker_fails_on_command_and_is_mended() -> None:
    speaker = VirtualSpeaker(sleep=lambda _: None)
    speaker.fail(DeviceMissing("virtual"))
    with pytest.raises(DeviceMissing):
        speaker.play(tone())
    speaker.fail(None)
    speaker.play(tone())
    assert len(speaker.history) == 1


@pytest.mark.parametrize(
    ("spec", "kind"), [("aplay", AplaySpeaker), ("aplay:plughw:1,0", AplaySpeaker), ("virtual", VirtualSpeaker)]
)
def test_a_setting_names_a_speaker(spec: str, kind: type) -> None:
    assert type(open_speaker(spec)) is kind


@pytest.mark.parametrize("spec", ["", "aplay:", "pulse", "virtual:2"])
def test_a_wrong_setting_is_refused(spec: str) -> None:
    with pytest.raises(DeviceMisnamed):
        open_speaker(spec)
