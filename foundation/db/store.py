"""The store of one office as the rest of the server sees it: `write` a command, `read` a value."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar, cast

from peewee import Database

from foundation.clock import Clock
from foundation.db.loop import Loop, ThreadLoop
from foundation.db.readers import Readers
from foundation.db.transaction import Transaction
from foundation.db.writer import Writer

T = TypeVar("T")


class Store:
    """Joins the writer and the readers to the loop that waits for them."""

    def __init__(
        self, database: Database, office_id: str, clock: Clock, loop: Loop | None = None, readers: int = 3
    ) -> None:
        self.database = database
        self.office_id = office_id
        self.clock = clock
        self.loop: Loop = loop or ThreadLoop()
        self._listeners: list[Callable[[int], None]] = []
        self.writer = Writer(database, office_id, clock, self._committed)
        self._readers = Readers(database, readers)

    def write(self, work: Callable[[Transaction], T]) -> T:
        """Run a command in the writer's transaction; returns after the commit, raises what the command raised."""
        return self.loop.wait(cast("Future[T]", self.writer.submit(work)))

    def read(self, work: Callable[[Database], T]) -> T:
        """Run a read in a reader's thread."""
        return self.loop.wait(cast("Future[T]", self._readers.submit(work)))

    def background(self, work: Callable[[Database], T]) -> Future[T]:
        """Run slow work (hashing, drawing) in a reader's thread without waiting for it."""
        return cast("Future[T]", self._readers.submit(work))

    def when_committed(self, listener: Callable[[int], None]) -> None:
        """`listener(last_event)` is called in the writer's thread; it must only ring a bell."""
        self._listeners.append(listener)

    def close(self) -> None:
        """Finish every command that was taken, then let go of the database."""
        self.writer.close()
        self._readers.close()

    def _committed(self, last_event: int) -> None:
        for listener in self._listeners:
            listener(last_event)
