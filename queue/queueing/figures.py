"""Reading the rows of a day for the statistics."""

from __future__ import annotations

import json
from typing import Any

from peewee import Database

from foundation.clock import midnight
from foundation.db.engine import native_sql
from queueing.statistics import Mark, Visit, report

_VISITS = (
    "SELECT service, counter, officer, state, priority, issued_at, queued_at, called_at, served_ms, promised, reason"
    " FROM ticket WHERE office_id = ? AND day = ?"
)
DAY_MS = 24 * 3600 * 1000


def of_day(database: Database, office_id: str, day: str) -> dict[str, Any]:
    """The whole report of one local day as plain values."""
    visits = [_visit(row) for row in _rows(database, _VISITS, office_id, day)]
    marks = _marks(database, office_id, day)
    begins = midnight(day)
    idle = _rows(
        database,
        "SELECT count(*) FROM event WHERE office_id = ? AND type = 'rating.idle.v1' AND time >= ? AND time < ?",
        office_id,
        begins,
        begins + DAY_MS,
    )
    return report(visits, marks, int(idle[0][0]))


def _visit(row: tuple[Any, ...]) -> Visit:
    return Visit(*row[:-1], mistake=row[-1] == "mistake")


def _marks(database: Database, office_id: str, day: str) -> list[Mark]:
    sql = "SELECT level, service, counter, officer, reasons FROM rating WHERE office_id = ? AND day = ?"
    return [Mark(*row[:-1], reasons=tuple(json.loads(row[-1]))) for row in _rows(database, sql, office_id, day)]


def _rows(database: Database, sql: str, *params: object) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = database.execute_sql(native_sql(database, sql), params).fetchall()
    return rows
