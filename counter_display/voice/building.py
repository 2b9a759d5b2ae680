"""Building the bank beside the one in use: missing clips only, one voice a language, then the switch."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Literal

from counter_display.voice.bank import (
    CHIME,
    CLIPS,
    BankDamaged,
    Clip,
    checked_samples,
    clip_file,
    clip_key,
    read_manifest,
    sha256_of,
    voices_of,
    write_manifest,
)
from counter_display.voice.engines import Engine, VoiceFault
from counter_display.voice.files import alone, sweep, write_whole
from counter_display.voice.sound import (
    SoundFault,
    Waveform,
    chime,
    finished,
    from_wav,
    to_pcm,
    to_wav,
)
from counter_display.voice.spelling import LANGUAGES, Language
from counter_display.voice.words import texts_of

CHIME_VOICE = "chime"

Outcome = Literal["built", "unchanged", "voice.no_engine", "voice.building"]
Progress = Callable[[int, int, str], None]

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Failure:
    """An engine that could not make a language's clips: the stable code, and a line for the log."""

    engine: str
    language: Language
    code: str
    detail: str


@dataclass(frozen=True)
class BuildResult:
    """What became of a build.

    outcome: `built` or `unchanged` (the bank in use was already this one); `voice.no_engine` when
        a language could not be made by any engine (what it had before stays in use);
        `voice.building` when somebody else is building.
    voices: language → voice of the bank now in use.
    made, kept: clips made new, and found ready.
    """

    outcome: Outcome
    voices: Mapping[str, str] = field(default_factory=dict)
    made: int = 0
    kept: int = 0
    failures: tuple[Failure, ...] = ()


def build_bank(
    folder: Path,
    texts: Mapping[str, str],
    engines: Sequence[Engine],
    progress: Progress = lambda _done, _total, _clip: None,
) -> BuildResult:
    """Build what is missing and put the whole new bank in use in one step.

    The engines are asked in order, and the first that can make *all* clips of a language gives
    its voice: a call half in one voice and half in another would sound broken. Clips of an engine
    that failed in the middle are kept, so the next build goes on from there. May be killed at any
    moment. `progress(done, total, clip)` is told of every clip of the attempt under way.
    """
    (folder / CLIPS).mkdir(parents=True, exist_ok=True)
    with alone(folder / "building.lock") as mine:
        if not mine:
            return BuildResult("voice.building")
        sweep(folder)
        sweep(folder / CLIPS)
        return _Builder(folder, texts, engines, progress).build()


class _Builder:
    """One build, by the one who holds the lock."""

    def __init__(
        self,
        folder: Path,
        texts: Mapping[str, str],
        engines: Sequence[Engine],
        progress: Progress,
    ) -> None:
        self._folder = folder
        self._texts = texts
        self._engines = engines
        self._progress = progress
        self._hashes: dict[str, str] = {}
        self._made = self._kept = 0
        self._failures: list[Failure] = []

    def build(self) -> BuildResult:
        before = self._in_use()
        self._hashes = {clip.key: clip.sha256 for clip in before.values()}
        clips = {CHIME: self._clip("", CHIME_VOICE, chime)}
        unable = [each for each in LANGUAGES if not self._add_language(each, clips, before)]
        changed = clips != before or self._made > 0
        if changed:
            # Also when only a damaged clip was mended: its readers look for a new manifest.
            write_manifest(self._folder, clips)
        outcome: Outcome = "built" if changed else "unchanged"
        if unable:
            outcome = "voice.no_engine"
        return BuildResult(outcome, voices_of(clips), self._made, self._kept, tuple(self._failures))

    def _in_use(self) -> dict[str, Clip]:
        try:
            return read_manifest(self._folder) or {}
        except BankDamaged:
            log.exception("reading the bank in use before building; it is built anew")
            return {}

    def _add_language(self, language: Language, clips: dict[str, Clip], before: Mapping[str, Clip]) -> bool:
        """Whether an engine gave the language's clips; if none could, those in use stay."""
        for engine in self._engines:
            try:
                clips.update(self._spoken(engine, language))
            except VoiceFault as fault:
                log.warning("%s cannot make the clips of %s: %s", engine.name, language, fault)
                self._failures.append(Failure(engine.name, language, fault.code, str(fault)))
            else:
                return True
        clips.update(self._still_whole(language, before))
        return False

    def _spoken(self, engine: Engine, language: Language) -> dict[str, Clip]:
        voice = engine.voice(language)
        wanted = texts_of(self._texts, language)
        made = {}
        for done, (name, text) in enumerate(wanted.items(), start=1):
            made[name] = self._clip(text, voice, partial(_word, engine, text, language))
            self._progress(done, len(wanted), name)
        return made

    def _still_whole(self, language: Language, before: Mapping[str, Clip]) -> Iterator[tuple[str, Clip]]:
        for name, clip in before.items():
            if name.startswith(f"{language}."):
                try:
                    checked_samples(self._folder, clip)
                except BankDamaged as fault:
                    log.warning("%s is left out of the bank: %s", name, fault)
                else:
                    yield name, clip

    def _clip(self, text: str, voice: str, make: Callable[[], Waveform]) -> Clip:
        """The clip of a text in a voice: found ready and sound, or made. Raises VoiceFault."""
        key = clip_key(text, voice)
        path = clip_file(self._folder, key)
        pcm = _ready(path, self._hashes.get(key))
        if pcm is None:
            pcm = to_pcm(make())
            write_whole(path, to_wav(pcm))
            self._made += 1
        else:
            self._kept += 1
        return Clip(key, text, voice, sha256_of(pcm))


def _ready(path: Path, sha256: str | None) -> bytes | None:
    """The samples of a clip made before, if the file is whole and, where known, still the same."""
    try:
        pcm = from_wav(path.read_bytes())
    except (FileNotFoundError, SoundFault):
        return None
    return pcm if sha256 in {None, sha256_of(pcm)} else None


def _word(engine: Engine, text: str, language: Language) -> Waveform:
    try:
        return finished(engine.speak(text, language))
    except SoundFault as fault:
        raise VoiceFault("voice.bad_sound", f"{engine.name} on {text!r}: {fault}") from fault
