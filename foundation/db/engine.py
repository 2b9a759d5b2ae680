"""Opening a database with its pragmas in one place, guarded against the loop's own thread."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlparse

from peewee import Database, PostgresqlDatabase, SqliteDatabase

#: With `synchronous=normal` a power cut loses tickets already in someone's hand; with `full` none (tests/faults).
PRAGMAS: dict[str, Any] = {
    "journal_mode": "wal",
    "synchronous": "full",
    "foreign_keys": "on",
    "busy_timeout": 5000,
    "cache_size": -16_000,
    "temp_store": "memory",
}


class CalledFromLoop(RuntimeError):
    """The thread that serves all screens tried to wait for the database; it would freeze every screen."""


class Guard:
    """Remembers which thread is the loop, and refuses it."""

    def __init__(self) -> None:
        self._loop: int | None = None

    def forbid_this_thread(self) -> None:
        """From now on the calling thread may not touch the database."""
        self._loop = threading.get_ident()

    def allow_all(self) -> None:
        """Lift the ban (a server that stops, a test)."""
        self._loop = None

    def check(self) -> None:
        """Raise CalledFromLoop in the loop's thread."""
        if self._loop is not None and threading.get_ident() == self._loop:
            raise CalledFromLoop


class GuardedSqlite(SqliteDatabase):
    """SQLite that refuses the loop's thread."""

    guard: Guard

    def execute_sql(self, sql: str, params: Any = None, *args: Any, **kwargs: Any) -> Any:
        self.guard.check()
        return super().execute_sql(sql, params, *args, **kwargs)  # type: ignore[no-untyped-call]


class GuardedPostgres(PostgresqlDatabase):
    """PostgreSQL that refuses the loop's thread and takes `?` as SQLite does."""

    guard: Guard

    def execute_sql(self, sql: str, params: Any = None, *args: Any, **kwargs: Any) -> Any:
        self.guard.check()
        return super().execute_sql(sql, params, *args, **kwargs)  # type: ignore[no-untyped-call]


def open_database(url: str, guard: Guard | None = None, pragmas: dict[str, Any] | None = None) -> Database:
    """A peewee database, not yet connected; each thread that uses it gets a connection of its own.

    `url` is `postgresql://user:password@host:port/name`, or `sqlite:///…`, or a bare path.
    """
    parts = urlparse(url)
    database: GuardedSqlite | GuardedPostgres
    if parts.scheme in {"postgres", "postgresql"}:
        database = GuardedPostgres(
            unquote(parts.path.lstrip("/")),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or "") or None,
            host=parts.hostname,
            port=parts.port or 5432,
        )
    else:
        path = Path(parts.path if parts.scheme == "sqlite" else url)
        database = GuardedSqlite(str(path), pragmas={**PRAGMAS, **(pragmas or {})})
    database.guard = guard or Guard()
    return database


def is_postgres(database: Database) -> bool:
    """True on PostgreSQL."""
    return isinstance(database, PostgresqlDatabase)


def native_sql(database: Database, sql: str) -> str:
    """SQL written with `?` in the form the database takes."""
    return sql.replace("?", "%s") if is_postgres(database) else sql
