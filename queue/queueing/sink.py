"""Follows the stream and tells screens what is derived from it, at most once in two seconds a channel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from peewee import Database

from foundation.clock import Clock
from foundation.events.envelope import Event
from foundation.people import accounts
from queueing.board import Board
from queueing.estimate import Forecasts
from queueing.messages import board_message, place_message
from queueing.view import View

#: Real seconds between two messages on one channel.
PACE_SECONDS = 2.0
#: Minutes change although nothing happens.
QUIET_SECONDS = 15.0
#: A call is sent to all screens before the office is thought about again.
AFTER_SECONDS = 0.3


class Teller(Protocol):
    """The part of the hub that is needed."""

    def tell(self, derived: object, time: int) -> None:
        """Send a derived message."""

    def heard(self) -> set[str]:
        """Channels somebody hears now."""


class BoardSink:
    """A sink of the follower; runs in its thread."""

    def __init__(self, view: View, forecasts: Forecasts, teller: Teller, clock: Clock, office_id: str) -> None:
        self._view = view
        self._forecasts = forecasts
        self._teller = teller
        self._clock = clock
        self._office_id = office_id
        self._names: dict[str, str] | None = None
        self._changed = True
        self._changed_at = float("-inf")
        self._told_at = float("-inf")
        self._places: dict[str, object] = {}

    def take(self, events: Sequence[Event], database: Database) -> None:  # noqa: ARG002
        """Something happened."""
        if not self._changed:
            self._changed_at = self._clock.monotonic()
        self._changed = True
        if any(event.type.startswith("person.") for event in events):
            self._names = None

    def tick(self, database: Database) -> None:
        """Tell what is due: new listeners at once, the rest at its pace."""
        due = self._is_due()
        rooms = {room for room in self._teller.heard() if room.startswith("ticket:")}
        rooms_due = rooms if due else rooms - self._places.keys()
        self._places = {room: said for room, said in self._places.items() if room in rooms}
        if due or rooms_due:
            self._view.look(database, lambda board: self._tell(board, database, rooms_due, board_too=due))
        if due:
            self._told_at, self._changed = self._clock.monotonic(), False

    def _is_due(self) -> bool:
        now = self._clock.monotonic()
        if not self._changed:
            return now - self._told_at >= QUIET_SECONDS
        return now - self._told_at >= PACE_SECONDS and now - self._changed_at >= AFTER_SECONDS

    def _tell(self, board: Board, database: Database, rooms: set[str], *, board_too: bool) -> None:
        now = self._clock.now()
        curves = self._forecasts.of(board, now)
        if board_too:
            self._teller.tell(board_message(board, curves, now, self.names(database)), now)
        for room in sorted(rooms):
            ticket = board.tickets.get(room.partition(":")[2])
            if ticket is None:
                self._places[room] = None
                continue
            place = place_message(board, curves, ticket, now)
            said = (place.state, place.ahead, place.p50, place.p90, place.counter)
            if self._places.get(room) != said:
                self._places[room] = said
                self._teller.tell(place, now)

    def names(self, database: Database) -> dict[str, str]:
        """Display names of the office's people, read again when one of them changed."""
        if self._names is None:
            people = accounts.everyone(database, self._office_id)
            self._names = {person.id: person.name for person in people}
        return self._names
