"""Files that are whole or not there: written aside, made durable, then renamed into place."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ASIDE = ".aside"


def write_whole(path: Path, data: bytes) -> None:
    """Put `data` at `path`: whoever reads sees the old file or the whole new one.

    So it is after a power cut too. What a killed writer leaves aside is overwritten or swept by
    the next.
    """
    aside = path.with_name(path.name + ASIDE)
    with aside.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    aside.replace(path)
    _make_durable(path.parent)


def sweep(folder: Path) -> None:
    """Take away what a killed writer left aside. Only for the one who holds the folder."""
    for left in folder.glob(f"*{ASIDE}"):
        left.unlink()


@contextmanager
def alone(path: Path) -> Iterator[bool]:
    """Whether this is the only one at work under the lock file `path`.

    The kernel lets go of it when the holder dies.
    """
    with path.open("ab") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


def _make_durable(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
