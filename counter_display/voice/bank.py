"""The bank of clips: what is on the disk, and the one in use, which is always a whole one.

- bank.json: names the clips of the bank in use; replacing it is the only switch.
- clips/KEY.wav: a clip by the hash of its text, voice and recipe; never changed once there.
- building.lock: held by the one who builds.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from counter_display.voice.files import write_whole
from counter_display.voice.sound import SoundFault, chime, from_wav, to_pcm

MANIFEST = "bank.json"
CLIPS = "clips"
FORM = 1
RECIPE = 1  # of trimming and loudness in sound.py: another number makes every clip anew
CHIME = "chime"

log = logging.getLogger(__name__)


class BankDamaged(Exception):
    """The bank on the disk is not whole; building it again repairs it."""


@dataclass(frozen=True)
class Clip:
    """One line of the manifest: the file, what it says in whose voice, and its samples' hash."""

    key: str
    text: str
    voice: str
    sha256: str


@dataclass(frozen=True)
class Bank:
    """All clips in memory (about 2 MB): samples by clip name; 16 bits at sound.RATE, one channel.

    version: changes when any sound does, so that a player knows what it has kept.
    voices: the voice of each language, as its engine names it.
    """

    clips: Mapping[str, bytes]
    version: str = ""
    voices: Mapping[str, str] = field(default_factory=dict)


def clip_key(text: str, voice: str) -> str:
    """The name under which a text in a voice is kept."""
    told = json.dumps([RECIPE, voice, text], ensure_ascii=False)
    return sha256_of(told.encode())[:32]


def clip_file(folder: Path, key: str) -> Path:
    return folder / CLIPS / f"{key}.wav"


def chime_only() -> Bank:
    """The bank of an office that has built none yet: a call still chimes."""
    return Bank(MappingProxyType({CHIME: to_pcm(chime())}), "chime")


def open_bank(folder: Path) -> Bank | None:
    """The bank in use, read and checked, or None when none was built yet. Raises BankDamaged."""
    manifest = read_manifest(folder)
    if manifest is None:
        return None
    samples = {name: checked_samples(folder, clip) for name, clip in manifest.items()}
    told = json.dumps(sorted((name, clip.sha256) for name, clip in manifest.items()))
    return Bank(MappingProxyType(samples), sha256_of(told.encode())[:16], voices_of(manifest))


def voices_of(clips: Mapping[str, Clip]) -> dict[str, str]:
    """Language → the voice that speaks it in these clips."""
    return {name.partition(".")[0]: clip.voice for name, clip in clips.items() if name != CHIME}


def sha256_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_manifest(folder: Path) -> dict[str, Clip] | None:
    """Clip name → clip of the bank in use; None when none was built. Raises BankDamaged."""
    try:
        told: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        clips = {name: Clip(**line) for name, line in told["clips"].items()}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as fault:
        raise BankDamaged(f"{MANIFEST}: {fault!r}") from fault
    if told.get("form") != FORM or CHIME not in clips:
        raise BankDamaged(f"{MANIFEST} is of form {told.get('form')!r} or has no chime")
    return clips


def write_manifest(folder: Path, clips: Mapping[str, Clip]) -> None:
    """Make these clips the bank in use. Every file must be there before."""
    lines = {name: vars(clip) for name, clip in sorted(clips.items())}
    told = json.dumps({"form": FORM, "clips": lines}, ensure_ascii=False, indent=1)
    write_whole(folder / MANIFEST, told.encode())


def checked_samples(folder: Path, clip: Clip) -> bytes:
    """The samples of a clip, as they were when it was made. Raises BankDamaged."""
    try:
        pcm = from_wav(clip_file(folder, clip.key).read_bytes())
    except (OSError, SoundFault) as fault:
        raise BankDamaged(f"clip {clip.key} ({clip.text}): {fault}") from fault
    if sha256_of(pcm) != clip.sha256:
        raise BankDamaged(f"clip {clip.key} ({clip.text}) is not what was made")
    return pcm


class BankInUse:
    """Follows the bank on the disk: a new one is taken up as soon as it is whole.

    `bank()` touches the disk, so the server asks it in one of its real threads. A damaged bank is
    logged and the one before it stays in use; with none at all there is the chime.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: tuple[int, int] | None = None
        self._bank = chime_only()

    def bank(self) -> Bank:
        seen = self._stamp()
        if seen != self._seen:
            self._take_up()
            self._seen = seen
        return self._bank

    def _take_up(self) -> None:
        try:
            self._bank = open_bank(self._folder) or self._bank
        except BankDamaged:
            log.exception("opening the bank of clips in %s; the one before stays", self._folder)

    def _stamp(self) -> tuple[int, int] | None:
        """Each replaced manifest is another file."""
        try:
            found = (self._folder / MANIFEST).stat()
        except FileNotFoundError:
            return None
        return found.st_ino, found.st_mtime_ns
