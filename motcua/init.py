"""Making a new office: directory, settings file, books, keys, certificate, the first account."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from peewee import Database

from foundation import keys
from foundation.db.engine import native_sql, open_database
from foundation.db.transaction import Transaction
from foundation.events.office import NoticeSet
from foundation.ids import new_id
from foundation.passwords import first_password, hash_password
from foundation.people import accounts
from foundation.refusal import Refusal
from foundation.settings import FILE, Settings, write_new
from motcua.demo import office as demo_office
from motcua.office import Office, database_url, load_texts, open_office
from motcua.schema import ALL_MODELS, bring_up_to_date
from queueing import operations
from queueing.commands import SYSTEM, DefineCounter, DefineService, OpenCounter, SetPolicy

ADMIN = "admin"
#: Folders of the data directory: files by hash, keys, clips of the voice, the kiosk's own journal.
FOLDERS = ("files", "keys", "clips", "kiosk")


class AlreadyThere(Exception):
    """There is an office in this directory; nothing was changed."""


@dataclass
class NewOffice:
    """What has to be told once: the first passwords, by login."""

    office: Office
    passwords: dict[str, str] = field(default_factory=dict)


def init_office(
    data: Path, settings: Settings, *, with_demo: bool, say: Callable[[str], None] = lambda _: None
) -> NewOffice:
    """Make the office; AlreadyThere when the books hold one already."""
    _folders(data)
    url = database_url(data, settings)
    database = open_database(url)
    bring_up_to_date(database, say)
    database.bind(ALL_MODELS)
    database.connect(reuse_if_open=True)
    try:
        if database.execute_sql("SELECT 1 FROM office").fetchone():
            raise AlreadyThere(str(data))
        _insert_office(database, settings)
    finally:
        database.close()
    office = open_office(data, settings)
    new = NewOffice(office)
    office.store.write(_make_keys)
    _account(new, ADMIN, "Quản trị", ("admin",))
    if with_demo:
        furnish(new)
    return new


def write_settings(data: Path, *, demo: bool, name: str | None = None, code: str | None = None) -> None:
    """Write the settings file of a new office; one that is there is left alone."""
    if (data / FILE).exists():
        return
    given: dict[str, object] = {"office_name": name, "office_code": code}
    if demo:
        given = {"office_name": name or demo_office.OFFICE_NAME, "office_code": code or demo_office.OFFICE_CODE}
        given["demo"] = True
    data.mkdir(parents=True, exist_ok=True)
    write_new(data, {key: value for key, value in given.items() if value is not None}, load_texts())


def furnish(new: NewOffice) -> None:
    """The demo: services, counters (all open), notices and invented people."""
    office = new.office
    office.store.write(_demo_queue)
    for person in demo_office.PEOPLE:
        _account(new, person.login, person.name, person.roles)


def _folders(data: Path) -> None:
    for name in FOLDERS:
        (data / name).mkdir(parents=True, exist_ok=True)
    for private in (data, data / "keys", data / "kiosk"):
        private.chmod(0o700)


def _insert_office(database: Database, settings: Settings) -> None:
    sql = (
        "INSERT INTO office (id, code, name, last_event, clock_anchor, clock_start, clock_rate, created)"
        " VALUES (?, ?, ?, 0, 0, 0, 1.0, ?)"
    )
    created = time.time_ns() // 1_000_000
    values = (new_id(), settings.office_code or "?", settings.office_name, created)
    database.execute_sql(native_sql(database, sql), values)


def _make_keys(tx: Transaction) -> None:
    keys.make(tx, "receipt")
    keys.make(tx, "ticket")


def _account(new: NewOffice, login: str, name: str, roles: tuple[str, ...]) -> None:
    password = first_password()
    hashed = hash_password(password)
    added = new.office.store.write(lambda tx: accounts.add(tx, login, name, roles, hashed))
    if isinstance(added, Refusal):
        raise TypeError(added.code)
    new.passwords[login] = password


def _demo_queue(tx: Transaction) -> None:
    commands = [
        *(DefineService(SYSTEM, service) for service in demo_office.SERVICES),
        *(DefineCounter(SYSTEM, counter) for counter in demo_office.COUNTERS),
        SetPolicy(SYSTEM),
        *(OpenCounter(SYSTEM, counter.counter) for counter in demo_office.COUNTERS),
    ]
    for command in commands:
        done = operations.run(tx, command)
        if isinstance(done, Refusal):
            raise TypeError(f"{command}: {done}")
    tx.append(NoticeSet(demo_office.NOTICES))
