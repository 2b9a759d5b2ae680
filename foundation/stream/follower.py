"""The follower: one real thread that reads the stream with a cursor and hands it to whoever follows."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence
from typing import Protocol

from peewee import Database

from foundation.events.envelope import Event
from foundation.stream import log as stream

log = logging.getLogger(__name__)

#: Another process's events are noticed after this long at most; this process's ring the bell.
POLL_SECONDS = 0.1


class Sink(Protocol):
    """Somebody who follows. Called in the follower's thread, so it may read the database but must be quick."""

    def take(self, events: Sequence[Event], database: Database) -> None:
        """The next events, in order, each exactly once."""

    def tick(self, database: Database) -> None:
        """Called at least every POLL_SECONDS, after `take`."""


class Follower:
    """Reads all after its cursor, in order, and misses nothing: numbers have no holes."""

    def __init__(self, database: Database, office_id: str, start_after: int) -> None:
        self._database = database
        self._office_id = office_id
        self.position = start_after
        self._bell = threading.Event()
        self._stopping = False
        self._sinks: list[Sink] = []
        self._reached = threading.Condition()
        self._thread = threading.Thread(target=self._run, name="follower", daemon=True)

    def add(self, sink: Sink) -> None:
        """Let `sink` follow; before `start`."""
        self._sinks.append(sink)

    def start(self) -> None:
        """Begin to follow."""
        self._thread.start()

    def ring(self, _last_event: int = 0) -> None:
        """There is something new; from any thread."""
        self._bell.set()

    def wait_for(self, number: int, seconds: float) -> bool:
        """Wait until event `number` has been handed on; False when that took too long. Never in the loop."""
        with self._reached:
            return self._reached.wait_for(lambda: self.position >= number, seconds)

    def close(self) -> None:
        """Stop after the event in hand."""
        self._stopping = True
        self._bell.set()
        if self._thread.is_alive():
            self._thread.join(5)

    def _run(self) -> None:
        while not self._stopping:
            self._bell.wait(POLL_SECONDS)
            self._bell.clear()
            try:
                self.step()
            except Exception:
                log.exception("following the stream after event %d", self.position)
                self._database.close()
                self._bell.wait(1)
        self._database.close()

    def step(self) -> None:
        """Hand on everything that is new, then let the sinks do what is due."""
        if self._database.is_closed():
            self._database.connect()
        while events := stream.after(self._database, self._office_id, self.position):
            for sink in self._sinks:
                sink.take(events, self._database)
            with self._reached:
                self.position = events[-1].id or self.position
                self._reached.notify_all()
        for sink in self._sinks:
            sink.tick(self._database)
