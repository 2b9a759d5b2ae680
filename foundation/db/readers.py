"""A few real threads that read, each with a connection of its own."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from peewee import Database

_Job = tuple[Callable[[Database], Any], "Future[Any]"]


class Readers:
    """Runs `work(database)` in one of `count` threads; outside any transaction, so each statement sees the newest."""

    def __init__(self, database: Database, count: int = 3) -> None:
        self._database = database
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads = [threading.Thread(target=self._run, name=f"reader-{n}", daemon=True) for n in range(count)]
        for thread in self._threads:
            thread.start()

    def submit(self, work: Callable[[Database], Any]) -> Future[Any]:
        """Queue a read."""
        answer: Future[Any] = Future()
        self._jobs.put((work, answer))
        return answer

    def close(self) -> None:
        """Finish what waits, then stop; each thread lets go of its own connection."""
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join(10)

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            self._read(*job)
        self._database.close()

    def _read(self, work: Callable[[Database], Any], answer: Future[Any]) -> None:
        try:
            if self._database.is_closed():
                self._database.connect()
            result = work(self._database)
        except Exception as fault:  # noqa: BLE001 - whoever asked is told, and decides
            answer.set_exception(fault)
        else:
            answer.set_result(result)
