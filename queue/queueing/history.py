"""Reading the rows: tickets of other days, and the visits and ratings of one."""

from __future__ import annotations

import json
from typing import Any

from peewee import Database

from foundation.clock import midnight
from foundation.db.engine import native_sql
from queueing.statistics import Mark, Visit

DAY_MS = 24 * 3600 * 1000

_TICKET = (
    "SELECT id, number, service, state, priority, counter, officer, calls, issued_at, queued_at,"
    " last_called_at, started_at, ended_at, paper, codes, language FROM ticket WHERE office_id = ? AND id = ?"
)
_VISITS = (
    "SELECT service, counter, officer, state, priority, issued_at, queued_at, called_at, served_ms,"
    " promised, reason FROM ticket WHERE office_id = ? AND day = ? ORDER BY issued_at"
)
_MARKS = "SELECT level, service, counter, officer, reasons FROM rating WHERE office_id = ? AND day = ? ORDER BY event"
_IDLE = "SELECT count(*) FROM event WHERE office_id = ? AND type = 'rating.idle.v1' AND time >= ? AND time < ?"


def old_ticket(database: Database, office_id: str, ticket: str) -> dict[str, Any] | None:
    """A ticket that the board no longer holds, in the API's form; nothing may be done with it."""
    rows = _all(database, _TICKET, (office_id, ticket))
    if not rows:
        return None
    names = ("id", "number", "service", "state", "priority", "counter", "officer", "calls")
    times = ("issued_at", "queued_at", "called_at", "started_at", "ended_at")
    plain = dict(zip((*names, *times, "paper", "codes", "language"), rows[0], strict=True))
    gone: dict[str, Any] = {"ahead": 0, "p50": None, "p90": None, "back_until": None, "may": []}
    return {**plain, **gone, "codes": json.loads(plain["codes"])}


def visits(database: Database, office_id: str, day: str) -> list[Visit]:
    """The day's tickets as the statistics see them."""
    return [Visit(*row) for row in _all(database, _VISITS, (office_id, day))]


def marks(database: Database, office_id: str, day: str) -> list[Mark]:
    """The day's ratings."""
    return [
        Mark(level, service, counter, officer, tuple(json.loads(reasons)))
        for level, service, counter, officer, reasons in _all(database, _MARKS, (office_id, day))
    ]


def idle_presses(database: Database, office_id: str, day: str) -> int:
    """Presses on rating buttons that counted for no service."""
    start = midnight(day)
    return int(_all(database, _IDLE, (office_id, start, start + DAY_MS))[0][0])


def _all(database: Database, sql: str, params: tuple[object, ...]) -> list[tuple[Any, ...]]:
    rows: list[tuple[Any, ...]] = database.execute_sql(native_sql(database, sql), params).fetchall()
    return rows
