"""What the desk reads from the books: today's services, ratings and failed papers, and people's names."""

from __future__ import annotations

from typing import Any

from peewee import Database

from backoffice.desk.view import Today, service_done
from foundation.db.engine import native_sql
from foundation.people import accounts

_DONE = (
    "SELECT counter, queued_at, called_at, served_ms FROM ticket"
    " WHERE office_id = ? AND day = ? AND state = 'finished' AND counter IS NOT NULL"
)
_RATINGS = "SELECT counter, level FROM rating WHERE office_id = ? AND day = ?"
_FAILED = "SELECT id, paper_cause FROM ticket WHERE office_id = ? AND day = ? AND paper = 'failed'"


def today(database: Database, office_id: str, day: str) -> Today:
    """The books of a business day, `2026-11-24`."""

    def rows(sql: str) -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = database.execute_sql(native_sql(database, sql), (office_id, day)).fetchall()
        return found

    return Today(
        done=[service_done(*row) for row in rows(_DONE)],
        ratings=[(str(counter), int(level)) for counter, level in rows(_RATINGS)],
        causes=dict(rows(_FAILED)),
    )


def names(database: Database, office_id: str) -> dict[str, str]:
    """Display names of the office's people by id."""
    return {person.id: person.name for person in accounts.everyone(database, office_id)}
