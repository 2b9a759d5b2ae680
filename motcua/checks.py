"""What `motcua check` looks at; each check gives one finding with a state, a code and what it saw."""

from __future__ import annotations

import platform
import shutil
import sqlite3
import sys
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from peewee import Database

from foundation.db.engine import native_sql, open_database
from foundation.db.migrate import pending
from foundation.devices import registry
from foundation.people import accounts
from foundation.settings import Settings
from motcua import voices
from motcua.office import Office, database_url, open_office
from motcua.schema import MIGRATIONS

State = Literal["ok", "warn", "fault", "unknown"]
FREE_MB = 500


@dataclass(frozen=True)
class Finding:
    """`check.<code>` is its sentence."""

    state: State
    code: str
    params: dict[str, object] = field(default_factory=dict)


def check_office(data: Path, settings: Settings) -> list[Finding]:
    """Everything that can be seen without the server running; looks, and changes nothing."""
    findings = [_machine(), _space(data), _address(settings), _voice(data), _programs()]
    if settings.plain_http:
        findings.append(Finding("warn", "plain_http"))
    books = _books(data, settings)
    findings.append(books)
    if books.state == "ok":
        office = open_office(data, settings)
        try:
            findings += office.store.read(lambda db: _inside(db, office))
        finally:
            office.close()
    return findings


def _machine() -> Finding:
    params: dict[str, object] = {"machine": platform.machine(), "python": platform.python_version()}
    return Finding("ok" if sys.maxsize > 2**32 else "fault", "machine", params)


def _space(data: Path) -> Finding:
    place = next(path for path in (data, *data.parents) if path.exists())
    free = shutil.disk_usage(place).free // 1_000_000
    return Finding("ok" if free > FREE_MB else "fault", "space" if free > FREE_MB else "space_low", {"free": free})


def _address(settings: Settings) -> Finding:
    if settings.public_url:
        return Finding("ok", "public_url", {"url": settings.public_url})
    return Finding("warn", "public_url_missing")


def _voice(data: Path) -> Finding:
    return Finding("ok", "voice") if voices.has_bank(data) else Finding("warn", "voice_missing")


def _programs() -> Finding:
    missing = [name for name in ("espeak-ng",) if shutil.which(name) is None]
    return Finding("warn", "program_missing", {"name": missing[0]}) if missing else Finding("ok", "programs")


def _books(data: Path, settings: Settings) -> Finding:
    """Whether the books are there, whole, and of this version."""
    if not settings.database_url:
        path = data / "motcua.db"
        if not path.exists():
            return Finding("fault", "books_missing", {"data": data})
        with closing(sqlite3.connect(path)) as books:
            answer = books.execute("PRAGMA quick_check(1)").fetchone()[0]
        if answer != "ok":
            return Finding("fault", "books_broken", {"path": path, "answer": answer})
    return _version(open_database(database_url(data, settings)))


def _version(database: Database) -> Finding:
    with closing(database):
        database.connect()
        due = pending(database, MIGRATIONS)
    return Finding("warn", "books_old", {"count": len(due)}) if due else Finding("ok", "books")


def _inside(database: Database, office: Office) -> list[Finding]:
    people = [person for person in accounts.everyone(database, office.id) if person.active]
    devices = [device for device in registry.all_devices(database, office.id) if not device.revoked]
    found = [
        _count(len(people), "people"),
        _count(len(devices), "devices"),
        _behind(database, office),
        *(Finding("warn", "device_ill", {"name": each.name}) for each in devices if each.health == "fault"),
    ]
    unknown = [each for each in devices if each.health == "unknown"]
    return [*found, Finding("unknown", "devices_silent", {"count": len(unknown)})] if unknown else found


def _count(count: int, what: str) -> Finding:
    return Finding("ok" if count else "warn", what if count else f"no_{what}", {"count": count})


def _behind(database: Database, office: Office) -> Finding:
    """A clock behind the last event would order the day wrongly."""
    sql = native_sql(database, "SELECT max(time) FROM event WHERE office_id = ?")
    newest = database.execute_sql(sql, (office.id,)).fetchone()[0] or 0
    return Finding("fault", "clock_behind") if newest > office.clock.now() + 1000 else Finding("ok", "clock")
