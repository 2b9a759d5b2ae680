"""The readers' board: a copy of its own, brought up to the stream before each look."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import TypeVar

from peewee import Database

from foundation.stream import log as stream
from queueing.board import Board
from queueing.live import caught_up

T = TypeVar("T")


class View:
    """Everything committed when it is asked is in the answer, whoever wrote it.

    The lock is a real one: only reader threads and the follower look, never the loop.
    """

    def __init__(self, office_id: str) -> None:
        self._office_id = office_id
        self._board: Board | None = None
        self._lock = threading.Lock()

    def look(self, database: Database, work: Callable[[Board], T]) -> T:
        """`work(board)` under the lock; it must give values, not the board or parts of it."""
        with self._lock:
            last = stream.last_event(database, self._office_id)
            board = self._board
            # Another reader may have looked a moment later than this one asked.
            if board is None or board.last < last:
                board = self._board = caught_up(board, database, self._office_id, last)
            return work(board)
