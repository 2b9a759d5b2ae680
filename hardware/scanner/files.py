"""Codes in picture files: what `motcua scan PATH…` prints."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hardware.scanner.decoders import STAGES_FOR_FILES, Chain
from hardware.scanner.picture import SUFFIXES, UnreadablePicture, load_picture


@dataclass(frozen=True)
class FileScan:
    """One file's texts, nearest the picture's centre first, or why it could not be read."""

    file: str
    texts: tuple[str, ...] = ()
    decoder: str = ""
    ms: float = 0.0
    error: str | None = None

    @property
    def readable(self) -> bool:
        return self.error is None

    def to_json(self) -> dict[str, Any]:
        if self.error is not None:
            return {"file": self.file, "error": self.error}
        return {"file": self.file, "texts": list(self.texts), "decoder": self.decoder, "ms": self.ms}


def scan_files(paths: Iterable[str | os.PathLike[str]], chain: Chain | None = None) -> Iterator[FileScan]:
    """Each picture file named, and each in the folders named (recursive, sorted), as it is read.

    A file that is named is tried whatever it is called; in a folder only pictures are, by their suffix.
    """
    chain = chain or Chain(STAGES_FOR_FILES)
    for path in paths:
        for file in _files(Path(path)):
            yield _scan(file, chain)


def _files(path: Path) -> Iterator[Path]:
    if not path.is_dir():
        yield path
        return
    for folder, inner, names in os.walk(path):
        inner.sort()
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(folder) / name


def _scan(path: Path, chain: Chain) -> FileScan:
    try:
        picture = load_picture(path)
    except UnreadablePicture as fault:
        return FileScan(str(path), error=str(fault))
    sight = chain.read(picture, thorough=True)
    return FileScan(str(path), tuple(sight.texts), sight.decoder, round(sight.ms, 2))
