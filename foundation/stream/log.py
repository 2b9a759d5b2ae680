"""Reading the stream: all after N, in one channel or in all, and the number before N in a channel."""

from __future__ import annotations

import json
from typing import Any

from peewee import Database

from foundation.db.engine import native_sql
from foundation.events.catalogue import all_kinds
from foundation.events.envelope import Event

_COLUMNS = "SELECT id, type, time, office_id, subject, data FROM event WHERE office_id = ?"

#: A reader takes at most this many at once, so that a long absence does not become one huge answer.
PAGE = 1000


def last_event(database: Database, office_id: str) -> int:
    """The number of the newest committed event, 0 in a new office."""
    row = _query(database, "SELECT last_event FROM office WHERE id = ?", [office_id]).fetchone()
    return int(row[0]) if row else 0


def after(database: Database, office_id: str, number: int, room: str | None = None, limit: int = PAGE) -> list[Event]:
    """At most `limit` events with a higher number, in order; of one channel when `room` is given."""
    where, params = _in_room(room)
    sql = f"{_COLUMNS} AND id > ?{where} ORDER BY id LIMIT ?"
    return [_event(row) for row in _query(database, sql, [office_id, number, *params, limit]).fetchall()]


def before_in(database: Database, office_id: str, number: int, room: str) -> int | None:
    """The number of the channel's event before `number`; None when it is the channel's first."""
    where, params = _in_room(room)
    sql = f"SELECT id FROM event WHERE office_id = ? AND id < ?{where} ORDER BY id DESC LIMIT 1"  # noqa: S608 - marks only
    row = _query(database, sql, [office_id, number, *params]).fetchone()
    return int(row[0]) if row else None


def older_than(database: Database, office_id: str, time: int) -> int:
    """The number of the newest event before business time `time` (UTC ms); 0 when there is none."""
    sql = "SELECT id FROM event WHERE office_id = ? AND time < ? ORDER BY id DESC LIMIT 1"
    row = _query(database, sql, [office_id, time]).fetchone()
    return int(row[0]) if row else 0


def chained(database: Database, office_id: str, events: list[Event], room: str) -> list[dict[str, Any]]:
    """Events of one channel as they are sent: each carries the number of the one before it there."""
    if not events or events[0].id is None:
        return []
    prev = before_in(database, office_id, events[0].id, room)
    sent = []
    for event in events:
        sent.append({**event.to_json(), "prev": prev})
        prev = event.id
    return sent


def _in_room(room: str | None) -> tuple[str, list[object]]:
    """The SQL that picks a channel's events, and its values."""
    if room is None:
        return "", []
    name, _, value = room.partition(":")
    template = f"{name}:{{{name}}}" if value else name
    types: list[object] = [kind.type for kind in all_kinds() if template in kind.channels and not kind.derived]
    if not types:
        return " AND 1 = 0", []
    marks = ", ".join("?" * len(types))
    if not value:
        return f" AND type IN ({marks})", types
    column = "counter" if name == "counter" else "subject"
    return f" AND {column} = ? AND type IN ({marks})", [value, *types]


def _event(row: tuple[Any, ...]) -> Event:
    number, type_, time, office, subject, data = row
    return Event(number, type_, time, office, subject, json.loads(data))


def _query(database: Database, sql: str, params: list[object]) -> Any:
    return database.execute_sql(native_sql(database, sql), tuple(params))
