"""A small SQLite file of a device: what is committed survives a power cut, and a broken file is put aside."""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path

log = logging.getLogger(__name__)


def open_file(path: Path, tables: str) -> sqlite3.Connection:
    """Open it for any thread (the caller locks), with `tables` made where missing.

    A file that SQLite cannot read is renamed to `….broken-1` and kept for a person to look at: a kiosk that does
    not start helps nobody.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        return _opened(path, tables)
    except sqlite3.DatabaseError as error:
        # A lock or a full disk is not a broken file.
        if isinstance(error, sqlite3.OperationalError):
            raise
        aside = _put_aside(path)
        log.error("%s is broken (%s); it is kept as %s and a new one is begun", path, error, aside.name)  # noqa: TRY400
        return _opened(path, tables)


def _opened(path: Path, tables: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode=wal")
        # FULL: a commit is on the disk when it returns. With NORMAL a power cut takes the last ones back.
        connection.execute("PRAGMA synchronous=full")
        if (found := connection.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
            raise sqlite3.DatabaseError(found)
        connection.executescript(tables)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def _put_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.broken-{number}")).exists():
        number += 1
    for end in ("", "-wal", "-shm"):
        beside = path.with_name(path.name + end)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + end))
    return aside
