"""Forward-only migrations, each after a backup."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable
from pathlib import Path

from peewee import Database, SqliteDatabase
from playhouse.migrations import Runner


def pending(database: Database, folder: Path) -> list[str]:
    """Names of the migrations that this database has not had yet, in order."""
    runner = Runner(database, str(folder))
    applied = runner.applied()
    return [step.name for step in runner.migrations() if step.name not in applied]


def migrate(database: Database, folder: Path, say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Bring the database to the newest form; returns the names of what was applied.

    On SQLite a copy is put beside the database first (`NAME.before-0002_x.TIME`); on PostgreSQL the backup
    is the operator's (docs/operations.md), since a server cannot copy itself.
    """
    names = pending(database, folder)
    if not names:
        return []
    if isinstance(database, SqliteDatabase) and database.get_tables():
        back_up(Path(str(database.database)), names[0])
    runner = Runner(database, str(folder))
    for name in names:
        say(name)
    runner.up()
    return names


def back_up(path: Path, before: str) -> Path | None:
    """Copy a SQLite database while it may be open; None when there is none yet."""
    if not path.exists() or path.stat().st_size == 0:
        return None
    target = path.with_name(f"{path.name}.before-{before}.{int(time.time())}")
    source, copy = sqlite3.connect(path), sqlite3.connect(target)
    try:
        source.backup(copy)
    finally:
        copy.close()
        source.close()
    return target
