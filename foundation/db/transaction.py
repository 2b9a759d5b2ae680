"""What a command may do inside the one transaction: read, write rows, append numbered events."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from peewee import Database

from foundation.db.engine import native_sql
from foundation.events.catalogue import kind_of, to_dict
from foundation.events.envelope import Event

_INSERT_EVENT = "INSERT INTO event (office_id, id, type, time, subject, counter, data) VALUES (?, ?, ?, ?, ?, ?, ?)"


class Transaction:
    """One office's open transaction; used by the writer's thread only, never kept.

    now: business time of this command, UTC milliseconds.
    last_event: number of the newest event, those appended here included.
    """

    def __init__(self, database: Database, office_id: str, last_event: int) -> None:
        self.database = database
        self.office_id = office_id
        self.last_event = last_event
        self.now = 0
        self.real = 0.0
        self._undo: list[Callable[[], None]] = []

    def execute(self, sql: str, params: Sequence[object] = ()) -> Any:
        """Run SQL written with `?`; returns the cursor."""
        return self.database.execute_sql(native_sql(self.database, sql), tuple(params))

    def one(self, sql: str, params: Sequence[object] = ()) -> tuple[Any, ...] | None:
        """The first row, or None."""
        row: tuple[Any, ...] | None = self.execute(sql, params).fetchone()
        return row

    def append(self, data: object) -> Event:
        """Write one event of the catalogue to the stream, numbered without a hole."""
        kind = kind_of(data)
        values = to_dict(data)
        subject = values.get(kind.subject) if kind.subject else None
        self.last_event += 1
        event = Event(self.last_event, kind.type, self.now, self.office_id, subject, values)
        self.execute(
            _INSERT_EVENT,
            (
                self.office_id,
                event.id,
                event.type,
                event.time,
                subject,
                values.get("counter"),
                json.dumps(values, ensure_ascii=False, separators=(",", ":")),
            ),
        )
        return event

    def if_rolled_back(self, undo: Callable[[], None]) -> None:
        """Call `undo` when this command, or the whole batch, is rolled back (memory must not outlive the store)."""
        if undo not in self._undo:
            self._undo.append(undo)

    def rolled_back(self) -> None:
        """Tell everybody who asked that what was written is gone."""
        for undo in self._undo:
            undo()
