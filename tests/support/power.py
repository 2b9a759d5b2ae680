"""A disk that forgets: an SQLite file system that knows what was synced, and what a power cut would leave.

Everything goes to real files as well, so the running program notices nothing. Beside them the disk keeps,
for each file, the content that was synced and the writes since. A cut leaves the synced content and, of
the writes since, whichever sectors a real disk might have put down by itself, in any order.
"""

from __future__ import annotations

import random
import threading
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import apsw

SECTOR = 512
#: Shared memory of the readers' index: never synced, made anew at every start.
VOLATILE = "-shm"


@dataclass
class Platter:
    """One file: what is down for certain, and what was written or cut off since, in order."""

    synced: bytearray = field(default_factory=bytearray)
    #: (offset, bytes) for a write, (length, None) for a truncation
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    #: a file that was never synced may not even have its name in the folder
    named: bool = False

    def sync(self) -> None:
        for offset, data in self.pending:
            _put(self.synced, offset, data)
        self.pending.clear()
        self.named = True

    def after_cut(self, dice: random.Random, kept: float) -> bytearray | None:
        """The content after a cut; each unsynced sector is down with probability `kept`."""
        if not self.named and dice.random() >= kept:
            return None
        content = bytearray(self.synced)
        for offset, data in self.pending:
            for start, piece in _sectors(offset, data):
                if dice.random() < kept:
                    _put(content, start, piece)
        return content


def _put(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(max(0, offset - len(content))))
        return
    content.extend(bytes(max(0, offset - len(content))))
    content[offset : offset + len(data)] = data


def _sectors(offset: int, data: bytes | None) -> list[tuple[int, bytes | None]]:
    """A write in pieces that end at sector boundaries; a truncation whole."""
    if data is None:
        return [(offset, None)]
    pieces: list[tuple[int, bytes | None]] = []
    at = 0
    while at < len(data):
        end = at + SECTOR - (offset + at) % SECTOR
        pieces.append((offset + at, data[at:end]))
        at = end
    return pieces


class Disk(apsw.VFS):
    """An SQLite file system over the machine's own, by a name of its own."""

    def __init__(self) -> None:
        self.vfs_name = f"power-{uuid.uuid4().hex}"
        self.platters: dict[str, Platter] = {}
        self.guard = threading.RLock()
        self.syncs = 0
        super().__init__(self.vfs_name, "")

    def xOpen(self, name: Any, flags: list[int]) -> apsw.VFSFile:  # noqa: N802 - SQLite's name
        path = name.filename() if isinstance(name, apsw.URIFilename) else name
        return _File(self, path, name, flags)

    def xDelete(self, filename: str, syncdir: bool) -> None:  # noqa: N802, FBT001 - SQLite's own form
        super().xDelete(filename, syncdir)
        with self.guard:
            self.platters.pop(filename, None)

    def load(self, folder: Path) -> None:
        """What lies in the folder now counts as synced: the machine was off."""
        for path in folder.iterdir():
            if not path.name.endswith(VOLATILE):
                self.platters[str(path)] = Platter(bytearray(path.read_bytes()), named=True)

    def cut(self, target: Path, dice: random.Random, kept: float) -> int:
        """Put into `target` what a cut at this moment leaves; returns how many writes were in the air."""
        with self.guard:
            left = {path: platter.after_cut(dice, kept) for path, platter in self.platters.items()}
            flying = sum(len(platter.pending) for platter in self.platters.values())
        target.mkdir(parents=True)
        for path, content in left.items():
            if content is not None:
                (target / Path(path).name).write_bytes(content)
        return flying


class _File(apsw.VFSFile):
    """A file whose writes and syncs the disk hears of."""

    def __init__(self, disk: Disk, path: str | None, name: Any, flags: list[int]) -> None:
        super().__init__("", name, flags)
        self._disk = disk
        self._kept = path is not None and not path.endswith(VOLATILE)
        with disk.guard:
            self._platter = disk.platters.setdefault(path, Platter()) if path and self._kept else Platter()

    def xWrite(self, data: bytes, offset: int) -> None:  # noqa: N802
        with self._disk.guard:
            super().xWrite(data, offset)
            self._platter.pending.append((offset, bytes(data)))

    def xTruncate(self, newsize: int) -> None:  # noqa: N802
        with self._disk.guard:
            super().xTruncate(newsize)
            self._platter.pending.append((newsize, None))

    def xSync(self, flags: int) -> None:  # noqa: N802, ARG002
        # The machine's own disk is spared: the platter is the disk here.
        with self._disk.guard:
            self._platter.sync()
            self._disk.syncs += 1
