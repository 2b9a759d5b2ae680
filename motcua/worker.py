"""The worker: a loop over the chores that are due; each may fail without stopping the others."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from foundation.db.transaction import Transaction
from foundation.settings import Settings
from motcua import voices
from motcua.office import open_office

log = logging.getLogger(__name__)

#: Answers to presses are kept this long: far longer than any press is retried.
ANSWERS_KEPT_MS = 7 * 24 * 3600 * 1000


@dataclass
class Chore:
    """Something to do every so many real seconds."""

    name: str
    every: float
    work: Callable[[], None]
    due: float = 0.0


class Worker:
    """Builds the voice's clips, forgets old answers."""

    def __init__(self, data: Path, settings: Settings) -> None:
        self._data = data
        self._office = open_office(data, settings)
        self._stopping = threading.Event()
        self.chores = [
            Chore("voice", 3600.0, self._voice),
            Chore("answers", 3600.0, self._forget_answers),
        ]

    def run(self) -> int:
        """Until SIGTERM or Ctrl-C; what is in hand is finished first."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._stopping.set())
        while not self._stopping.is_set():
            self.step()
            self._stopping.wait(1.0)
        self.close()
        return 0

    def step(self, now: float | None = None) -> None:
        """Do every chore that is due."""
        now = time.monotonic() if now is None else now
        for chore in self.chores:
            if now >= chore.due:
                self._do(chore)
                chore.due = now + chore.every

    def close(self) -> None:
        """Let go of the office."""
        self._office.close()

    def _do(self, chore: Chore) -> None:
        try:
            chore.work()
        except Exception:
            log.exception("the worker's chore %s", chore.name)

    def _voice(self) -> None:
        """The better voice is tried while there is internet; the office speaks in any case."""
        result = voices.build(self._data, online=True, progress=lambda *_: None)
        log.info("voice: %s %s", result.outcome, dict(result.voices))

    def _forget_answers(self) -> None:
        def work(tx: Transaction) -> None:
            tx.execute("DELETE FROM answer WHERE office_id = ? AND time < ?", (tx.office_id, tx.now - ANSWERS_KEPT_MS))

        self._office.store.write(work)
