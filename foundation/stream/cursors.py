"""Durable cursors with one holder: how far the hall's voice has played, and which player may move it."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from foundation.db.transaction import Transaction

#: A player that does not renew within this many real seconds loses the cursor to the next that asks.
LEASE_SECONDS = 10.0

_FIND = "SELECT position, holder FROM cursor WHERE office_id = ? AND name = ?"
_NEW = "INSERT INTO cursor (office_id, name, position, holder) VALUES (?, ?, ?, ?)"
_MOVE = "UPDATE cursor SET position = ? WHERE office_id = ? AND name = ?"
_HOLD = "UPDATE cursor SET holder = ? WHERE office_id = ? AND name = ?"


@dataclass(frozen=True)
class Held:
    """The answer to a request for the cursor."""

    holder: str | None
    position: int
    mine: bool


class Cursors:
    """Who may move which cursor.

    Leases are real seconds in this process; the holder's name is durable, so that after a restart the player
    that was playing has the first word for one lease, and two never play at once.
    """

    def __init__(self, lease_seconds: float = LEASE_SECONDS) -> None:
        self._lease = lease_seconds
        self._until: dict[str, float] = {}
        self._lock = threading.Lock()

    def hold(self, tx: Transaction, name: str, holder: str, starts_at: int | None = None) -> Held:
        """Take the cursor, renew it, or learn who has it.

        A new cursor starts after event `starts_at`, or after the newest one.
        """
        row = tx.one(_FIND, (tx.office_id, name))
        if row is None:
            begin = tx.last_event if starts_at is None else starts_at
            tx.execute(_NEW, (tx.office_id, name, begin, holder))
            self._renew(name, tx.real)
            return Held(holder, begin, mine=True)
        position, current = int(row[0]), row[1]
        if current != holder:
            if current is not None and not self._expired(name, tx.real):
                return Held(current, position, mine=False)
            tx.execute(_HOLD, (holder, tx.office_id, name))
        self._renew(name, tx.real)
        return Held(holder, position, mine=True)

    def move(self, tx: Transaction, name: str, holder: str, position: int) -> bool:
        """Everything up to `position` is done; False when somebody else holds the cursor. Never goes back."""
        row = tx.one(_FIND, (tx.office_id, name))
        if row is None or row[1] != holder:
            return False
        if position > int(row[0]):
            tx.execute(_MOVE, (min(position, tx.last_event), tx.office_id, name))
        self._renew(name, tx.real)
        return True

    def release(self, tx: Transaction, name: str, holder: str) -> None:
        """The player goes away by itself; the next may start at once."""
        row = tx.one(_FIND, (tx.office_id, name))
        if row is not None and row[1] == holder:
            tx.execute(_HOLD, (None, tx.office_id, name))

    def _renew(self, name: str, real: float) -> None:
        with self._lock:
            self._until[name] = real + self._lease

    def _expired(self, name: str, real: float) -> bool:
        """Expired; a name not seen in this process counts as just renewed."""
        with self._lock:
            return real > self._until.setdefault(name, real + self._lease)
