"""Opening an office: its data directory, settings, database, clock, keys and texts, ready for a program to use."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from peewee import Database

from foundation import keys
from foundation.clock import Clock, Rate
from foundation.codes import KeyRing, Keys
from foundation.db.engine import Guard, native_sql, open_database
from foundation.db.loop import Loop
from foundation.db.store import Store
from foundation.settings import Settings
from foundation.texts import Texts
from motcua.schema import ALL_MODELS, bring_up_to_date

ROOMS = ("foundation", "queueing", "counter_display", "kiosk", "backoffice", "motcua")


class NotInitialised(Exception):
    """The data directory holds no office yet: `motcua init` makes one."""


@dataclass
class Office:
    """One office, opened by one program."""

    id: str
    data: Path
    settings: Settings
    database: Database
    guard: Guard
    clock: Clock
    store: Store
    texts: Texts
    keys: Mapping[keys.Purpose, dict[int, bytes]] = field(default_factory=dict)

    def close(self) -> None:
        """Finish what was taken and let go of the database."""
        self.guard.allow_all()
        self.store.close()


def signing_keys(office: Office) -> Keys:
    """The office's rings of keys."""
    return Keys(KeyRing.of(office.keys["receipt"]), KeyRing.of(office.keys["ticket"]))


def database_url(data: Path, settings: Settings) -> str:
    """Where the office's books are."""
    return settings.database_url or str(data / "motcua.db")


def load_texts(*, strict: bool = False) -> Texts:
    """The words of every room; `strict` makes a missing one a fault."""
    return Texts.load(*ROOMS, strict=strict)


def open_office(data: Path, settings: Settings, loop: Loop | None = None) -> Office:
    """Open the office in `data`, after bringing its tables up to date; NotInitialised when there is none."""
    url = database_url(data, settings)
    if not settings.database_url and not Path(url).exists():
        raise NotInitialised(str(data))
    guard = Guard()
    database = open_database(url, guard)
    bring_up_to_date(database)
    database.bind(ALL_MODELS)
    database.connect(reuse_if_open=True)
    try:
        office_id, clock = _office_row(database)
        kept: dict[keys.Purpose, dict[int, bytes]] = {
            "receipt": keys.load(database, office_id, "receipt"),
            "ticket": keys.load(database, office_id, "ticket"),
        }
    finally:
        database.close()
    store = Store(database, office_id, clock, loop, settings.readers)
    texts = load_texts(strict=settings.strict_texts)
    return Office(office_id, data, settings, database, guard, clock, store, texts, kept)


def set_clock_rate(database: Database, office_id: str, rate: float) -> Rate:
    """Let the office's time run `rate` times as fast from now on; it goes on from where it stands."""
    real = time.time_ns() // 1_000_000
    _, clock = _office_row(database)
    new = Rate(real, clock.now(), rate)
    sql = "UPDATE office SET clock_anchor = ?, clock_start = ?, clock_rate = ? WHERE id = ?"
    database.execute_sql(native_sql(database, sql), (new.anchor_ms, new.start_ms, rate, office_id))
    return new


def _office_row(database: Database) -> tuple[str, Clock]:
    row = database.execute_sql("SELECT id, clock_anchor, clock_start, clock_rate FROM office").fetchone()
    if row is None:
        raise NotInitialised("office")
    office_id, anchor, start, rate = row
    return office_id, Clock(Rate(anchor, start, rate))
