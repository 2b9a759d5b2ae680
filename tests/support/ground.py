"""A bare office on the ground alone: tables, one row, a store and a clock that stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from peewee import Database, Model

from foundation.clock import Clock, SetClock
from foundation.db.engine import open_database
from foundation.db.models import GROUND_MODELS, Office
from foundation.db.store import Store
from foundation.devices.models import DEVICE_MODELS
from foundation.people.models import PEOPLE_MODELS

NOON = 1_795_500_000_000
TABLES: tuple[type[Model], ...] = (*GROUND_MODELS, *PEOPLE_MODELS, *DEVICE_MODELS)


@dataclass
class Ground:
    """Where a test stands."""

    url: str
    database: Database
    store: Store
    clock: Clock
    office_id: str = "office-1"

    def another(self) -> Store:
        """A second process's store on the same books."""
        return Store(open_database(self.url), self.office_id, self.clock)


def lay(url: str, clock: Clock | None = None, models: Sequence[type[Model]] = TABLES) -> Ground:
    """Make the tables and one office."""
    database = open_database(url)
    database.bind(models)
    database.connect()
    database.create_tables(models)
    Office.create(id="office-1", code="000.00.06.H08", name="UBND phường Mẫu", created=NOON)
    database.close()
    clock = clock or SetClock(NOON)
    return Ground(url, database, Store(database, "office-1", clock), clock)
