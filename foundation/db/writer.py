"""The one writer: it takes all commands that wait, commits them together, then answers all."""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from peewee import Database

from foundation.clock import Clock
from foundation.db.engine import is_postgres, native_sql
from foundation.db.transaction import Transaction

log = logging.getLogger(__name__)

Work = Callable[[Transaction], Any]

#: A batch ends here even when more wait, so that the first in it is not kept waiting for its answer.
BATCH = 64


@dataclass
class _Job:
    work: Work
    answer: Future[Any]


class Writer:
    """Owns the writing connection of one office.

    A failing command rolls back alone (a savepoint each); nobody is answered before the commit.
    `on_commit(last_event)` is called in the writer's thread after each commit that appended events.
    """

    def __init__(
        self, database: Database, office_id: str, clock: Clock, on_commit: Callable[[int], None], batch: int = BATCH
    ) -> None:
        self._database = database
        self._office_id = office_id
        self._clock = clock
        self._on_commit = on_commit
        self._batch = batch
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._run, name=f"writer-{office_id[:8]}", daemon=True)
        self._thread.start()
        #: seconds the last commit took, for health
        self.commit_seconds = 0.0

    def submit(self, work: Work) -> Future[Any]:
        """Queue a command; its future is answered after the commit that holds it."""
        answer: Future[Any] = Future()
        self._jobs.put(_Job(work, answer))
        return answer

    def close(self) -> None:
        """Finish what waits, then stop."""
        self._jobs.put(None)
        self._thread.join(10)

    def _run(self) -> None:
        while True:
            jobs, stop = self._take()
            if jobs:
                self._commit(jobs)
            if stop:
                self._database.close()
                return

    def _take(self) -> tuple[list[_Job], bool]:
        """Wait for one command, then take all that wait behind it."""
        job = self._jobs.get()
        if job is None:
            return [], True
        jobs = [job]
        while len(jobs) < self._batch:
            try:
                job = self._jobs.get_nowait()
            except queue.Empty:
                break
            if job is None:
                return jobs, True
            jobs.append(job)
        return jobs, False

    def _commit(self, jobs: list[_Job]) -> None:
        """One transaction for all; its failure is every command's failure."""
        begun: Transaction | None = None
        try:
            begun = self._begin()
            before = begun.last_event
            answers = [self._do(begun, job) for job in jobs]
            if begun.last_event != before:
                begun.execute("UPDATE office SET last_event = ? WHERE id = ?", (begun.last_event, self._office_id))
            started = time.monotonic()
            self._database.commit()
            self.commit_seconds = time.monotonic() - started
        except Exception as fault:
            log.exception("the batch of %d commands failed", len(jobs))
            self._fail(begun, jobs, fault)
            return
        if begun.last_event != before:
            self._on_commit(begun.last_event)
        for job, (result, refused) in zip(jobs, answers, strict=True):
            if refused is not None:
                job.answer.set_exception(refused)
            else:
                job.answer.set_result(result)

    def _fail(self, begun: Transaction | None, jobs: list[_Job], fault: Exception) -> None:
        try:
            if begun is not None:
                self._database.rollback()
                begun.rolled_back()
        except Exception:
            log.exception("rolling back failed; the connection is opened anew")
            self._database.close()
        for job in jobs:
            if not job.answer.done():
                job.answer.set_exception(fault)

    def _begin(self) -> Transaction:
        """Open the transaction and lock the office's row, so that numbers are given out one at a time."""
        database = self._database
        if database.is_closed():
            database.connect()
        if is_postgres(database):
            database.begin()
            sql = "SELECT last_event FROM office WHERE id = ? FOR UPDATE"
        else:
            database.begin("IMMEDIATE")  # type: ignore[call-arg]  # SQLite's own form
            sql = "SELECT last_event FROM office WHERE id = ?"
        row = database.execute_sql(native_sql(database, sql), (self._office_id,)).fetchone()
        if row is None:
            database.rollback()
            raise LookupError(f"office {self._office_id} is not in this database")
        return Transaction(database, self._office_id, row[0])

    def _do(self, tx: Transaction, job: _Job) -> tuple[Any, Exception | None]:
        """Run one command inside its savepoint."""
        before = tx.last_event
        tx.now, tx.real = self._clock.now(), self._clock.monotonic()
        tx.execute("SAVEPOINT command")
        try:
            result = job.work(tx)
        except Exception as fault:  # noqa: BLE001 - it is the asker's: raised where the answer is waited for
            tx.execute("ROLLBACK TO SAVEPOINT command")
            tx.execute("RELEASE SAVEPOINT command")
            tx.last_event = before
            tx.rolled_back()
            return None, fault
        tx.execute("RELEASE SAVEPOINT command")
        return result, None
