"""The bank is built beside the one in use, and nobody ever meets half a bank."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from counter_display.voice import building, files
from counter_display.voice.bank import (
    BankDamaged,
    BankInUse,
    chime_only,
    clip_file,
    open_bank,
    read_manifest,
)
from counter_display.voice.building import BuildResult, build_bank
from counter_display.voice.engines import GoogleVoice
from counter_display.voice.spelling import clip_names
from counter_display.voice.words import load_words
from tests.counter_display.voice.google import StandIn
from tests.counter_display.voice.tones import ToneVoice

ROOT = Path(__file__).parents[3]
TEXTS = load_words()
OTHER_TEXTS = {**TEXTS, "vi.invite": "Kính mời số"}
DIFFERENT = len({(name[:2], text) for name, text in TEXTS.items()})  # D and Đ are one in English


@pytest.fixture(scope="module")
def built_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built")
    build_bank(folder, TEXTS, [ToneVoice()])
    return folder


@pytest.fixture
def built(built_once: Path, tmp_path: Path) -> Path:
    """A folder of this test's own, with a whole bank in the voice of ToneVoice."""
    return Path(shutil.copytree(built_once, tmp_path / "bank"))


def test_a_new_bank_holds_every_clip(tmp_path: Path) -> None:
    told: list[tuple[int, int, str]] = []
    result = build_bank(tmp_path, TEXTS, [ToneVoice()], lambda *each: told.append(each))
    bank = open_bank(tmp_path)
    assert bank is not None
    assert set(bank.clips) == {"chime", *clip_names("vi"), *clip_names("en")}
    assert (result.outcome, result.made) == ("built", DIFFERENT + 1)
    assert result.voices == bank.voices == {"vi": "tone vi", "en": "tone en"}
    count = len(clip_names("vi"))
    assert told[: count + 1 : count] == [(1, count, "vi.invite"), (1, len(clip_names("en")), "en.number")]
    assert told[count - 1][:2] == (count, count)


def test_the_second_build_says_nothing_new(built: Path) -> None:
    before = (built / "bank.json").stat().st_ino
    voice = ToneVoice()
    assert build_bank(built, TEXTS, [voice]).outcome == "unchanged"
    assert voice.said == []
    assert (built / "bank.json").stat().st_ino == before


def test_what_a_killed_builder_left_aside_is_swept(built: Path) -> None:
    left = [folder / f"of another voice.wav{files.ASIDE}" for folder in (built, built / "clips")]
    for path in left:
        path.write_bytes(b"half a cl")
    build_bank(built, TEXTS, [ToneVoice()])
    assert [path for path in left if path.exists()] == []


def test_only_the_changed_word_is_said_anew(built: Path) -> None:
    voice = ToneVoice()
    assert build_bank(built, OTHER_TEXTS, [voice]).made == 1
    assert voice.said == ["Kính mời số"]


def test_another_voice_says_everything_anew_and_the_old_is_remembered(tmp_path: Path) -> None:
    build_bank(tmp_path, TEXTS, [ToneVoice("one")])
    assert build_bank(tmp_path, TEXTS, [ToneVoice("two")]).made == DIFFERENT
    assert build_bank(tmp_path, TEXTS, [ToneVoice("one")]).made == 0


def test_one_language_never_has_two_voices(tmp_path: Path) -> None:
    first, second = ToneVoice("good", fails_at="chín"), ToneVoice("plain")
    result = build_bank(tmp_path, TEXTS, [first, second])
    assert result.voices == {"vi": "plain vi", "en": "good en"}
    assert [(each.engine, each.language, each.code) for each in result.failures] == [("good", "vi", "voice.offline")]


def test_the_next_build_goes_on_where_the_better_voice_broke_off(tmp_path: Path) -> None:
    build_bank(tmp_path, TEXTS, [ToneVoice("good", fails_at="chín"), ToneVoice("plain")])
    again = ToneVoice("good")
    assert build_bank(tmp_path, TEXTS, [again]).voices["vi"] == "good vi"
    assert again.said[0] == "chín"
    assert "tám" not in again.said


def test_a_voice_once_complete_needs_no_internet_any_more(tmp_path: Path) -> None:
    build_bank(tmp_path, TEXTS, [ToneVoice("good")])
    offline = ToneVoice("good", mute=True)
    assert build_bank(tmp_path, TEXTS, [offline, ToneVoice("plain")]).outcome == "unchanged"
    assert build_bank(tmp_path, OTHER_TEXTS, [offline, ToneVoice("plain")]).voices["vi"] == "plain vi"


def test_without_any_voice_the_bank_in_use_stays(built: Path) -> None:
    before = open_bank(built)
    result = build_bank(built, OTHER_TEXTS, [ToneVoice(languages="")])
    assert (result.outcome, len(result.failures)) == ("voice.no_engine", 2)
    assert open_bank(built) == before


def test_a_machine_without_any_voice_still_chimes(tmp_path: Path) -> None:
    assert build_bank(tmp_path, TEXTS, []).outcome == "voice.no_engine"
    bank = open_bank(tmp_path)
    assert bank is not None
    assert bank.clips == chime_only().clips


def test_a_language_without_a_voice_does_not_take_the_other_away(tmp_path: Path) -> None:
    result = build_bank(tmp_path, TEXTS, [ToneVoice(languages="vi")])
    assert (result.outcome, dict(result.voices)) == ("voice.no_engine", {"vi": "tone vi"})


def damaged_clip(folder: Path, name: str, data: bytes) -> Path:
    manifest = read_manifest(folder)
    assert manifest is not None
    path = clip_file(folder, manifest[name].key)
    path.write_bytes(data or path.read_bytes()[:-100] + bytes(100))
    return path


@pytest.mark.parametrize("data", [b"no sound", b""], ids=["no sound", "rotten end"])
def test_a_damaged_clip_is_noticed_and_made_again(built: Path, data: bytes) -> None:
    in_use = BankInUse(built)
    before = in_use.bank()
    path = damaged_clip(built, "vi.3", data)
    with pytest.raises(BankDamaged, match="ba"):
        open_bank(built)
    again = ToneVoice()
    assert build_bank(built, TEXTS, [again]).outcome == "built"
    assert again.said == ["ba"]
    assert path.stat().st_size > 1000
    assert in_use.bank() == before


def test_a_damaged_bank_leaves_the_one_before_in_use(built: Path) -> None:
    in_use = BankInUse(built)
    before = in_use.bank()
    (built / "bank.json").write_text('{"form": 1, "clips": {"chime"')
    assert in_use.bank() == before
    build_bank(built, OTHER_TEXTS, [ToneVoice()])
    assert in_use.bank().version != before.version


def test_a_new_bank_is_taken_up_while_the_office_works(tmp_path: Path) -> None:
    in_use = BankInUse(tmp_path)
    assert set(in_use.bank().clips) == {"chime"}
    build_bank(tmp_path, TEXTS, [ToneVoice()])
    assert in_use.bank() == open_bank(tmp_path)
    assert in_use.bank() is in_use.bank()


@pytest.mark.parametrize("told", ["[]", "7", '{"form": 2, "clips": {}}', '{"form": 1}', '{"form":1,"clips":{}}'])
def test_a_manifest_that_is_none_is_damage(tmp_path: Path, told: str) -> None:
    (tmp_path / "bank.json").write_text(told)
    with pytest.raises(BankDamaged):
        open_bank(tmp_path)


DYING = """
import os, signal, sys
from pathlib import Path
from counter_display.voice import bank, building, files
from counter_display.voice.words import load_words
from tests.counter_display.voice.tones import ToneVoice

folder, nth, protected = Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3] == "protected"
written = 0

def die_at_the_nth():
    global written
    written += 1
    if written == nth:
        os.kill(os.getpid(), signal.SIGKILL)

def in_place(path, data):
    path.write_bytes(data[: len(data) // 2])
    die_at_the_nth()
    path.write_bytes(data)

if protected:
    real = os.fsync
    def fsync(descriptor):
        if not os.path.isdir(f"/proc/self/fd/{descriptor}"):
            die_at_the_nth()
        real(descriptor)
    files.os.fsync = fsync
else:
    building.write_whole = bank.write_whole = in_place
texts = load_words() | {"vi.invite": "Kính mời số", "vi.4": "tư"}
building.build_bank(folder, texts, [ToneVoice()])
"""
# What the dying one writes: the one new clip ("tư" is there already), then the manifest.
CLIP, MANIFEST = 1, 2


def killed(folder: Path, nth: int, how: str) -> int:
    child = subprocess.run(
        [sys.executable, "-c", DYING, str(folder), str(nth), how],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    return child.returncode


@pytest.mark.parametrize("nth", [CLIP, MANIFEST])
def test_killed_at_any_write_the_bank_in_use_is_whole(built: Path, nth: int) -> None:
    before = open_bank(built)
    assert killed(built, nth, "protected") == -signal.SIGKILL
    assert open_bank(built) == before
    assert list(built.rglob(f"*{files.ASIDE}")) != []
    again = build_bank(built, OTHER_TEXTS, [ToneVoice()])
    assert again.outcome == "built"
    assert (again.made, again.kept) == ((1, DIFFERENT + 1) if nth == CLIP else (0, DIFFERENT + 2))
    assert list(built.rglob(f"*{files.ASIDE}")) == []


def test_the_twin_that_writes_in_place_loses_the_bank(built: Path) -> None:
    assert killed(built, MANIFEST, "in place") == -signal.SIGKILL
    with pytest.raises(BankDamaged):
        open_bank(built)


@contextmanager
def no_lock(_: Path) -> Iterator[bool]:
    yield True


def build_within_a_build(folder: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[BuildResult, BuildResult]:
    """A second build while the first has a clip aside and not yet in its place."""
    inner: list[BuildResult] = []
    real = os.fsync

    def fsync(descriptor: int) -> None:
        monkeypatch.setattr(os, "fsync", real)
        inner.append(build_bank(folder, TEXTS, [ToneVoice()]))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    return build_bank(folder, TEXTS, [ToneVoice()]), inner[0]


def test_two_never_build_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = build_within_a_build(tmp_path, monkeypatch)
    assert (first.outcome, second.outcome) == ("built", "voice.building")


def test_the_twin_without_the_lock_takes_the_others_clip_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(building, "alone", no_lock)
    with pytest.raises(FileNotFoundError):
        build_within_a_build(tmp_path, monkeypatch)


def test_a_bank_by_the_internet_and_none_when_it_breaks_off(tmp_path: Path, google: StandIn) -> None:
    google.limit = 20
    broken = build_bank(tmp_path, TEXTS, [GoogleVoice(), ToneVoice()])
    assert broken.voices == {"vi": "tone vi", "en": "tone en"}
    google.limit = 1_000
    whole = build_bank(tmp_path, TEXTS, [GoogleVoice(), ToneVoice()])
    assert whole.voices == {"vi": "gtts vi com", "en": "gtts en com"}
    assert whole.kept >= 20
    asked = len(google.asked)
    google.mode = "down"
    assert build_bank(tmp_path, TEXTS, [GoogleVoice(), ToneVoice()]).outcome == "unchanged"
    assert len(google.asked) == asked
