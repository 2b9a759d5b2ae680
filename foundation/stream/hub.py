"""The hub: who is connected, and what is sent to them. Replay after N first, then the live stream, without a gap."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from peewee import Database

from foundation.db.store import Store
from foundation.events.catalogue import channels_of, kind_of, to_dict
from foundation.events.envelope import Event
from foundation.stream import log as stream

Frame = tuple[str, dict[str, Any]]


class Wire(Protocol):
    """The part of Socket.IO the hub needs."""

    def send(self, name: str, message: dict[str, Any], to: str) -> None:
        """Send to a connection or to everybody in a room."""

    def enter(self, connection: str, room: str) -> None:
        """From now on the connection hears the room."""

    def leave(self, connection: str, room: str) -> None:
        """It no longer does."""


class Hub:
    """A sink of the follower; prepares frames in the follower's thread and sends them in the loop.

    Only channels that somebody hears are prepared, so a ticket without a watcher costs nothing.
    """

    def __init__(self, store: Store, wire: Wire) -> None:
        self._store = store
        self._wire = wire
        self._prev: dict[str, int | None] = {}
        self._rooms: dict[str, set[str]] = {}
        self._latest: dict[str, dict[str, Any]] = {}
        #: number of the newest event that was sent on
        self.position = 0
        self._lock = store.loop.lock()

    # -- in the follower's thread ---------------------------------------------------------------

    def take(self, events: Sequence[Event], database: Database) -> None:
        """Prepare what is heard and hand it to the loop."""
        frames = [frame for event in events for frame in self._frames(event, database)]
        last = events[-1].id or 0
        self._store.loop.call(lambda: self._publish(frames, last))

    def tick(self, database: Database) -> None:
        """Nothing is due by time."""

    def tell(self, derived: object, time: int) -> None:
        """Send a derived message (no id, never replayed); the newest of each channel is kept as its snapshot."""
        kind, values = kind_of(derived), to_dict(derived)
        subject = values.get(kind.subject) if kind.subject else None
        message = Event(None, kind.type, time, self._store.office_id, subject, values).to_json()
        frames = [(channel, message) for channel in channels_of(kind, values)]
        self._store.loop.call(lambda: self._keep_and_send(frames))

    def heard(self) -> set[str]:
        """The channels somebody hears now."""
        return set(self._rooms)

    def _frames(self, event: Event, database: Database) -> list[Frame]:
        frames = []
        for channel in event.channels:
            if channel not in self._rooms:
                self._prev.pop(channel, None)
                continue
            if channel not in self._prev:
                self._prev[channel] = stream.before_in(database, event.office, event.id or 0, channel)
            frames.append((channel, {**event.to_json(), "prev": self._prev[channel]}))
            self._prev[channel] = event.id
        return frames

    # -- in the loop ------------------------------------------------------------------------------

    def subscribe(self, connection: str, room: str, after: int | None) -> int:
        """Send all after N (or the snapshot), then let the connection hear the room; returns the last number.

        Sending and entering happen without a pause in between, so nothing falls into a gap: while the
        replay was read the hub may have gone on, then the rest is read too.
        """
        with self._lock:
            self._rooms.setdefault(room, set()).add(connection)
        last = self._store.read(self._last)
        # Whoever is ahead of the office (restored from a backup) learns where the office stands.
        position = last if after is None else min(after, last)
        first = True
        while True:
            if not first or after is not None:
                position = self._replay(connection, room, position)
            first = False
            with self._lock:
                if self.position <= position or not self._newer(room, position):
                    self._wire.enter(connection, room)
                    break
        if snapshot := self._latest.get(room):
            self._wire.send("event", snapshot, connection)
        return position

    def forget(self, connection: str) -> None:
        """The connection is gone."""
        with self._lock:
            for room in [room for room, ears in self._rooms.items() if connection in ears]:
                self._leave(connection, room)

    def unsubscribe(self, connection: str, room: str) -> None:
        """The connection no longer hears the room."""
        with self._lock:
            self._leave(connection, room)
            self._wire.leave(connection, room)

    def snapshot(self, room: str) -> dict[str, Any] | None:
        """The newest derived message of a room."""
        return self._latest.get(room)

    def _leave(self, connection: str, room: str) -> None:
        ears = self._rooms.get(room, set())
        ears.discard(connection)
        if not ears:
            self._rooms.pop(room, None)
            if ":" in room:
                self._latest.pop(room, None)

    def _last(self, database: Database) -> int:
        return stream.last_event(database, self._store.office_id)

    def _newer(self, room: str, position: int) -> bool:
        """Whether the hub has sent the room something after `position` (unknown counts as yes)."""
        sent = self._prev.get(room)
        return sent is None or sent > position

    def _replay(self, connection: str, room: str, position: int) -> int:
        office = self._store.office_id

        def page(database: Database) -> tuple[list[dict[str, Any]], int]:
            last = stream.last_event(database, office)
            events = stream.after(database, office, position, room)
            full = len(events) == stream.PAGE
            return stream.chained(database, office, events, room), (events[-1].id or last) if full else last

        messages, reached = self._store.read(page)
        for message in messages:
            self._wire.send("event", message, connection)
        return max(position, reached)

    def _publish(self, frames: list[Frame], last: int) -> None:
        with self._lock:
            for room, message in frames:
                self._wire.send("event", message, room)
            self.position = last

    def _keep_and_send(self, frames: list[Frame]) -> None:
        with self._lock:
            for room, message in frames:
                if ":" not in room or room in self._rooms:
                    self._latest[room] = message
                self._wire.send("event", message, room)
