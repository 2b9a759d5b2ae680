"""A few real threads that read, each with a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from peewee import Database


class Readers:
    """Runs `work(database)` in one of `count` threads; outside any transaction, so each statement sees the newest."""

    def __init__(self, database: Database, count: int = 3) -> None:
        self._database = database
        self._pool = ThreadPoolExecutor(count, thread_name_prefix="reader", initializer=self._connect)
        self._connections: list[Any] = []
        self._lock = threading.Lock()

    def submit(self, work: Callable[[Database], Any]) -> Future[Any]:
        """Queue a read."""
        return self._pool.submit(self._read, work)

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._pool.shutdown(wait=True)
        for connection in self._connections:
            connection.close()

    def _connect(self) -> None:
        self._database.connect(reuse_if_open=True)
        with self._lock:
            self._connections.append(self._database.connection())

    def _read(self, work: Callable[[Database], Any]) -> Any:
        if self._database.is_closed():
            self._database.connect()
        return work(self._database)
