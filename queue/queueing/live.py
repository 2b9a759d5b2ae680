"""The board brought up to the stream: memory is never trusted over the store."""

from __future__ import annotations

import json
import logging

from peewee import Database

from foundation.db.engine import native_sql
from foundation.db.transaction import Transaction
from foundation.events.envelope import Event
from foundation.events.queue import DayOpened
from foundation.stream import log as stream
from queueing.board import BOARD_VERSION, Board
from queueing.evolve import evolve, follow_event
from queueing.rows import project

log = logging.getLogger(__name__)

SNAPSHOT = "board"
#: Whoever had to read more events than this to know the board leaves a snapshot for the next.
WORTH_A_SNAPSHOT = 5000

_FIND = "SELECT event, version, body FROM snapshot WHERE office_id = ? AND name = ?"
_DROP = "DELETE FROM snapshot WHERE office_id = ? AND name = ?"
_KEEP = "INSERT INTO snapshot (office_id, name, event, version, body) VALUES (?, ?, ?, ?, ?)"


def load(database: Database, office_id: str, last: int) -> Board:
    """The newest snapshot that is not ahead of event `last`; an empty board when there is none."""
    row = database.execute_sql(native_sql(database, _FIND), (office_id, SNAPSHOT)).fetchone()
    if row is None or row[0] > last or row[1] != BOARD_VERSION:
        return Board()
    try:
        return Board.from_json(json.loads(row[2]))
    except (ValueError, TypeError, KeyError, AttributeError):
        log.exception("the snapshot at event %s cannot be read; folding the stream from its start", row[0])
        return Board()


def caught_up(board: Board | None, database: Database, office_id: str, last: int) -> Board:
    """The board as of event `last`, by reading the events it has not seen."""
    if board is None or board.last > last:
        board = load(database, office_id, last)
    while board.last < last:
        events = [e for e in stream.after(database, office_id, board.last) if (e.id or 0) <= last]
        if not events:
            raise LookupError(f"the stream ends at {board.last}, and not at {last}")
        for event in events:
            follow_event(board, event)
    return board


class Live:
    """The writer's board, and what a hand feels: when the last press and the last call were, in real seconds.

    The protection `trusts_store` makes every command start from the stream's newest event; a test turns it
    off to show the number that two servers would give twice.
    """

    def __init__(self) -> None:
        self._board: Board | None = None
        self._felt: dict[str, tuple[int, float]] = {}
        self.trusts_store = True

    def board(self, tx: Transaction) -> Board:
        """The board as of the transaction's newest event; to be changed through `follow` only."""
        tx.if_rolled_back(self.forget)
        behind = self._board is None or self._board.last != tx.last_event
        if behind and (self.trusts_store or self._board is None):
            seen = self._board.last if self._board else 0
            self._board = caught_up(self._board, tx.database, tx.office_id, tx.last_event)
            if tx.last_event - seen > WORTH_A_SNAPSHOT:
                self.snapshot(tx)
        assert self._board is not None  # noqa: S101 - for the type checker: set above
        return self._board

    def follow(self, tx: Transaction, data: object) -> Event:
        """Append an event, let the board and the rows follow."""
        board = self._board or self.board(tx)
        event = tx.append(data)
        evolve(board, data, event.id or 0, event.time)
        project(tx, board, data, event)
        if isinstance(data, DayOpened):
            self.snapshot(tx)
        return event

    def snapshot(self, tx: Transaction) -> None:
        """Keep the board as it is, so that a start reads one day of events at most."""
        if self._board is None:
            return
        body = json.dumps(self._board.to_json(), ensure_ascii=False, separators=(",", ":"))
        tx.execute(_DROP, (tx.office_id, SNAPSHOT))
        tx.execute(_KEEP, (tx.office_id, SNAPSHOT, self._board.last, BOARD_VERSION, body))

    def forget(self) -> None:
        """What was written is gone; read it anew."""
        self._board = None
        self._felt.clear()

    # -- real seconds ------------------------------------------------------------------------------

    def feel(self, name: str, event: int, real: float) -> None:
        """Remember when (monotonic) event `event` was made by a press at `name`."""
        self._felt[name] = (event, real)

    def age(self, name: str, event: int, real: float) -> float | None:
        """Real seconds since that press, None when it is not the one remembered (another process's, a restart)."""
        known = self._felt.get(name)
        return real - known[1] if known and known[0] == event else None
