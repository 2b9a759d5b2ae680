"""Every table of every room, and the one history of migrations that makes them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from peewee import Database, Model

from foundation.db.migrate import migrate
from foundation.db.models import GROUND_MODELS
from foundation.devices.models import DEVICE_MODELS
from foundation.people.models import PEOPLE_MODELS
from queueing.models import QUEUE_MODELS

MIGRATIONS = Path(__file__).parent / "migrations"

ALL_MODELS: tuple[type[Model], ...] = (*GROUND_MODELS, *PEOPLE_MODELS, *DEVICE_MODELS, *QUEUE_MODELS)


def bring_up_to_date(database: Database, say: Callable[[str], None] = lambda _: None) -> list[str]:
    """Apply every migration that is due; returns their names."""
    database.connect(reuse_if_open=True)
    try:
        return migrate(database, MIGRATIONS, say)
    finally:
        database.close()
